// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "server/domain/caller.h"
#include "server/shop/ledger/money_terms.h"
#include "server/store/committer.h"
#include "vitrine/v1/payment.pb.h"

namespace vitrine::shop {

// Inside a command's transaction (committer's thread): the buyer of an order, retailer or creator say that it
// has arrived. Its money leaves escrow, if time has not released it before. Said twice it is no error.
Result<v1::Order> confirm_delivery(store::Unit&, const Caller&, const v1::ConfirmDeliveryRequest&,
                                   const ledger::MoneyTerms&);

}  // namespace vitrine::shop
