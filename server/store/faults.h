// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <exception>
#include <stdexcept>

#include "server/domain/result.h"

namespace vitrine::store {

// What an exception out of the database means for who waits for an answer.
enum class Fault {
    busy,      // somebody else holds the lock for long
    conflict,  // the database chose this transaction to give way to another: begin it again
    gone,      // no connection to the database
    storage,   // disk full, I/O error, out of memory: nothing of the transaction can be trusted
    not_text,  // what was sent cannot be kept as text
    program,   // everything else: a broken constraint or a bug of ours
};

Fault fault_of(const std::exception&);

// Whether the whole transaction is lost with it.
bool spoils_transaction(Fault);

// No connection could be had.
class DatabaseGone : public std::runtime_error {
  public:
    using std::runtime_error::runtime_error;
};

// A text with a zero byte was to be stored or looked for.
class NotText : public std::invalid_argument {
  public:
    NotText() : std::invalid_argument("a text holds a zero byte") {}
};

// The sentence for who gave the command.
Error error_for(Fault);

}  // namespace vitrine::store
