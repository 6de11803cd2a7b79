// SPDX-License-Identifier: GPL-3.0-or-later
#include "server/shop/settled_money.h"

#include "server/shop/delivery.h"

namespace vitrine::shop {

SettledMoney::SettledMoney(store::Committer& committer, ledger::MoneyTerms terms)
    : committer_(committer), terms_(std::make_shared<const ledger::MoneyTerms>(std::move(terms))) {}

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

}  // namespace vitrine::shop
