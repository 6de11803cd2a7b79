// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <string>

#include "server/store/session.h"

namespace vitrine::store {

// The stored name of a database's numbering of events; made by whoever opens it first. After the migrations.
std::string stored_epoch(Session&);

}  // namespace vitrine::store
