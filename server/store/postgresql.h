// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <memory>
#include <string>

#include "server/store/database.h"

namespace vitrine::store {

// A database on a PostgreSQL server from version 13 on, made by its operator (UTF8); the address as libpq
// takes it (PostgreSQL 15, §34.1.1.2). Several Vitrine servers may share it: they take turns at writing.
std::unique_ptr<Database> open_postgresql(const std::string& url, const std::vector<Migration>& steps);

}  // namespace vitrine::store
