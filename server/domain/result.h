// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstdint>
#include <functional>
#include <optional>
#include <string>
#include <utility>
#include <variant>

#include "server/domain/check.h"

namespace vitrine {

// Every outcome that is not success, in the words of the field. server/domain/status.h maps each to gRPC and
// HTTP.
enum class Code {
    invalid_argument,   // the request can never succeed as it is
    unauthenticated,    // no token, or one that is expired or forged
    permission_denied,  // known, but the role does not allow it
    not_found,
    conflict,      // somebody else changed it, or the same command id came with other contents
    precondition,  // not in this state: an ended show, a hold already paid
    sold_out,      // no unit left to hold
    expired,       // the hold ran out, or what was asked for is no longer kept
    declined,      // the payment was refused
    too_large,     // over a stated limit
    rate_limited,  // come again after retry_after_ms
    unavailable,   // overloaded or a part is down; come again after retry_after_ms
    internal,      // a fault of ours
};

struct Error {
    Code code = Code::internal;
    std::string message;         // for a person: what happened and what to do
    int64_t retry_after_ms = 0;  // with rate_limited and unavailable
};

// A value or the reason there is none. Outcomes are values; exceptions are for faults.
template <class T>
class [[nodiscard]] Result {
  public:
    Result(T value) : state_(std::in_place_index<0>, std::move(value)) {}
    Result(Error error) : state_(std::in_place_index<1>, std::move(error)) {}

    [[nodiscard]] bool ok() const { return state_.index() == 0; }
    explicit operator bool() const { return ok(); }

    // Precondition: ok().
    T& value() {
        VITRINE_CHECK(ok());
        return std::get<0>(state_);
    }
    const T& value() const {
        VITRINE_CHECK(ok());
        return std::get<0>(state_);
    }
    T& operator*() { return value(); }
    const T& operator*() const { return value(); }
    T* operator->() { return &value(); }
    const T* operator->() const { return &value(); }

    // Precondition: !ok().
    const Error& error() const {
        VITRINE_CHECK(!ok());
        return std::get<1>(state_);
    }

  private:
    std::variant<T, Error> state_;
};

// Success with nothing to say.
struct Done {};

// How an asynchronous call answers: exactly once, on a thread the callee names in its header.
template <class T>
using Reply = std::function<void(Result<T>)>;

}  // namespace vitrine
