// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <memory>
#include <string>
#include <vector>

#include "server/store/migrations.h"
#include "server/store/session.h"

namespace vitrine::store {

// Where the truth lies: "sqlite:///var/lib/vitrine/vitrine.db" or "postgresql://user@host/database"; both
// speak the same SQL. Opening applies the migrations that are missing, under one writer; a database newer
// than this program is refused.
class Database {
  public:
    // Throws std::runtime_error with a sentence for the operator when it cannot be opened, is corrupt or too
    // new.
    static std::unique_ptr<Database> open(const std::string& url,
                                          const std::vector<Migration>& steps = migrations());
    virtual ~Database() = default;

    // A session of its own for the caller, in which an answered commit survives a power failure and a lock is
    // waited for at most 5 s. Thread-safe; the session must not outlive the database. Throws soci::soci_error
    // or DatabaseGone when there is none to be had.
    virtual std::unique_ptr<Session> connect(bool read_only) = 0;
    // Names this database's numbering of events; made at the first open and stored.
    virtual const std::string& epoch() const = 0;
};

}  // namespace vitrine::store
