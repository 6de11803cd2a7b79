// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "server/shop/coupon_rules.h"
#include "server/store/committer.h"

// The rows of coupons and of what became of each use. Statements only; what may be done is decided in
// coupon_rules.h.
namespace vitrine::shop::coupon_rows {

// code: as coupon_code() gives it.
std::optional<v1::Coupon> find_code(store::Session&, const std::string& code);
std::optional<v1::Coupon> find(store::Session&, const std::string& coupon_id);
std::vector<v1::Coupon> all(store::Session&, bool with_archived);
// By the same person, or under the same e-mail address: reserved and spent.
CouponHistory history(store::Session&, const std::string& coupon_id, const std::string& person_id,
                      const std::string& email);

void add(store::Unit&, const v1::Coupon&);
// Raises the revision; false when revision is not the stored one. Leaves uses and given_minor alone.
bool change(store::Unit&, const v1::Coupon&);

enum class UseState { reserved = 1, spent = 2, given_back = 3 };
struct Use {
    std::string coupon_id, person_id, email;
    int64_t discount_minor = 0;
    UseState state = UseState::reserved;
};
std::optional<Use> find_use(store::Session&, const std::string& order_id);
// Counts it, in one statement with the conditions on uses and budget: false when it would pass one of them.
bool count(store::Unit&, const std::string& coupon_id, int64_t uses, int64_t discount_minor);
void add_use(store::Unit&, const std::string& order_id, const Use&);
void set_use(store::Unit&, const std::string& order_id, UseState);

}  // namespace vitrine::shop::coupon_rows
