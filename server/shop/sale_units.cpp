// SPDX-License-Identifier: GPL-3.0-or-later
#include "server/shop/sale_units.h"

#include <algorithm>

#include "server/domain/check.h"
#include "server/shop/orders.h"
#include "server/shop/redemption.h"
#include "server/shop/reserve.h"
#include "server/shop/stock.h"
#include "server/shop/waiting_list.h"

namespace vitrine::shop {
namespace {

// Where the units of a line were taken from.
Bucket bucket_of(store::Session& sql, const v1::OrderLine& line) {
    const std::optional<holds::Row> row = holds::find(sql, line.hold_id());
    VITRINE_CHECK(row.has_value());
    return row->bucket;
}

// Those that ran out, and the coupon with them. taken: those that are held again.
bool take_again(store::Unit& unit, Sale& sale, std::vector<holds::Row*>& taken) {
    for (holds::Row& row : sale.holds) {
        if (row.hold.state() == v1::HOLD_STATE_ACTIVE) continue;
        if (row.hold.state() != v1::HOLD_STATE_EXPIRED || !take_paid_units(unit, row).ok()) return false;
        taken.push_back(&row);
    }
    return redemption::reserve_again(unit, sale.order.id()).ok();
}

}  // namespace

void sell_units(store::Unit& unit, Sale& sale) {
    for (holds::Row& row : sale.holds) {
        row.hold.set_state(v1::HOLD_STATE_SOLD);
        row.in_payment = holds::kFree;
        holds::change(unit, row);
        stock::sell(unit, row.bucket, row.hold.quantity(),
                    {stock::Movement::sold, "sold", sale.order.buyer_id(), sale.order.id()});
    }
    redemption::spend(unit, sale.order.id());
}

bool hold_units_again(store::Unit& unit, Sale& sale, const SaleTerms& terms) {
    std::vector<holds::Row*> taken;
    if (take_again(unit, sale, taken)) return true;
    for (holds::Row* row : taken) {
        row->hold.set_state(v1::HOLD_STATE_EXPIRED);
        stock::release(unit, row->hold.show_id(), row->bucket, row->hold.quantity());
        waiting_list::offer_units(unit, row->hold.variant_id(), terms);
    }
    return false;
}

void keep_units(store::Unit& unit, Sale& sale, Instant at_least_until, int64_t in_payment) {
    for (holds::Row& row : sale.holds) {
        row.hold.set_expires_us(std::max(row.hold.expires_us(), at_least_until.us));
        row.in_payment = in_payment;
        holds::change(unit, row);
    }
}

void free_units(store::Unit& unit, Sale& sale, const SaleTerms& terms) {
    for (holds::Row& row : sale.holds) {
        if (row.hold.state() != v1::HOLD_STATE_ACTIVE) continue;
        row.in_payment = holds::kFree;
        end_unpaid(unit, row, v1::HOLD_STATE_RELEASED, terms);
    }
}

void restock(store::Unit& unit, v1::Order& order, const LinePart& part, const std::string& reason,
             const std::string& person_id, const SaleTerms& terms) {
    v1::OrderLine& line = *order.mutable_lines(part.line);
    // When a bank sent a refund back and it is made again, the units are there already.
    const int64_t back = std::min(part.quantity, line.quantity() - line.restocked_quantity());
    if (back == 0) return;
    // A shelf that is full to the brim has no room; the seller counts them himself.
    const stock::Cause cause{stock::Movement::brought_back, reason, person_id, order.id()};
    if (!stock::take_back(unit, bucket_of(unit.sql(), line), back, cause).ok()) return;
    line.set_restocked_quantity(line.restocked_quantity() + back);
    orders::change_line(unit, order, part.line);
    waiting_list::offer_units(unit, line.variant_id(), terms);
}

void restock_rest(store::Unit& unit, v1::Order& order, const std::string& reason, const SaleTerms& terms) {
    for (int32_t line = 0; line < order.lines_size(); ++line) {
        const int64_t left = order.lines(line).quantity() - order.lines(line).refunded_quantity();
        restock(unit, order, {line, left, 0}, reason, order.buyer_id(), terms);
    }
    redemption::give_back(unit, order.id());
}

}  // namespace vitrine::shop
