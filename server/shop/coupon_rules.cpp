// SPDX-License-Identifier: GPL-3.0-or-later
#include "server/shop/coupon_rules.h"

namespace vitrine::shop {
namespace {

constexpr size_t kShortestCode = 3, kLongestCode = 32;
constexpr int64_t kMostPercent_e2 = 99'00;  // something must remain to be paid
constexpr int64_t kMostUses = 1'000'000'000;
constexpr int64_t kMostBudgetMinor = 1'000'000'000'000;

bool within(int64_t value, int64_t most) { return value >= 0 && value <= most; }

Error used_up() { return {Code::precondition, "This coupon is used up."}; }

// Every amount of money on it, and whether there is any.
Result<Done> check_money(const v1::Coupon& coupon) {
    if (!within(coupon.amount_minor(), kMostBillMinor) || !within(coupon.minimum_minor(), kMostBillMinor) ||
        !within(coupon.budget_minor(), kMostBudgetMinor)) {
        return Error{Code::invalid_argument, "An amount of this coupon is below zero or too large."};
    }
    const bool speaks_of_money =
        coupon.amount_minor() > 0 || coupon.minimum_minor() > 0 || coupon.budget_minor() > 0;
    if (speaks_of_money && coupon.currency().empty()) {
        return Error{Code::invalid_argument, "Say in which currency the coupon's amounts are."};
    }
    if (coupon.currency().empty()) return Done{};
    const Result<Currency> currency = Currency::parse(coupon.currency());
    if (!currency.ok()) return currency.error();
    return Done{};
}

}  // namespace

Result<std::string> coupon_code(const std::string& typed) {
    std::string code;
    for (const char c : typed) {
        if (c == ' ') continue;
        const bool small = c >= 'a' && c <= 'z';
        const bool known = small || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9');
        if (!known && (c != '-' || code.empty() || code.back() == '-')) {
            return Error{Code::invalid_argument,
                         "A coupon's code has letters A–Z, digits and single hyphens only. Check it."};
        }
        code.push_back(small ? static_cast<char>(c - 'a' + 'A') : c);
    }
    if (code.size() < kShortestCode || code.size() > kLongestCode || code.back() == '-') {
        return Error{Code::invalid_argument, "A coupon's code has 3 to 32 letters and digits. Check it."};
    }
    return code;
}

Result<Done> check_coupon(const v1::Coupon& coupon) {
    if (auto code = coupon_code(coupon.code()); !code.ok()) return code.error();
    if ((coupon.percent_e2() == 0) == (coupon.amount_minor() == 0)) {
        return Error{Code::invalid_argument,
                     "A coupon takes off a percentage or an amount: give one of them."};
    }
    if (!within(coupon.percent_e2(), kMostPercent_e2)) {
        return Error{Code::invalid_argument, "A coupon takes off up to 99 percent."};
    }
    if (auto money = check_money(coupon); !money.ok()) return money;
    if (!within(coupon.per_person(), kMostUses) || !within(coupon.most_uses(), kMostUses)) {
        return Error{Code::invalid_argument, "How often a coupon can be used is a number from 1 on, or 0."};
    }
    if (coupon.starts_us() < 0 || coupon.ends_us() < 0 ||
        (coupon.ends_us() > 0 && coupon.ends_us() <= coupon.starts_us())) {
        return Error{Code::invalid_argument, "The coupon must end after it begins."};
    }
    return Done{};
}

Result<int64_t> redeem(const v1::Coupon& coupon, const CouponHistory& history, const Money& subtotal,
                       Instant now) {
    if (coupon.archived()) return Error{Code::precondition, "This coupon is not valid any more."};
    if (now.us < coupon.starts_us()) return Error{Code::precondition, "This coupon is not valid yet."};
    if (coupon.ends_us() > 0 && now.us >= coupon.ends_us()) {
        return Error{Code::precondition, "This coupon has expired."};
    }
    if (!coupon.currency().empty() && coupon.currency() != subtotal.currency.code()) {
        return Error{Code::precondition, "This coupon is for orders in " + coupon.currency() + "."};
    }
    if (subtotal.minor < coupon.minimum_minor()) {
        const Money minimum{coupon.minimum_minor(), subtotal.currency};
        return Error{Code::precondition, "This coupon is for orders from " + minimum.text() + " on."};
    }
    if (coupon.per_person() > 0 && history.uses_of_person >= coupon.per_person()) {
        return Error{Code::precondition, "You have used this coupon as often as one person can."};
    }
    if (coupon.most_uses() > 0 && coupon.uses() >= coupon.most_uses()) return used_up();
    const int64_t discount = discount_of(rebate_of(coupon), subtotal.minor);
    if (discount < 1) {
        return Error{Code::precondition, "This costs too little for a coupon to take anything off."};
    }
    if (coupon.budget_minor() > 0 && discount > coupon.budget_minor() - coupon.given_minor())
        return used_up();
    return discount;
}

}  // namespace vitrine::shop
