// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstdint>
#include <string>

#include "server/domain/clock.h"
#include "server/domain/money.h"
#include "server/shop/bill_rules.h"
#include "vitrine/v1/coupon.pb.h"

// What a coupon is good for. Pure.
namespace vitrine::shop {

// How often and for how much one person has it already.
struct CouponHistory {
    int64_t uses_of_person = 0;
};

// As it is stored and compared: A–Z, 0–9 and single hyphens, 3…32 characters. invalid_argument.
Result<std::string> coupon_code(const std::string& typed);

// A coupon as an editor sends it. invalid_argument.
Result<Done> check_coupon(const v1::Coupon&);

// What it takes off goods worth `subtotal`, bought by somebody with this history at this moment, as long as
// uses and budget last. The coupon's uses and given_minor are the stored ones. Precondition: check_coupon
// passed. precondition: why it is not good for this order.
Result<int64_t> redeem(const v1::Coupon&, const CouponHistory&, const Money& subtotal, Instant now);

inline Rebate rebate_of(const v1::Coupon& coupon) { return {coupon.percent_e2(), coupon.amount_minor()}; }

}  // namespace vitrine::shop
