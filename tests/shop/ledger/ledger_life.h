// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <deque>
#include <random>
#include <string>
#include <vector>

#include "tests/shop/ledger/reference_books.h"

namespace vitrine::tests {

// What people and programs do to a ledger, drawn from one seed: sound transfers and nonsense, chains that
// break in the middle, everything told twice, races of posting, voiding and time. The same seed gives the
// same life, step by step, and the reference books know what ought to become of each.
class LedgerLife {
  public:
    explicit LedgerLife(unsigned seed) : random_(seed) {}

    struct Step {
        enum { chain, sweep, time_passes } what = chain;
        std::vector<shop::ledger::Transfer> transfers;
        int64_t seconds = 0;
        // What ought to become of it; of a sweep `booked` alone counts.
        shop::ledger::Booking expected;
    };
    Step next();

    Instant now() const { return now_; }
    int64_t steps() const { return steps_; }
    const ReferenceBooks& books() const { return books_; }

  private:
    int64_t roll(int64_t sides) { return static_cast<int64_t>(random_() % static_cast<uint64_t>(sides)); }
    std::string new_id();
    shop::ledger::Party party();
    Money money();
    shop::ledger::Transfer fresh();
    shop::ledger::Transfer resolving();
    shop::ledger::Transfer again();
    shop::ledger::Transfer spoilt(shop::ledger::Transfer);
    shop::ledger::Transfer any();
    void remember(const shop::ledger::Transfer&);

    std::mt19937_64 random_;
    ReferenceBooks books_;
    Instant now_{1'700'000'000'000'000};
    int64_t steps_ = 0;
    int64_t made_ = 0;
    std::deque<shop::ledger::Transfer> told_;      // to be told again
    std::deque<shop::ledger::Transfer> reserved_;  // to be resolved, more than once too
};

}  // namespace vitrine::tests
