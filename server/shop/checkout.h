// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <string>

#include "server/domain/caller.h"
#include "server/shop/hold_rules.h"
#include "server/store/committer.h"
#include "vitrine/v1/order.pb.h"

// What happens to orders, inside a command's transaction (committer's thread).
namespace vitrine::shop {

// Makes the order of one or several holds PAYING, with its attempt in the outbox, in one transaction. One
// hold has one order: another card is the next attempt of it; while it is being paid, or once it is paid, the
// order as it stands is the answer. Where a card was refused before, and other things are to be paid now,
// those holds leave that order first. A hold that ran out is taken up again if there are units and the price
// is still the same; else expired, and nothing is charged.
Result<v1::Order> begin_payment(store::Unit&, const Caller&, const v1::PayRequest&, const SaleTerms&);

Result<v1::Order> confirm_payment(store::Unit&, const Caller&, const v1::ConfirmPaymentRequest&);

// The end of a hold's time: expired, or, when its buyer did not confirm with his bank, the payment is
// withdrawn first.
void end_of_time(store::Unit&, const std::string& hold_id, const SaleTerms&);

}  // namespace vitrine::shop
