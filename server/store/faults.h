// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <exception>

#include "server/domain/result.h"

namespace vitrine::store {

// What an exception out of the database means for who waits for an answer.
enum class Fault {
    busy,     // somebody else holds the lock: try again
    storage,  // disk full, I/O error, out of memory, database gone: nothing of the transaction can be trusted
    program,  // everything else: a broken constraint or a bug of ours
};

Fault fault_of(const std::exception&);

// The sentence for who gave the command.
Error error_for(Fault);

}  // namespace vitrine::store
