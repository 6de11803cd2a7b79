// SPDX-License-Identifier: GPL-3.0-or-later
#include "server/backup.h"

#include <iostream>

#include "server/store/backup.h"

namespace vitrine::server {

int back_up(const Settings& settings, const std::string& file) {
    static const std::string kSqlite = "sqlite://";
    const std::string url = settings.database_url();
    if (!url.starts_with(kSqlite)) {
        std::cerr
            << "The books of this server are in PostgreSQL, whose own program copies them while it runs:\n"
               "  pg_dump --format=custom --file="
            << file << " --dbname=ADDRESS\n";
        return 1;
    }
    try {
        store::back_up_sqlite(url.substr(kSqlite.size()), file);
    } catch (const std::exception& fault) {
        std::cerr << "vitrine-server backup: " << fault.what() << '\n';
        return 1;
    }
    std::cout << "The database is copied to " << file
              << ". To go back to it, end the server, put it in the place of\n"
              << url.substr(kSqlite.size())
              << ", and remove the files of that name ending in -wal and -shm.\n";
    return 0;
}

}  // namespace vitrine::server
