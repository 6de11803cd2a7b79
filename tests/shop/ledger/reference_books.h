// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <map>
#include <span>
#include <string>
#include <tuple>
#include <vector>

#include "server/shop/ledger/books.h"
#include "server/store/session.h"

namespace vitrine::tests {

// What books ought to say, worked out a second time: in memory, with plain sums, and with none of the
// ledger's rules. It shares its nouns and its verdicts, nothing else.
class ReferenceBooks {
  public:
    // kind, owner, currency
    using Key = std::tuple<int64_t, std::string, std::string>;
    struct Sums {
        int64_t debits_pending = 0, debits_posted = 0, credits_pending = 0, credits_posted = 0;
        friend bool operator==(const Sums&, const Sums&) = default;
    };
    struct Known {
        shop::ledger::Transfer transfer;
        int64_t at_us = 0;
        int64_t expires_us = 0;
        std::string end;  // of a pending one: "posted", "voided", "expired"; empty while it is open
    };

    shop::ledger::Booking book(std::span<const shop::ledger::Transfer>, Instant now);
    int64_t expire(Instant now);

    // What the database says otherwise.
    std::vector<std::string> differences(store::Session&) const;
    const std::map<std::string, Known>& transfers() const { return transfers_; }

  private:
    shop::ledger::Verdict judge(const shop::ledger::Transfer&, Instant now) const;
    void enter(const shop::ledger::Transfer&, Instant now);
    void undo_last();

    std::map<std::string, Known> transfers_;
    std::map<Key, Sums> sums_;
    std::map<std::string, int64_t> timed_;  // open reservations that end by themselves, and when
    std::vector<std::string> order_;        // ids as they were booked
};

}  // namespace vitrine::tests
