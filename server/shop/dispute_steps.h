// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "server/shop/disputes.h"
#include "server/shop/hold_rules.h"
#include "server/shop/sale.h"
#include "server/store/committer.h"

// What a disputed payment does to its order, inside a command's transaction (committer's thread).
namespace vitrine::shop {

// A gateway told of a dispute about this payment: it will be asked. Told again it is asked again, until it is
// over.
void dispute_heard(store::Unit&, const payments::Attempt&, const std::string& dispute_id);

// The gateway's answer. While the bank decides, the order's money does not leave escrow.
Result<v1::Order> settle_dispute(store::Unit&, const disputes::Row& asked, const DisputeAnswer&,
                                 const SaleTerms&);

// precondition while a bank has the money of the order, or has kept it: then none of it can be given back.
Result<Done> check_undisputed(const v1::Order&);

}  // namespace vitrine::shop
