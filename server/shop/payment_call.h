// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "server/shop/payments.h"

namespace vitrine::shop {

// Does what an open payment waits for, at the gateway, and says how it came out; unknown when it may have
// come out either way. Never throws. Repeating it after any answer, or after none, takes nothing twice.
// Blocks up to twice the deadline.
PaymentAnswer call_gateway(PaymentGateway&, const payments::Open&, int64_t deadline_ms);

}  // namespace vitrine::shop
