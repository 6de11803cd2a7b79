// SPDX-License-Identifier: GPL-3.0-or-later
#include "server/store/faults.h"

#include <new>

#include <soci/postgresql/soci-postgresql.h>
#include <soci/sqlite3/soci-sqlite3.h>
#include <sqlite3.h>

namespace vitrine::store {
namespace {

Fault fault_of_sqlite(int result) {
    switch (result & 0xff) {  // the low byte is the primary code: sqlite.org/rescode.html §2
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

// PostgreSQL 15, appendix A.
Fault fault_of_postgresql(const std::string& state) {
    if (state == "40001" || state == "40P01") return Fault::conflict;  // serialisation failure, deadlock
    if (state == "55P03" || state == "57014") return Fault::busy;      // lock or statement timeout
    if (state == "22021" || state == "22P05") return Fault::not_text;
    const std::string_view group = std::string_view(state).substr(0, 2);
    // Connection lost, or the server is ending, starting, or full; blank: its client library itself says so.
    if (group == "08" || group == "57" || group == "  " || state == "53300") return Fault::gone;
    if (group == "53" || group == "58" || group == "XX") return Fault::storage;
    return Fault::program;
}

}  // namespace

Fault fault_of(const std::exception& thrown) {
    if (dynamic_cast<const std::bad_alloc*>(&thrown)) return Fault::storage;
    if (dynamic_cast<const DatabaseGone*>(&thrown)) return Fault::gone;
    if (dynamic_cast<const NotText*>(&thrown)) return Fault::not_text;
    if (const auto* sqlite = dynamic_cast<const soci::sqlite3_soci_error*>(&thrown))
        return fault_of_sqlite(sqlite->result());
    if (const auto* postgresql = dynamic_cast<const soci::postgresql_soci_error*>(&thrown))
        return fault_of_postgresql(postgresql->sqlstate());
    return Fault::program;
}

bool spoils_transaction(Fault fault) { return fault != Fault::program && fault != Fault::not_text; }

Error error_for(Fault fault) {
    switch (fault) {
        case Fault::busy:
        case Fault::conflict:
            return {Code::unavailable, "The shop is very busy. Please try again in a moment.", 500};
        case Fault::gone:
            return {Code::unavailable,
                    "The server cannot reach its database right now. Please try again in a moment; whatever "
                    "you send again is done only once.",
                    2000};
        case Fault::storage:
            return {Code::unavailable,
                    "The server cannot write to its disk right now. Nothing was changed; please try again in "
                    "a moment.",
                    2000};
        case Fault::not_text:
            return {Code::invalid_argument, "What was sent is not valid text. Nothing was changed."};
        case Fault::program:
            break;
    }
    return {Code::internal, "Something went wrong on the server. Nothing was changed; please try again."};
}

}  // namespace vitrine::store
