// SPDX-License-Identifier: GPL-3.0-or-later
#include "server/shop/bookkeeper.h"

#include <spdlog/spdlog.h>

#include "server/shop/ledger/order_money.h"

namespace vitrine::shop {
namespace {

constexpr int64_t kAtOnce = 25;  // some milliseconds of the only writer

void go_on(store::Committer& committer, std::shared_ptr<const ledger::MoneyTerms> terms) {
    committer.submit<int64_t>(
        [terms](store::Unit& unit) -> Result<int64_t> {
            return std::max(ledger::expire_reservations(unit, kAtOnce),
                            ledger::release_due(unit, *terms, kAtOnce));
        },
        [&committer, terms](const Result<int64_t>& done) {
            if (!done.ok())
                return spdlog::warn("The books were not looked through: {}", done.error().message);
            if (*done == kAtOnce) go_on(committer, terms);
        });
}

}  // namespace

Bookkeeper::Bookkeeper(store::Committer& committer, ledger::MoneyTerms terms)
    : committer_(committer), terms_(std::make_shared<const ledger::MoneyTerms>(std::move(terms))) {}

void Bookkeeper::look_through() { go_on(committer_, terms_); }

}  // namespace vitrine::shop
