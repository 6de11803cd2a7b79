// SPDX-License-Identifier: GPL-3.0-or-later
#include <QtTest>

#include "server/shop/ledger/commission_rules.h"

using namespace vitrine;
using namespace vitrine::shop::ledger;

namespace {

using Parts = std::vector<int64_t>;

const Currency kEuro = *Currency::parse("EUR");

}  // namespace

class TstCommissionRules : public QObject {
    Q_OBJECT

  private slots:
    void the_platform_keeps_twelve_to_five_percent() {
        const CommissionTiers tiers = standard_tiers();
        const struct {
            int64_t sold_minor, rate_bp;
        } table[] = {
            {0, 1200},          {999'999, 1200},   {1'000'000, 1000},  {4'999'999, 1000},
            {5'000'000, 800},   {24'999'999, 800}, {25'000'000, 650},  {99'999'999, 650},
            {100'000'000, 500}, {INT64_MAX, 500},  {-1'000'000, 1200},
        };
        for (const auto& [sold_minor, rate_bp] : table) {
            QCOMPARE(commission_bp({sold_minor, 0}, kEuro, tiers), rate_bp);
            QCOMPARE(commission_bp({0, sold_minor}, kEuro, tiers), std::min<int64_t>(rate_bp, 1200));
        }
    }

    void the_tiers_are_in_whole_units_of_each_currency() {
        QCOMPARE(commission_bp({10'000, 0}, *Currency::parse("JPY"), standard_tiers()), int64_t{1000});
        QCOMPARE(commission_bp({9'999'999, 0}, *Currency::parse("KWD"), standard_tiers()), int64_t{1200});
        QCOMPARE(commission_bp({10'000'000, 0}, *Currency::parse("KWD"), standard_tiers()), int64_t{1000});
    }

    void months_are_the_calendars_in_utc() {
        const int64_t day_us = 86'400'000'000;
        QCOMPARE(month_of({0}), int64_t{1970 * 12});
        QCOMPARE(month_of({31 * day_us - 1}), int64_t{1970 * 12});
        QCOMPARE(month_of({31 * day_us}), int64_t{1970 * 12 + 1});
        QCOMPARE(month_of({365 * day_us}), int64_t{1971 * 12});
        QCOMPARE(month_of({-1}), int64_t{1969 * 12 + 11});
        QCOMPARE(month_of({1'709'164'800'000'000}), int64_t{2024 * 12 + 1});  // 29 February 2024
    }

    void division_leaves_nothing_over() {
        const struct {
            int64_t amount;
            Parts weights, parts;
        } table[] = {
            {100, {1, 1, 1}, {34, 33, 33}},  // of equals, the earlier
            {101, {1, 1, 1}, {34, 34, 33}},
            {1, {8000, 800, 1200}, {1, 0, 0}},
            {999, {7800, 1000, 1200}, {779, 100, 120}},  // 779.22, 99.9, 119.88
            {10, {0, 0, 5}, {0, 0, 10}},
            {0, {1, 2}, {0, 0}},
            {7, {3, 7, 11}, {1, 2, 4}},  // 1, 2.33, 3.67
            {INT64_MAX, {INT64_MAX, INT64_MAX}, {INT64_MAX / 2 + 1, INT64_MAX / 2}},
        };
        for (const auto& [amount, weights, parts] : table) QVERIFY(divide(amount, weights) == parts);
    }

    void tiers_are_read_from_the_settings() {
        const auto tiers = parse_tiers("0:1200,10000:1000");
        QVERIFY(tiers.ok());
        QCOMPARE(tiers->size(), size_t{2});
        QCOMPARE((*tiers)[1].from_major, int64_t{10'000});
        QCOMPARE(text_of(*tiers), std::string("0:1200,10000:1000"));
        QCOMPARE(text_of(*parse_tiers(text_of(standard_tiers()))), text_of(standard_tiers()));
        QVERIFY(parse_tiers("0:0").ok());
    }

    void tiers_that_make_no_sense_are_explained_data() {
        QTest::addColumn<QString>("text");
        for (const char* odd :
             {"", "1200", "0:", ":5", "0:1200,", "5:1200", "0:1200,0:1000", "0:10001", "0:-1",
              "0:1200,5:900,3:800", "0:12%", "0:1200 10:5", "99999999999999999999:5"})
            QTest::newRow(odd) << odd;
    }

    void tiers_that_make_no_sense_are_explained() {
        QFETCH(QString, text);
        const auto tiers = parse_tiers(text.toStdString());
        QVERIFY(!tiers.ok());
        QVERIFY(tiers.error().message.find("such as 0:1200,10000:1000") != std::string::npos);
    }
};

QTEST_APPLESS_MAIN(TstCommissionRules)
#include "tst_commission_rules.moc"
