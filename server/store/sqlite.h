// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <memory>
#include <string>

#include "server/store/database.h"

namespace vitrine::store {

// One file beside its -wal and -shm, on a local disk (WAL needs shared memory: no network file systems).
std::unique_ptr<Database> open_sqlite(const std::string& path, const std::vector<Migration>& steps);

}  // namespace vitrine::store
