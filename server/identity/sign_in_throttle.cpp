// SPDX-License-Identifier: GPL-3.0-or-later
#include "server/identity/sign_in_throttle.h"

namespace vitrine::identity {
namespace {

constexpr size_t kMostFailures = 10;
constexpr int64_t kWindow_us = 60'000'000;
constexpr size_t kMostLogins = 4096;

}  // namespace

Result<Done> SignInThrottle::begin(const std::string& login, int64_t now_us) {
    auto found = failures_.find(login);
    if (found == failures_.end()) {
        if (failures_.size() == kMostLogins) {
            failures_.erase(touched_.front());
            touched_.pop_front();
        }
        found = failures_.emplace(login, Failures{{}, touched_.insert(touched_.end(), login)}).first;
    }
    auto& failures = found->second;
    touched_.splice(touched_.end(), touched_, failures.place);
    while (!failures.at_us.empty() && failures.at_us.front() <= now_us - kWindow_us)
        failures.at_us.pop_front();
    if (failures.at_us.size() >= kMostFailures) {
        const int64_t wait_ms = (failures.at_us.front() + kWindow_us - now_us + 999) / 1000;
        return Error{Code::rate_limited, "Too many attempts for this login. Wait a minute, then try again.",
                     wait_ms};
    }
    failures.at_us.push_back(now_us);
    return Done{};
}

void SignInThrottle::succeeded(const std::string& login) {
    const auto found = failures_.find(login);
    if (found == failures_.end()) return;
    touched_.erase(found->second.place);
    failures_.erase(found);
}

}  // namespace vitrine::identity
