// SPDX-License-Identifier: GPL-3.0-or-later
#include "server/store/faults.h"

#include <new>

#include <soci/sqlite3/soci-sqlite3.h>
#include <sqlite3.h>

namespace vitrine::store {

Fault fault_of(const std::exception& thrown) {
    if (dynamic_cast<const std::bad_alloc*>(&thrown)) return Fault::storage;
    const auto* sqlite = dynamic_cast<const soci::sqlite3_soci_error*>(&thrown);
    if (!sqlite) return Fault::program;
    switch (sqlite->result() & 0xff) {  // the low byte is the primary code: sqlite.org/rescode.html §2
        case SQLITE_BUSY:
        case SQLITE_LOCKED:
            return Fault::busy;
        case SQLITE_FULL:
        case SQLITE_IOERR:
        case SQLITE_NOMEM:
        case SQLITE_CANTOPEN:
        case SQLITE_READONLY:
        case SQLITE_CORRUPT:
        case SQLITE_NOTADB:
        case SQLITE_PROTOCOL:
        case SQLITE_INTERRUPT:
            return Fault::storage;
        default:
            return Fault::program;
    }
}

Error error_for(Fault fault) {
    switch (fault) {
        case Fault::busy:
            return {Code::unavailable, "The shop is very busy. Please try again in a moment.", 500};
        case Fault::storage:
            return {Code::unavailable,
                    "The server cannot write to its disk right now. Nothing was changed; please try again in "
                    "a moment.",
                    2000};
        case Fault::program:
            break;
    }
    return {Code::internal, "Something went wrong on the server. Nothing was changed; please try again."};
}

}  // namespace vitrine::store
