// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QString>
#include <optional>
#include <utility>

namespace vitrine::commerce {

// Why a call did not succeed, as far as the studio acts differently on it.
enum class FaultKind {
    unreachable,  // no answer: the server or the network is away; the command may or may not have been done
    signed_out,   // no session, or one that ended
    refused,      // the role does not allow it, or the server said no for good
    missing,      // there is no such thing
    conflict,     // somebody else changed it, or it is not possible in this state
    busy,         // come again later
    internal,     // a fault of the server's
};

struct Fault {
    FaultKind kind = FaultKind::internal;
    QString text;  // for a person: what happened and what to do
};

// A value, or why there is none.
template <class T>
class [[nodiscard]] Outcome {
  public:
    Outcome(T value) : value_(std::move(value)) {}
    Outcome(Fault fault) : fault_(std::move(fault)) {}

    bool ok() const { return value_.has_value(); }
    // Precondition: ok().
    const T& value() const { return value_.value(); }
    const T* operator->() const { return &value_.value(); }
    // Meaningful when !ok().
    const Fault& fault() const { return fault_; }

  private:
    std::optional<T> value_;
    Fault fault_;
};

}  // namespace vitrine::commerce
