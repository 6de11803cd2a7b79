// SPDX-License-Identifier: GPL-3.0-or-later
#include "server/shop/payout_rules.h"

namespace vitrine::shop {
namespace {

constexpr char kTheShop[] = "shop";  // a server has one

}  // namespace

Result<std::string> owner_of_balance(const Caller& caller, v1::BalanceKind kind) {
    switch (kind) {
        case v1::BALANCE_KIND_SELLER:
            if (caller.role == v1::ROLE_RETAILER) return std::string(kTheShop);
            return Error{Code::permission_denied, "Only the retailer has the shop's money paid out."};
        case v1::BALANCE_KIND_CREATOR:
            if (caller.role == v1::ROLE_CREATOR) return caller.id;
            return Error{Code::permission_denied, "Only a creator has paid out what he has earned."};
        default:
            return Error{Code::invalid_argument, "Say whose balance it is: the seller's or the creator's."};
    }
}

Result<Money> check_payout(const v1::Money& amount) {
    const Result<Currency> currency = Currency::parse(amount.currency());
    if (!currency.ok()) return currency.error();
    if (amount.minor() < 1 || amount.minor() > kMostPayout_minor)
        return Error{Code::invalid_argument, "The amount must be above zero, and no more than there is."};
    return Money{amount.minor(), *currency};
}

Result<Done> check_payout_gateway(const std::string& gateway) {
    if (gateway != "stripe") return Done{};
    return Error{
        Code::precondition,
        "Stripe pays your connected account with each order, and that pays out to your bank. See Stripe's "
        "dashboard."};
}

}  // namespace vitrine::shop
