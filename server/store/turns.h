// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <exception>

#include "server/store/group_transaction.h"

namespace vitrine::store {

// In a hurry nothing can be undone alone: begin the group again, carefully.
class MustUndoOne : public std::exception {
  public:
    const char* what() const noexcept override { return "a command must be undone alone"; }
};

// Applies the commands of a group in order, neighbours of one kind together, and then what they asked for at
// the group's end. careful: with a savepoint around each; else throws MustUndoOne when one is needed. Throws
// what the database throws when the transaction is lost.
Carried take_turns(Group&, GroupTransaction::Commands, bool careful);

}  // namespace vitrine::store
