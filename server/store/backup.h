// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <string>

namespace vitrine::store {

// Copies the SQLite database at `path` into `file`, also while a server writes to it, which goes on
// meanwhile: the copy tells of one moment, is checked, and is there whole or not at all. It gets a numbering
// of events of its own, so that a page which saw more than the copy did starts afresh. Throws
// std::runtime_error with a sentence for the operator: no such database, file is there already, disk full.
void back_up_sqlite(const std::string& path, const std::string& file);

}  // namespace vitrine::store
