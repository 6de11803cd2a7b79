// SPDX-License-Identifier: GPL-3.0-or-later
#include "server/shop/settled_money.h"

#include "server/shop/delivery.h"
#include "server/shop/payout_steps.h"

namespace vitrine::shop {

namespace {

Error sellers_only() {
    return {Code::permission_denied, "Only the retailer and the creator see what is due to them."};
}

}  // namespace

SettledMoney::SettledMoney(store::Committer& committer, store::Readers& readers, ledger::MoneyTerms terms,
                           std::string gateway)
    : committer_(committer),
      readers_(readers),
      terms_(std::make_shared<const ledger::MoneyTerms>(std::move(terms))),
      gateway_(std::move(gateway)) {}

void SettledMoney::confirm_delivery(const Caller& caller, const v1::ConfirmDeliveryRequest& request,
                                    Reply<v1::Order> reply) {
    if (!caller.known())
        return reply(Error{Code::unauthenticated, "Sign in as the one who bought it, then confirm."});
    committer_.submit_once<v1::Order>(
        "delivery:" + caller.id, request,
        [caller, request, terms = terms_](store::Unit& unit) {
            return shop::confirm_delivery(unit, caller, request, *terms);
        },
        std::move(reply));
}

void SettledMoney::request_payout(const Caller& caller, const v1::RequestPayoutRequest& request,
                                  Reply<v1::Payout> reply) {
    if (!caller.sells()) return reply(sellers_only());
    committer_.submit_once<v1::Payout>(
        "payout:" + caller.id, request,
        [caller, request, gateway = gateway_](store::Unit& unit) {
            return shop::request_payout(unit, caller, request, gateway);
        },
        std::move(reply));
}

void SettledMoney::balances(const Caller& caller, Reply<v1::ListBalancesResponse> reply) {
    if (!caller.sells()) return reply(sellers_only());
    readers_.run<v1::ListBalancesResponse>(
        [caller](store::Session& sql) -> Result<v1::ListBalancesResponse> {
            return balances_of(sql, caller);
        },
        std::move(reply));
}

void SettledMoney::payouts(const Caller& caller, Reply<v1::ListPayoutsResponse> reply) {
    if (!caller.sells()) return reply(sellers_only());
    readers_.run<v1::ListPayoutsResponse>(
        [caller](store::Session& sql) -> Result<v1::ListPayoutsResponse> { return payouts_of(sql, caller); },
        std::move(reply));
}

}  // namespace vitrine::shop
