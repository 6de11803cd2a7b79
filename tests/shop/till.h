// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QtTest>

#include "server/shop/sandbox_gateway.h"
#include "tests/shop/auditor.h"
#include "tests/shop/shop_house.h"

namespace vitrine::tests {

// A shop with the sandbox gateway, whose book lies beside the shop's.
struct Till : ShopHouse {
    explicit Till(shop::SaleTerms sale_terms = {}) : ShopHouse(sale_terms) {}

    // Till nothing is due any more; or each due thing once.
    int work() { return pay_all(gateway); }
    int work_once() { return pay_due(gateway); }

    std::string buy(const Caller& who, const Sale& sale, int64_t quantity = 1,
                    const std::string& card = "sandbox_approve") {
        return pay(who, hold(who, sale, quantity)->id(), card)->id();
    }
    v1::OrderState state(const std::string& order_id) { return order(order_id)->state(); }
    // What the gateway has taken and not given back, by key.
    std::map<std::string, int64_t> taken() {
        std::map<std::string, int64_t> found;
        for (const auto& [key, money] : money_at(gateway)) {
            if (money.taken > money.given_back) found[key] = money.taken - money.given_back;
        }
        return found;
    }
    std::vector<v1::Refund> refunds_of(const std::string& order_id, const Caller& who = retailer()) {
        v1::ListRefundsRequest request;
        request.set_order_id(order_id);
        const auto found =
            await<v1::ListRefundsResponse>([&](auto reply) { sales->refunds(who, request, reply); });
        return {found->refunds().begin(), found->refunds().end()};
    }
    bool sound() {
        auto complaints = audit();
        for (const auto& more : audit_money(*database->connect(true), money_at(gateway)))
            complaints.push_back(more);
        for (const auto& complaint : complaints) qWarning("%s", complaint.c_str());
        return complaints.empty();
    }

    shop::SandboxGateway gateway{dir.filePath("sandbox-gateway.db").toStdString(), 1};
};

}  // namespace vitrine::tests
