// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstdint>
#include <optional>
#include <span>
#include <vector>

#include "server/domain/money.h"
#include "server/domain/result.h"

// What an order costs: the one place where its total is made. Pure; integers only.
namespace vitrine::shop {

// Ten million in a currency with two minor digits; below what any gateway's integer takes.
constexpr int64_t kMostBillMinor = 1'000'000'000;

struct BillItem {
    int64_t quantity = 0;
    int64_t unit_price_minor = 0;
    int64_t tax_minor = 0;  // of the whole line, on what it costs after the discount
};
// What is taken off, one of the two: hundredths of a percent, or an amount.
struct Rebate {
    int64_t percent_e2 = 0;
    int64_t amount_minor = 0;
};
struct BillTerms {
    Currency currency;
    std::vector<BillItem> items;
    Rebate rebate;
    int64_t shipping_minor = 0;
    int64_t wallet_minor = 0;  // what the buyer wants to take from his wallet, at most
};

struct BillLine {
    int64_t subtotal = 0;  // quantity × unit price
    int64_t discount = 0;
    int64_t tax = 0;
    int64_t total = 0;  // subtotal − discount + tax
};
// All in minor units of one currency. subtotal, discount and tax are the sums of the lines'.
struct Bill {
    std::vector<BillLine> lines;
    int64_t subtotal = 0;
    int64_t discount = 0;
    int64_t tax = 0;
    int64_t shipping = 0;
    int64_t total = 0;        // subtotal − discount + tax + shipping
    int64_t from_wallet = 0;  // of the total
    int64_t due = 0;          // the rest, for the gateway
};

// invalid_argument (no lines, a quantity, price or part below its least), too_large past kMostBillMinor.
Result<Bill> make_bill(const BillTerms&);

// The sum of quantity × unit price alone, with the same errors.
Result<int64_t> subtotal_of(std::span<const BillItem>);

// What a rebate takes off goods worth `subtotal`: rounded down, and never all of it, because a gateway takes
// no payment of nothing. Precondition: 0 < subtotal ≤ kMostBillMinor, the rebate is valid.
int64_t discount_of(const Rebate&, int64_t subtotal);

// Spreads a discount over lines in proportion to them (largest remainder; of equal remainders the earlier
// line first), so that the parts add up to it and no line gets below zero. Precondition: 0 ≤ discount ≤ the
// sum.
std::vector<int64_t> spread_discount(int64_t discount, std::span<const int64_t> subtotals);

}  // namespace vitrine::shop
