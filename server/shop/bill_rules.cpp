// SPDX-License-Identifier: GPL-3.0-or-later
#include "server/shop/bill_rules.h"

#include <algorithm>
#include <numeric>

namespace vitrine::shop {
namespace {

__extension__ using Wide = __int128;  // an amount times an amount

constexpr int64_t kWhole_e2 = 100'00;

Error too_much() { return {Code::too_large, "The total is too large for one payment. Buy fewer at a time."}; }

Result<int64_t> line_subtotal(const BillItem& item) {
    if (item.unit_price_minor < 1) return Error{Code::invalid_argument, "The price must be above zero."};
    if (item.quantity < 1) return Error{Code::invalid_argument, "The quantity must be at least 1."};
    const Wide subtotal = Wide{item.quantity} * item.unit_price_minor;
    if (subtotal > kMostBillMinor) return too_much();
    return static_cast<int64_t>(subtotal);
}

Result<Done> check_parts(const BillTerms& terms) {
    for (const BillItem& item : terms.items) {
        if (item.tax_minor < 0) return Error{Code::invalid_argument, "A tax cannot be below zero."};
        if (item.tax_minor > kMostBillMinor) return too_much();
    }
    if (terms.shipping_minor < 0)
        return Error{Code::invalid_argument, "Shipping cannot cost less than zero."};
    if (terms.shipping_minor > kMostBillMinor) return too_much();
    if (terms.wallet_minor < 0)
        return Error{Code::invalid_argument, "The wallet's part cannot be below zero."};
    const Rebate& rebate = terms.rebate;
    if (rebate.percent_e2 < 0 || rebate.percent_e2 > kWhole_e2 || rebate.amount_minor < 0 ||
        (rebate.percent_e2 > 0 && rebate.amount_minor > 0)) {
        return Error{Code::invalid_argument, "A rebate is a percentage or an amount."};
    }
    return Done{};
}

}  // namespace

Result<int64_t> subtotal_of(std::span<const BillItem> items) {
    if (items.empty()) return Error{Code::invalid_argument, "There is nothing to pay for."};
    int64_t sum = 0;
    for (const BillItem& item : items) {
        const Result<int64_t> line = line_subtotal(item);
        if (!line.ok()) return line;
        sum += *line;
        if (sum > kMostBillMinor) return too_much();
    }
    return sum;
}

int64_t discount_of(const Rebate& rebate, int64_t subtotal) {
    const Wide share = Wide{subtotal} * rebate.percent_e2 / kWhole_e2;
    return std::min(static_cast<int64_t>(share) + rebate.amount_minor, subtotal - 1);
}

std::vector<int64_t> spread_discount(int64_t discount, std::span<const int64_t> subtotals) {
    const Wide sum = std::accumulate(subtotals.begin(), subtotals.end(), Wide{0});
    std::vector<int64_t> parts(subtotals.size(), 0);
    if (discount == 0) return parts;
    std::vector<Wide> remainders(subtotals.size());
    int64_t left = discount;
    for (size_t i = 0; i < subtotals.size(); ++i) {
        const Wide exact = Wide{discount} * subtotals[i];
        parts[i] = static_cast<int64_t>(exact / sum);
        remainders[i] = exact % sum;
        left -= parts[i];
    }
    std::vector<size_t> order(subtotals.size());
    std::iota(order.begin(), order.end(), size_t{0});
    std::stable_sort(order.begin(), order.end(),
                     [&](size_t a, size_t b) { return remainders[a] > remainders[b]; });
    for (size_t i = 0; left > 0; ++i, --left) ++parts[order[i]];
    return parts;
}

Result<Bill> make_bill(const BillTerms& terms) {
    if (auto good = check_parts(terms); !good.ok()) return good.error();
    const Result<int64_t> subtotal = subtotal_of(terms.items);
    if (!subtotal.ok()) return subtotal.error();
    Bill bill;
    bill.subtotal = *subtotal;
    bill.discount = discount_of(terms.rebate, bill.subtotal);
    std::vector<int64_t> subtotals;
    for (const BillItem& item : terms.items) subtotals.push_back(item.quantity * item.unit_price_minor);
    const std::vector<int64_t> discounts = spread_discount(bill.discount, subtotals);
    for (size_t i = 0; i < subtotals.size(); ++i) {
        const int64_t tax = terms.items[i].tax_minor;
        bill.lines.push_back({subtotals[i], discounts[i], tax, subtotals[i] - discounts[i] + tax});
        bill.tax += tax;
        if (bill.tax > kMostBillMinor) return too_much();
    }
    bill.shipping = terms.shipping_minor;
    bill.total = bill.subtotal - bill.discount + bill.tax + bill.shipping;
    if (bill.total > kMostBillMinor) return too_much();
    bill.from_wallet = std::min(terms.wallet_minor, bill.total);
    bill.due = bill.total - bill.from_wallet;
    return bill;
}

}  // namespace vitrine::shop
