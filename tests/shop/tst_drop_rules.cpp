// SPDX-License-Identifier: GPL-3.0-or-later
#include <QtTest>
#include <algorithm>
#include <limits>
#include <map>
#include <random>
#include <stdexcept>

#include "server/shop/drop_rules.h"

using namespace vitrine;
using namespace vitrine::shop;

namespace {

constexpr Instant kNow{1'700'000'000'000'000};
const std::string kSeed = "000102030405060708090a0b0c0d0e0f101112131415161718191a1b1c1d1e1f";

std::string entry(int number) {
    const std::string digits = std::to_string(number);
    return "018bcfe5-6800-7000-8000-" + std::string(12 - digits.size(), '0') + digits;
}

std::string some_seed(std::mt19937& random) {
    static constexpr char kHex[] = "0123456789abcdef";
    std::string seed;
    for (int i = 0; i < 64; ++i) seed.push_back(kHex[random() % 16]);
    return seed;
}

v1::Drop open_drop() {
    v1::Drop drop;
    drop.set_state(v1::DROP_STATE_OPEN);
    drop.set_closes_us(kNow.plus_s(30).us);
    return drop;
}

}  // namespace

class TstDropRules : public QObject {
    Q_OBJECT

  private slots:
    // Computed apart from this program, with Python's hashlib and hmac, as docs/protocols/drop.md says.
    void the_draw_is_what_the_page_says() {
        QCOMPARE(commitment_of(kSeed),
                 std::string("630dcd2966c4336691125448bbb25b4ff412a49c732db2c8abc1b8581bd710dd"));
        const std::vector<std::string> drawn{entry(3), entry(1), entry(5), entry(7), entry(9)};
        QVERIFY(draw_order(kSeed, {entry(5), entry(1), entry(9), entry(3), entry(7)}) == drawn);
        QVERIFY(draw_order(kSeed, {entry(9), entry(7), entry(5), entry(3), entry(1)}) == drawn);
        QVERIFY(draw_order(kSeed, {}).empty());
        QVERIFY(draw_order(kSeed, {entry(1)}) == std::vector<std::string>{entry(1)});
    }

    void what_is_no_seed_is_a_fault() {
        for (const std::string& bad :
             {std::string(), kSeed + "00", kSeed.substr(2), "zz" + kSeed.substr(2)}) {
            QVERIFY_THROWS_EXCEPTION(std::invalid_argument, commitment_of(bad));
            QVERIFY_THROWS_EXCEPTION(std::invalid_argument, draw_order(bad, {entry(1)}));
        }
    }

    // One more entry gives another order to all others: nobody can work his way forward while it is open.
    void every_entry_has_its_part_in_the_draw() {
        std::vector<std::string> entries;
        for (int i = 0; i < 50; ++i) entries.push_back(entry(i));
        const auto before = draw_order(kSeed, entries);
        entries.push_back(entry(999));
        auto after = draw_order(kSeed, entries);
        after.erase(std::find(after.begin(), after.end(), entry(999)));
        QVERIFY(before != after);
        QVERIFY(std::is_permutation(before.begin(), before.end(), after.begin()));
    }

    // 10 of 40 are drawn 2000 times: each wins 500 times, give or take (σ = 19.4; 6 σ both ways).
    void everybody_has_the_same_chance() {
        std::mt19937 random(1);
        std::vector<std::string> entries;
        for (int i = 0; i < 40; ++i) entries.push_back(entry(i));
        std::map<std::string, int> won;
        for (int draw = 0; draw < 2000; ++draw) {
            const auto order = draw_order(some_seed(random), entries);
            for (size_t i = 0; i < 10; ++i) ++won[order[i]];
        }
        for (const std::string& one : entries) QVERIFY2(won[one] > 384 && won[one] < 616, one.c_str());
    }

    void quantities_and_windows() {
        constexpr int64_t kLargest = std::numeric_limits<int64_t>::max();
        QVERIFY(check_drop(1, 5).ok() && check_drop(10'000, 3600).ok());
        for (const int64_t bad : {-kLargest, int64_t{-1}, int64_t{0}})
            QCOMPARE(check_drop(bad, 30).error().code, Code::invalid_argument);
        for (const int64_t bad : {int64_t{10'001}, kLargest})
            QCOMPARE(check_drop(bad, 30).error().code, Code::too_large);
        for (const int64_t bad : {-kLargest, int64_t{0}, int64_t{4}, int64_t{3601}, kLargest})
            QCOMPARE(check_drop(1, bad).error().code, Code::invalid_argument);
    }

    void nobody_enters_at_the_end_or_later() {
        QVERIFY(may_enter(open_drop(), kNow).ok());
        QVERIFY(may_enter(open_drop(), kNow.plus_s(30).plus_us(-1)).ok());
        QCOMPARE(may_enter(open_drop(), kNow.plus_s(30)).error().code, Code::precondition);
        v1::Drop full = open_drop();
        full.set_entries(99'999);
        QVERIFY(may_enter(full, kNow).ok());
        full.set_entries(100'000);
        QCOMPARE(may_enter(full, kNow).error().code, Code::too_large);
        for (const auto state : {v1::DROP_STATE_DRAWING, v1::DROP_STATE_DRAWN, v1::DROP_STATE_CALLED_OFF}) {
            v1::Drop drop = open_drop();
            drop.set_state(state);
            QCOMPARE(may_enter(drop, kNow).error().code, Code::precondition);
        }
    }
};

QTEST_GUILESS_MAIN(TstDropRules)
#include "tst_drop_rules.moc"
