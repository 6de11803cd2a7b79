// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "vitrine/v1/order.pb.h"

namespace vitrine::commerce {

// What can still be given back of a line, and what the server would give back for so many of its units: the
// share of what was paid for them, so that all of them together are exactly that (server/shop/refund_rules).
int64_t units_left(const v1::OrderLine& line);
int64_t refund_of(const v1::OrderLine& line, int64_t quantity);

// Whether there is money to give back; whether the order can be called off.
bool can_refund(const v1::Order& order);
bool can_cancel(const v1::Order& order);
// Money that cancelling gives back or never takes.
v1::Money cancelled_money(const v1::Order& order);

}  // namespace vitrine::commerce
