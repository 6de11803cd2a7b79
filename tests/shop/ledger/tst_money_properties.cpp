// SPDX-License-Identifier: GPL-3.0-or-later
#include <rapidcheck.h>

#include <QtTest>
#include <numeric>

#include "server/shop/ledger/order_standing.h"
#include "server/shop/ledger/postings.h"

using namespace vitrine;
using namespace vitrine::shop::ledger;

namespace {

__extension__ using Wide = __int128;

const Currency kEuro = *Currency::parse("EUR");
Money euro(int64_t minor) { return {minor, kEuro}; }

int64_t sum(const std::vector<int64_t>& parts) {
    return std::accumulate(parts.begin(), parts.end(), int64_t{0});
}

// Small numbers, large ones, and those at the edge.
rc::Gen<int64_t> amounts() {
    return rc::gen::oneOf(rc::gen::inRange<int64_t>(0, 200),
                          rc::gen::inRange<int64_t>(0, 1'000'000'000'000'000),
                          rc::gen::element<int64_t>(0, 1, INT64_MAX, INT64_MAX - 1));
}

rc::Gen<std::vector<int64_t>> weights() {
    return rc::gen::suchThat(
        rc::gen::container<std::vector<int64_t>>(rc::gen::oneOf(
            rc::gen::inRange<int64_t>(0, 10'001), rc::gen::inRange<int64_t>(0, 1'000'000'000'000))),
        [](const std::vector<int64_t>& all) { return !all.empty() && sum(all) > 0; });
}

Claims claims() {
    Claims claims{"shop", "cleo", *rc::gen::inRange<int64_t>(0, 10'001),
                  *rc::gen::inRange<int64_t>(0, 10'001)};
    return claims;
}

std::vector<Entry> journal(const std::vector<Transfer>& transfers) {
    std::vector<Entry> entries;
    for (const Transfer& transfer : transfers) entries.push_back({transfer, {1}, {}});
    return entries;
}

}  // namespace

// RC_PARAMS="seed=…" (printed when one fails) replays a failure.
class TstMoneyProperties : public QObject {
    Q_OBJECT

  private slots:
    void sums_of_money_are_exact_or_refused() {
        QVERIFY(rc::check([](int64_t a, int64_t b) {
            const Result<Money> both = euro(a).plus(euro(b));
            const Wide exact = Wide{a} + b;
            RC_ASSERT(both.ok() == (exact >= INT64_MIN && exact <= INT64_MAX));
            if (both.ok()) RC_ASSERT(both->minor == static_cast<int64_t>(exact));
            RC_ASSERT(euro(b).plus(euro(a)).ok() == both.ok());
        }));
        QVERIFY(rc::check([](int64_t a, int64_t count) {
            const Result<Money> product = euro(a).times(count);
            const Wide exact = Wide{a} * count;
            RC_ASSERT(product.ok() == (exact >= INT64_MIN && exact <= INT64_MAX));
            if (product.ok()) RC_ASSERT(product->minor == static_cast<int64_t>(exact));
        }));
        QVERIFY(rc::check([](int64_t a, int64_t b) {
            RC_ASSERT(!euro(a).plus(Money{b, *Currency::parse("JPY")}).ok());
        }));
    }

    // Not a cent appears or vanishes, nobody is off by a whole one, and nobody gets more than he could have.
    void division_keeps_every_unit() {
        QVERIFY(rc::check([] {
            const int64_t amount = *amounts();
            const std::vector<int64_t> by = *weights();
            const std::vector<int64_t> parts = divide(amount, by);
            const int64_t whole = sum(by);
            RC_ASSERT(sum(parts) == amount);
            for (size_t i = 0; i < by.size(); ++i) {
                const Wide off = Wide{parts[i]} * whole - Wide{amount} * by[i];
                RC_ASSERT(off < whole && off > -whole);
                RC_ASSERT(amount > whole || parts[i] <= by[i]);
                RC_ASSERT(by[i] > 0 || parts[i] == 0);
            }
        }));
    }

    void who_has_more_gets_no_less() {
        QVERIFY(rc::check([] {
            const int64_t amount = *amounts();
            const std::vector<int64_t> by = *weights();
            const std::vector<int64_t> parts = divide(amount, by);
            for (size_t i = 1; i < by.size(); ++i) {
                if (by[i] > by[i - 1]) RC_ASSERT(parts[i] >= parts[i - 1]);
            }
        }));
    }

    void who_sells_more_pays_no_higher_rate() {
        QVERIFY(rc::check([] {
            const auto [less, more] = std::minmax({*amounts(), *amounts()});
            const int64_t high = commission_bp({less, 0}, kEuro, standard_tiers());
            const int64_t low = commission_bp({more, 0}, kEuro, standard_tiers());
            RC_ASSERT(low <= high && low >= 500 && high <= 1200);
        }));
    }

    // However a buyer's money comes back, in what parts, before or after it was handed out: it ends at
    // nothing, and nobody ever gives back more than he got.
    void refunds_in_parts_end_at_nothing() {
        QVERIFY(rc::check([] {
            const int64_t paid = *rc::gen::inRange<int64_t>(1, 1'000'000);
            const Payment payment{"order", "order/1", {AccountKind::gateway, "sandbox"}, euro(paid)};
            std::vector<Transfer> life = {captured_at_once(payment)};
            const auto standing = [&] { return standing_of(journal(life)); };
            const auto go_back = [&](int64_t minor) {
                const auto chain =
                    refunded("order", "r" + std::to_string(life.size()), euro(minor), standing());
                int64_t moved = 0;
                for (const Transfer& transfer : chain) moved += transfer.amount.minor;
                RC_ASSERT(moved == minor);
                life.insert(life.end(), chain.begin(), chain.end());
                for (const Share& share : standing().shares) RC_ASSERT(share.minor >= 0);
            };
            const int64_t before = *rc::gen::inRange<int64_t>(0, paid);
            if (before > 0) go_back(before);
            const auto shares = released("order", euro(paid), shares_of(standing(), claims()));
            life.insert(life.end(), shares.begin(), shares.end());
            RC_ASSERT(standing().in_escrow == 0);
            while (standing().refundable() > 0)
                go_back(*rc::gen::inRange<int64_t>(1, standing().refundable() + 1));
            RC_ASSERT(standing().refunded == paid);
        }));
    }
};

QTEST_APPLESS_MAIN(TstMoneyProperties)
#include "tst_money_properties.moc"
