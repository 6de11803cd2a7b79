// SPDX-License-Identifier: GPL-3.0-or-later
#include <rapidcheck.h>

#include <QtTest>
#include <cmath>
#include <limits>

#include "server/shop/price_rules.h"

using namespace vitrine;
using namespace vitrine::shop;

namespace {

constexpr int64_t kLargest = std::numeric_limits<int64_t>::max();
const Currency kEuro = *Currency::parse("EUR");
const Currency kYen = *Currency::parse("JPY");
const Currency kDinar = *Currency::parse("KWD");
constexpr Instant kNow{1'700'000'000'000'000};

PriceTerms terms_of(int64_t minor) { return {Money{minor, kEuro}, {}, {}, {}, {}}; }

rc::Gen<int64_t> prices() {
    return rc::gen::oneOf(rc::gen::inRange<int64_t>(1, 100),
                          rc::gen::inRange<int64_t>(1, kMostPriceMinor + 1));
}

}  // namespace

class TstPriceRules : public QObject {
    Q_OBJECT

  private slots:
    void rates_are_between_what_people_count() {
        // 24.00 EUR at 163.25 JPY: 3918 JPY, which has no minor unit; KWD has three digits.
        QCOMPARE(convert({2400, kEuro}, kYen, 163'250'000'000)->minor, int64_t{3918});
        QCOMPARE(convert({2400, kEuro}, kDinar, 330'000'000)->minor, int64_t{7920});
        QCOMPARE(convert({3918, kYen}, kEuro, 6'125'574)->minor, int64_t{2400});
        QCOMPARE(convert({1, kEuro}, kYen, 1)->minor, int64_t{1});  // nothing becomes free by rounding
        QCOMPARE(convert({3, kEuro}, *Currency::parse("USD"), 500'000'000)->minor, int64_t{2});  // 1.5: up
        QCOMPARE(convert({kMostPriceMinor, kEuro}, kYen, kMostRate).error().code, Code::too_large);
    }

    void hostile_rates_and_prices_are_refused() {
        for (const int64_t bad : {std::numeric_limits<int64_t>::min(), int64_t{-1}, int64_t{0}}) {
            QCOMPARE(check_price(bad).error().code, Code::invalid_argument);
            QCOMPARE(check_rate(kEuro, kYen, bad).error().code, Code::invalid_argument);
        }
        for (const int64_t bad : {kMostPriceMinor + 1, kLargest}) QVERIFY(!check_price(bad).ok());
        for (const int64_t bad : {kMostRate + 1, kLargest}) QVERIFY(!check_rate(kEuro, kYen, bad).ok());
        QVERIFY(check_price(1).ok() && check_price(kMostPriceMinor).ok());
        QVERIFY(check_rate(kEuro, kYen, 1).ok() && check_rate(kEuro, kYen, kMostRate).ok());
        QCOMPARE(check_rate(kEuro, kEuro, kRateOne).error().code, Code::invalid_argument);
    }

    void who_sees_what() {
        PriceTerms terms = terms_of(2400);
        QCOMPARE(quote_price(terms, kEuro, kNow)->price.minor, int64_t{2400});
        QCOMPARE(quote_price(terms, kEuro, kNow)->rate_e9, kRateOne);
        QCOMPARE(quote_price(terms, kYen, kNow).error().code, Code::precondition);
        terms.rate_e9 = 160'000'000'000;
        QCOMPARE(quote_price(terms, kYen, kNow)->price.minor, int64_t{3840});
        terms.regular_override = 3500;  // the retailer's own price goes before the rate's
        QCOMPARE(quote_price(terms, kYen, kNow)->price.minor, int64_t{3500});
        QCOMPARE(quote_price(terms, kYen, kNow)->rate_e9, int64_t{160'000'000'000});
        terms.rate_e9.reset();
        QCOMPARE(quote_price(terms, kYen, kNow)->rate_e9, int64_t{145'833'333'333});  // what it comes to
        QCOMPARE(quote_price(terms, kEuro, kNow)->price.minor, int64_t{2400});
    }

    void a_flash_price_counts_until_its_end_also_when_the_clock_is_set_back() {
        PriceTerms terms = terms_of(2400);
        terms.flash = {1500, kNow.plus_s(10)};
        QCOMPARE(quote_price(terms, kEuro, kNow.plus_s(-3600))->price.minor, int64_t{1500});
        QCOMPARE(quote_price(terms, kEuro, kNow)->price.minor, int64_t{1500});
        QCOMPARE(quote_price(terms, kEuro, kNow)->regular.minor, int64_t{2400});
        QVERIFY(quote_price(terms, kEuro, kNow)->flash_until == kNow.plus_s(10));
        QCOMPARE(quote_price(terms, kEuro, kNow.plus_s(10).plus_us(-1))->price.minor, int64_t{1500});
        QCOMPARE(quote_price(terms, kEuro, kNow.plus_s(10))->price.minor, int64_t{2400});
        QVERIFY(!quote_price(terms, kEuro, kNow.plus_s(10))->flash_until);
        terms.regular.minor = 1200;  // the retailer went below it meanwhile
        QCOMPARE(quote_price(terms, kEuro, kNow)->price.minor, int64_t{1200});
    }

    void a_flash_price_in_another_currency() {
        PriceTerms terms = terms_of(2000);
        terms.flash = {1000, kNow.plus_s(10)};
        terms.regular_override = 3000;
        // Neither rate nor flash price: half of it, as at home.
        QCOMPARE(quote_price(terms, kYen, kNow)->price.minor, int64_t{1500});
        terms.flash_override = 1300;
        QCOMPARE(quote_price(terms, kYen, kNow)->price.minor, int64_t{1300});
        terms.flash_override = 3500;  // a flash price never raises a price
        QCOMPARE(quote_price(terms, kYen, kNow)->price.minor, int64_t{3000});
    }

    void flash_prices_that_are_none() {
        const Money regular{2400, kEuro};
        QVERIFY(check_flash_price(regular, {2399, kEuro}, 5).ok());
        QVERIFY(check_flash_price(regular, {1, kEuro}, 86'400).ok());
        for (const int64_t bad : {std::numeric_limits<int64_t>::min(), int64_t{0}, int64_t{2400}, kLargest})
            QVERIFY(!check_flash_price(regular, {bad, kEuro}, 60).ok());
        for (const int64_t bad :
             {std::numeric_limits<int64_t>::min(), int64_t{0}, int64_t{4}, int64_t{86'401}, kLargest})
            QVERIFY(!check_flash_price(regular, {100, kEuro}, bad).ok());
        QVERIFY(!check_flash_price(regular, {100, kYen}, 60).ok());
    }

    void a_conversion_is_off_by_half_a_unit_at_most() {
        QVERIFY(rc::check([] {
            const int64_t minor = *prices();
            const int64_t rate = *rc::gen::oneOf(rc::gen::inRange<int64_t>(1, kMostRate + 1),
                                                 rc::gen::inRange<int64_t>(1'000'000, 1'000'000'000'000));
            const Currency to = *rc::gen::element(kYen, kDinar, *Currency::parse("USD"));
            const auto converted = convert({minor, kEuro}, to, rate);
            RC_PRE(converted.ok());
            const long double exact =
                static_cast<long double>(minor) * rate / 1e9L / 100.0L * std::pow(10.0L, to.exponent());
            RC_ASSERT(converted->minor >= 1);
            RC_ASSERT(std::abs(static_cast<long double>(converted->minor) - exact) <= 0.5001L || exact < 1);
        }));
    }

    void the_rate_of_two_prices_brings_one_to_the_other() {
        QVERIFY(rc::check([] {
            const int64_t base = *rc::gen::inRange<int64_t>(1, 1'000'000);
            const int64_t quoted = *rc::gen::inRange<int64_t>(1, 1'000'000);
            const int64_t rate = implied_rate({base, kEuro}, {quoted, kYen});
            RC_PRE(rate < kMostRate);
            RC_ASSERT(check_rate(kEuro, kYen, rate).ok());
            RC_ASSERT(convert({base, kEuro}, kYen, rate)->minor == quoted);
        }));
    }

    void no_quote_is_above_the_regular_price_or_below_one() {
        QVERIFY(rc::check([] {
            PriceTerms terms = terms_of(*prices());
            if (*rc::gen::arbitrary<bool>()) terms.rate_e9 = *rc::gen::inRange<int64_t>(1, kMostRate);
            if (*rc::gen::arbitrary<bool>()) terms.regular_override = *prices();
            if (*rc::gen::arbitrary<bool>()) terms.flash_override = *prices();
            if (*rc::gen::arbitrary<bool>()) terms.flash = FlashTerms{*prices(), kNow.plus_s(60)};
            const auto quote = quote_price(terms, *rc::gen::element(kEuro, kYen, kDinar), kNow);
            RC_PRE(quote.ok());
            RC_ASSERT(quote->price.minor >= 1 && quote->price.minor <= quote->regular.minor);
            RC_ASSERT(quote->price.currency == quote->regular.currency);
            RC_ASSERT(quote->rate_e9 >= 1 && quote->rate_e9 <= kMostRate);
        }));
    }
};

QTEST_GUILESS_MAIN(TstPriceRules)
#include "tst_price_rules.moc"
