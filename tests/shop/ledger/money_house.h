// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QtTest>

#include "server/shop/ledger/order_money.h"
#include "tests/shop/ledger/book_auditor.h"
#include "tests/shop/shop_house.h"

namespace vitrine::tests {

inline const shop::ledger::Party kGateway{shop::ledger::AccountKind::gateway, "sandbox"};
inline const shop::ledger::Party kEscrow{shop::ledger::AccountKind::escrow, ""};
inline const shop::ledger::Party kAda{shop::ledger::AccountKind::wallet, "ada"};
inline const shop::ledger::Party kShopParty{shop::ledger::AccountKind::seller, "shop"};
inline const shop::ledger::Party kCleo{shop::ledger::AccountKind::creator, "cleo"};
inline const shop::ledger::Party kPlatform{shop::ledger::AccountKind::commission, ""};
inline const shop::ledger::Party kRefunds{shop::ledger::AccountKind::refunds, ""};
inline const shop::ledger::Party kChargebacks{shop::ledger::AccountKind::chargebacks, ""};

inline Money euro(int64_t minor) { return {minor, *Currency::parse("EUR")}; }

// A shop whose books a test writes in, one command after the other.
struct MoneyHouse : ShopHouse {
    template <class T>
    Result<T> command(std::function<Result<T>(store::Unit&)> what) {
        return await<T>([&](auto reply) { committer->submit<T>(what, reply); });
    }
    Result<int64_t> record(const std::vector<shop::ledger::Transfer>& chain) {
        return command<int64_t>([&](store::Unit& unit) { return shop::ledger::record(unit, chain); });
    }
    int64_t expire() {
        return *command<int64_t>([](store::Unit& unit) -> Result<int64_t> {
            return shop::ledger::expire_reservations(unit, 100);
        });
    }
    shop::ledger::Balances balances(const shop::ledger::Party& party) {
        return shop::ledger::balances(*database->connect(true), party, euro(0).currency);
    }
    int64_t number(const std::string& query) {
        int64_t number = -1;
        *database->connect(true) << query, soci::into(number);
        return number;
    }
    void check() {
        for (const auto& complaint : audit_books(*database->connect(true))) QFAIL(complaint.c_str());
    }
};

}  // namespace vitrine::tests

namespace vitrine::shop::ledger {

// For QCOMPARE's message.
inline char* toString(const Balances& b) {
    return QTest::toString(QString("debits %1 + %2 pending, credits %3 + %4 pending")
                               .arg(b.debits_posted)
                               .arg(b.debits_pending)
                               .arg(b.credits_posted)
                               .arg(b.credits_pending));
}

}  // namespace vitrine::shop::ledger
