// SPDX-License-Identifier: GPL-3.0-or-later
#include "server/shop/sale_units.h"

#include <algorithm>

#include "server/shop/orders.h"
#include "server/shop/reserve.h"
#include "server/shop/stock.h"
#include "server/shop/waiting_list.h"

namespace vitrine::shop {

void sell_units(store::Unit& unit, Sale& sale) {
    for (holds::Row& row : sale.holds) {
        row.hold.set_state(v1::HOLD_STATE_SOLD);
        row.in_payment = holds::kFree;
        holds::change(unit, row);
        stock::sell(unit, row.hold.variant_id(), row.hold.quantity(),
                    {stock::Movement::sold, "sold", sale.order.buyer_id(), sale.order.id()});
    }
}

bool hold_units_again(store::Unit& unit, Sale& sale, const SaleTerms& terms) {
    std::vector<holds::Row*> taken;
    for (holds::Row& row : sale.holds) {
        if (row.hold.state() == v1::HOLD_STATE_ACTIVE) continue;
        const bool held =
            row.hold.state() == v1::HOLD_STATE_EXPIRED &&
            stock::hold(unit, row.hold.show_id(), row.hold.variant_id(), row.hold.quantity()).ok();
        if (held) {
            taken.push_back(&row);
            continue;
        }
        for (holds::Row* back : taken) {
            stock::release(unit, back->hold.show_id(), back->hold.variant_id(), back->hold.quantity());
            waiting_list::offer_units(unit, back->hold.variant_id(), terms);
        }
        return false;
    }
    for (holds::Row* row : taken) row->hold.set_state(v1::HOLD_STATE_ACTIVE);
    return true;
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
    line.set_restocked_quantity(line.restocked_quantity() + back);
    orders::change_line(unit, order.id(), part.line, 0, back);
    stock::take_back(unit, order.show_id(), line.variant_id(), back,
                     {stock::Movement::sold, reason, person_id, order.id()});
    waiting_list::offer_units(unit, line.variant_id(), terms);
}

void restock_rest(store::Unit& unit, v1::Order& order, const std::string& reason, const SaleTerms& terms) {
    for (int32_t line = 0; line < order.lines_size(); ++line) {
        const int64_t left = order.lines(line).quantity() - order.lines(line).refunded_quantity();
        restock(unit, order, {line, left}, reason, order.buyer_id(), terms);
    }
}

}  // namespace vitrine::shop
