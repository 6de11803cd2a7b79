// SPDX-License-Identifier: GPL-3.0-or-later
#include <rapidcheck.h>

#include <QtTest>
#include <limits>
#include <numeric>

#include "server/shop/bill_rules.h"

using namespace vitrine;
using namespace vitrine::shop;

namespace {

constexpr int64_t kSmallest = std::numeric_limits<int64_t>::min();
constexpr int64_t kLargest = std::numeric_limits<int64_t>::max();
const Currency kEuro = *Currency::parse("EUR");

int64_t sum(const std::vector<int64_t>& parts) {
    return std::accumulate(parts.begin(), parts.end(), int64_t{0});
}

BillTerms terms_of(std::vector<BillItem> items, Rebate rebate = {}) {
    return {kEuro, std::move(items), rebate};
}

// Small amounts, where rounding shows, and large ones.
rc::Gen<int64_t> prices() {
    return rc::gen::oneOf(rc::gen::inRange<int64_t>(1, 60), rc::gen::inRange<int64_t>(1, 20'000'000));
}

std::vector<BillItem> some_items() {
    std::vector<BillItem> items;
    const int lines = *rc::gen::inRange(1, 8);
    for (int i = 0; i < lines; ++i)
        items.push_back({*rc::gen::inRange<int64_t>(1, 6), *prices(), *rc::gen::inRange<int64_t>(0, 500)});
    return items;
}

Rebate some_rebate() {
    if (*rc::gen::arbitrary<bool>()) return {*rc::gen::inRange<int64_t>(0, 99'01), 0};
    return {0, *rc::gen::inRange<int64_t>(0, 30'000'000)};
}

}  // namespace

// RC_PARAMS="seed=…" (printed when one fails) replays a failure.
class TstBillRules : public QObject {
    Q_OBJECT

  private slots:
    void a_bill_by_hand() {
        // 3 × 9.99 and 1 × 0.05, a tenth off: 3.002 becomes 3.00, of which the small line bears nothing.
        const auto bill = make_bill(terms_of({{3, 999}, {1, 5}}, {10'00, 0}));
        QVERIFY(bill.ok());
        QCOMPARE(bill->subtotal, int64_t{3002});
        QCOMPARE(bill->discount, int64_t{300});
        QCOMPARE(bill->total, int64_t{2702});
        QCOMPARE(bill->due, int64_t{2702});
        QCOMPARE(bill->lines[0].discount, int64_t{300});
        QCOMPARE(bill->lines[1].discount, int64_t{0});
        QCOMPARE(bill->lines[1].total, int64_t{5});
    }

    void tax_shipping_and_wallet_have_their_places() {
        BillTerms terms = terms_of({{1, 1000, 190}, {2, 500, 70}}, {0, 200});
        terms.shipping_minor = 490;
        terms.wallet_minor = 1000;
        auto bill = make_bill(terms);
        QCOMPARE(bill->discount, int64_t{200});
        QCOMPARE(bill->tax, int64_t{260});
        QCOMPARE(bill->shipping, int64_t{490});
        QCOMPARE(bill->total, int64_t{2000 - 200 + 260 + 490});
        QCOMPARE(bill->from_wallet, int64_t{1000});
        QCOMPARE(bill->due, int64_t{1550});
        QCOMPARE(bill->lines[0].total, int64_t{1000 - 100 + 190});
        terms.wallet_minor = kLargest;  // a wallet is asked for no more than the total
        bill = make_bill(terms);
        QCOMPARE(bill->from_wallet, bill->total);
        QCOMPARE(bill->due, int64_t{0});
    }

    void something_always_remains_to_be_paid() {
        QCOMPARE(make_bill(terms_of({{1, 500}}, {0, 500}))->total, int64_t{1});
        QCOMPARE(make_bill(terms_of({{1, 500}}, {0, kMostBillMinor}))->total, int64_t{1});
        QCOMPARE(make_bill(terms_of({{1, 1}}, {99'00, 0}))->discount, int64_t{0});
    }

    void hostile_numbers_are_refused() {
        QCOMPARE(make_bill(terms_of({})).error().code, Code::invalid_argument);
        for (const int64_t bad : {kSmallest, int64_t{-1}, int64_t{0}}) {
            QCOMPARE(make_bill(terms_of({{bad, 5}})).error().code, Code::invalid_argument);
            QCOMPARE(make_bill(terms_of({{5, bad}})).error().code, Code::invalid_argument);
        }
        for (const auto& [quantity, price] : {std::pair{kLargest, kLargest}, std::pair{kLargest, int64_t{1}},
                                              std::pair{int64_t{2}, kMostBillMinor}}) {
            QCOMPARE(make_bill(terms_of({{quantity, price}})).error().code, Code::too_large);
        }
        QCOMPARE(make_bill(terms_of({{1, kMostBillMinor}, {1, 1}})).error().code, Code::too_large);
        QVERIFY(make_bill(terms_of({{1, kMostBillMinor}})).ok());
        for (const Rebate bad :
             {Rebate{-1, 0}, Rebate{100'01, 0}, Rebate{0, -1}, Rebate{1, 1}, Rebate{0, kSmallest}})
            QCOMPARE(make_bill(terms_of({{1, 5}}, bad)).error().code, Code::invalid_argument);
    }

    void hostile_parts_are_refused() {
        BillTerms terms = terms_of({{1, 5, -1}});
        QCOMPARE(make_bill(terms).error().code, Code::invalid_argument);
        terms.items[0].tax_minor = kLargest;
        QCOMPARE(make_bill(terms).error().code, Code::too_large);
        terms.items[0].tax_minor = kMostBillMinor;
        QCOMPARE(make_bill(terms).error().code, Code::too_large);
        terms.items[0].tax_minor = 0;
        for (const int64_t bad : {kSmallest, int64_t{-1}}) {
            terms.shipping_minor = bad;
            QCOMPARE(make_bill(terms).error().code, Code::invalid_argument);
            terms.shipping_minor = 0;
            terms.wallet_minor = bad;
            QCOMPARE(make_bill(terms).error().code, Code::invalid_argument);
            terms.wallet_minor = 0;
        }
        terms.shipping_minor = kLargest;
        QCOMPARE(make_bill(terms).error().code, Code::too_large);
    }

    // Whatever is bought with whatever rebate: the parts are the whole.
    void every_bill_adds_up() {
        QVERIFY(rc::check([] {
            BillTerms terms = terms_of(some_items(), some_rebate());
            terms.shipping_minor = *rc::gen::inRange<int64_t>(0, 2000);
            terms.wallet_minor = *rc::gen::inRange<int64_t>(0, 100'000'000);
            const auto made = make_bill(terms);
            RC_PRE(made.ok());
            const Bill& bill = *made;
            int64_t subtotal = 0, discount = 0, tax = 0, total = 0;
            for (size_t i = 0; i < bill.lines.size(); ++i) {
                const BillLine& line = bill.lines[i];
                RC_ASSERT(line.subtotal == terms.items[i].quantity * terms.items[i].unit_price_minor);
                RC_ASSERT(line.discount >= 0 && line.discount <= line.subtotal);
                RC_ASSERT(line.total == line.subtotal - line.discount + line.tax);
                subtotal += line.subtotal, discount += line.discount, tax += line.tax, total += line.total;
            }
            RC_ASSERT(bill.subtotal == subtotal && bill.discount == discount && bill.tax == tax);
            RC_ASSERT(bill.total == total + bill.shipping && bill.total >= 1);
            RC_ASSERT(bill.from_wallet >= 0 && bill.due >= 0);
            RC_ASSERT(bill.from_wallet + bill.due == bill.total);
            RC_ASSERT(bill.from_wallet == std::min(terms.wallet_minor, bill.total));
        }));
    }

    // A line's part is its exact share, rounded one way or the other, and equal lines differ by one at most.
    void a_discount_is_spread_in_proportion() {
        QVERIFY(rc::check([] {
            const auto lines = *rc::gen::nonEmpty(rc::gen::container<std::vector<int64_t>>(prices()));
            const int64_t whole = sum(lines);
            const int64_t discount = *rc::gen::inRange<int64_t>(0, whole + 1);
            const auto parts = spread_discount(discount, lines);
            RC_ASSERT(sum(parts) == discount);
            for (size_t i = 0; i < lines.size(); ++i) {
                __extension__ const __int128 exact = static_cast<__int128>(discount) * lines[i];
                RC_ASSERT(parts[i] >= 0 && parts[i] <= lines[i]);
                RC_ASSERT(parts[i] == exact / whole || parts[i] == exact / whole + 1);
            }
            for (size_t i = 1; i < lines.size(); ++i) {
                if (lines[i - 1] == lines[i])
                    RC_ASSERT(parts[i - 1] == parts[i] || parts[i - 1] == parts[i] + 1);
            }
        }));
    }

    void a_percentage_never_takes_more_than_it_says() {
        QVERIFY(rc::check([] {
            const int64_t subtotal = *rc::gen::oneOf(rc::gen::inRange<int64_t>(1, 300),
                                                     rc::gen::inRange<int64_t>(1, kMostBillMinor + 1));
            const int64_t percent_e2 = *rc::gen::inRange<int64_t>(0, 99'01);
            const int64_t discount = discount_of({percent_e2, 0}, subtotal);
            RC_ASSERT(discount >= 0 && discount < subtotal);
            __extension__ const __int128 exact = static_cast<__int128>(subtotal) * percent_e2;
            RC_ASSERT(static_cast<__int128>(discount) * 100'00 <= exact);
            RC_ASSERT(static_cast<__int128>(discount + 1) * 100'00 > exact || discount == subtotal - 1);
        }));
    }
};

QTEST_GUILESS_MAIN(TstBillRules)
#include "tst_bill_rules.moc"
