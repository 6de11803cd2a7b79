// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <optional>
#include <string>

#include "server/mail/letter.h"
#include "server/store/committer.h"

// Codes by which buyers sign in. A code is made when its letter goes out, and only its hash stays. Each
// function works in its caller's transaction.
namespace vitrine::identity::sign_in_codes {

inline constexpr char kLetter[] = "sign-in";  // in the outbox
inline constexpr int64_t kValid_s = 600;

// An address as accounts know it: lower case. Nothing when one cannot write to it.
std::optional<std::string> folded_email(const std::string& email);

// Puts a letter with a new code into the outbox. rate_limited, unavailable.
Result<Done> ask(store::Unit&, const std::string& email);
// The letter, with its code; nothing when it has been asked for too long ago.
Result<std::optional<mail::Letter>> word(store::Unit&, const std::string& id);
// Whether it is a code that was sent to this address and is still good; then none of them is any more. Each
// of them can be missed five times. To be committed whatever it says.
bool redeem(store::Unit&, const std::string& email, const std::string& code);

}  // namespace vitrine::identity::sign_in_codes
