// SPDX-License-Identifier: GPL-3.0-or-later
#include "server/store/database.h"

#include <stdexcept>

#include "server/store/postgresql.h"
#include "server/store/sqlite.h"

namespace vitrine::store {

std::unique_ptr<Database> Database::open(const std::string& url, const std::vector<Migration>& steps) {
    static const std::string kSqlite = "sqlite://";
    if (url.starts_with(kSqlite)) return open_sqlite(url.substr(kSqlite.size()), steps);
    if (url.starts_with("postgresql://") || url.starts_with("postgres://"))
        return open_postgresql(url, steps);
    // The address may hold a password: it is not repeated.
    throw std::runtime_error(
        "The database address is not understood. Give sqlite:// and the path of a file, such as "
        "sqlite:///var/lib/vitrine/vitrine.db, or postgresql://user@host/database.");
}

}  // namespace vitrine::store
