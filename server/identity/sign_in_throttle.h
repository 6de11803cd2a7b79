// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <deque>
#include <list>
#include <string>
#include <unordered_map>

#include "server/domain/result.h"

namespace vitrine::identity {

// Slows down who guesses passwords: at most 10 attempts that did not succeed in a minute for one login. An
// attempt counts from its beginning, so that many at once do not slip through. Pure: times (steady, µs) are
// given. Not thread-safe. Remembers at most 4096 logins; past that the one longest untouched is forgotten.
class SignInThrottle {
  public:
    // rate_limited, or the attempt is counted.
    Result<Done> begin(const std::string& login, int64_t now_us);
    // The password was right: all is forgiven.
    void succeeded(const std::string& login);

  private:
    struct Failures {
        std::deque<int64_t> at_us;
        std::list<std::string>::iterator place;
    };
    std::unordered_map<std::string, Failures> failures_;
    std::list<std::string> touched_;  // the longest untouched first
};

}  // namespace vitrine::identity
