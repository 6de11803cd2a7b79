// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "server/shop/order_rules.h"

namespace vitrine::shop {

enum class DeliveryStep {
    confirm,  // the buyer has it: what was paid for it is due
    stands,   // that was said before
};
// precondition: it is not paid, or no money of it is left to be due.
Result<DeliveryStep> plan_delivery(const OrderFacts&, bool confirmed);

}  // namespace vitrine::shop
