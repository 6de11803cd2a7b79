// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <string>

namespace vitrine::store {

class Session;

enum class DialectName { sqlite, postgresql };

// What the two databases do differently. One for all sessions of a database, which it outlives. Thread-safe.
class Dialect {
  public:
    virtual ~Dialect() = default;
    virtual DialectName name() const = 0;

    // Begins a transaction that takes the one writer's lock at once, so that no later statement fails for
    // want of it. Answers a name by which was_committed() knows the transaction afterwards.
    virtual std::string begin_write(Session&) const = 0;
    // Begins one consistent view, which lasts until commit().
    virtual void begin_read(Session&) const = 0;

    // What became of a transaction whose COMMIT was not answered. Asked of another session.
    virtual bool was_committed(Session&, const std::string& transaction) const = 0;

    // Whether a prepared statement that failed can be executed again; else it is prepared anew.
    virtual bool keeps_failed_statements() const = 0;
};

}  // namespace vitrine::store
