// SPDX-License-Identifier: GPL-3.0-or-later
#include "server/shop/stock.h"

#include <stdexcept>

#include "server/shop/stock_news.h"

namespace vitrine::shop::stock {
namespace {

void write_journal(store::Unit& unit, const std::string& variant_id, int64_t delta, int64_t on_hand_after,
                   const Cause& cause) {
    const int64_t kind = static_cast<int64_t>(cause.kind);
    const int64_t at_us = unit.now().us;
    unit.sql().run(
        "INSERT INTO stock_movement (variant_id, number, kind, delta, on_hand_after, reason, person_id, "
        "reference, at_us) "
        "SELECT :variant, COALESCE(MAX(number), 0) + 1, :kind, :delta, :after, :reason, :person, :reference, "
        ":at "
        "FROM stock_movement WHERE variant_id = :same",
        soci::use(variant_id), soci::use(kind), soci::use(delta), soci::use(on_hand_after),
        soci::use(cause.reason), soci::use(cause.person_id), soci::use(cause.reference), soci::use(at_us),
        soci::use(variant_id));
}

}  // namespace

std::optional<Stock> level(store::Session& sql, const std::string& variant_id) {
    Stock stock;
    if (!sql.run("SELECT on_hand, held, sold FROM stock WHERE variant_id = :variant",
                 soci::into(stock.on_hand), soci::into(stock.held), soci::into(stock.sold),
                 soci::use(variant_id))) {
        return std::nullopt;
    }
    return stock;
}

v1::StockLevel message(const std::string& variant_id, const Stock& stock) {
    v1::StockLevel level;
    level.set_variant_id(variant_id);
    level.set_on_hand(stock.on_hand);
    level.set_held(stock.held);
    level.set_sold(stock.sold);
    level.set_available(stock.available());
    return level;
}

Result<Done> hold(store::Unit& unit, const std::string& show_id, const std::string& variant_id,
                  int64_t quantity) {
    if (unit.sql().change(
            "UPDATE stock SET held = held + :q WHERE variant_id = :variant AND on_hand - held >= :wanted",
            soci::use(quantity), soci::use(variant_id), soci::use(quantity)) == 1) {
        stock_changed(unit, show_id, variant_id);
        return Done{};
    }
    const std::optional<Stock> now = level(unit.sql(), variant_id);
    return too_few(now ? now->available() : 0);
}

void release(store::Unit& unit, const std::string& show_id, const std::string& variant_id, int64_t quantity) {
    if (unit.sql().change(
            "UPDATE stock SET held = held - :q WHERE variant_id = :variant AND held >= :given_back",
            soci::use(quantity), soci::use(variant_id), soci::use(quantity)) != 1) {
        throw std::logic_error("variant " + variant_id + " does not hold the units of its hold");
    }
    stock_changed(unit, show_id, variant_id);
}

// What is available does not change: held units leave the house. So there is no news either.
void sell(store::Unit& unit, const std::string& variant_id, int64_t quantity, const Cause& cause) {
    int64_t on_hand = 0;
    if (!unit.sql().run("UPDATE stock SET held = held - :q, on_hand = on_hand - :q2, sold = sold + :q3 "
                        "WHERE variant_id = :variant AND held >= :sold RETURNING on_hand",
                        soci::into(on_hand), soci::use(quantity), soci::use(quantity), soci::use(quantity),
                        soci::use(variant_id), soci::use(quantity))) {
        throw std::logic_error("variant " + variant_id + " does not hold the units of its hold");
    }
    write_journal(unit, variant_id, -quantity, on_hand, cause);
}

void take_back(store::Unit& unit, const std::string& show_id, const std::string& variant_id, int64_t quantity,
               const Cause& cause) {
    int64_t on_hand = 0;
    if (!unit.sql().run("UPDATE stock SET on_hand = on_hand + :q, sold = sold - :q2 "
                        "WHERE variant_id = :variant AND sold >= :back RETURNING on_hand",
                        soci::into(on_hand), soci::use(quantity), soci::use(quantity), soci::use(variant_id),
                        soci::use(quantity))) {
        throw std::logic_error("variant " + variant_id + " never sold what comes back");
    }
    write_journal(unit, variant_id, quantity, on_hand, cause);
    stock_changed(unit, show_id, variant_id);
}

void receive(store::Unit& unit, const std::string& variant_id, int64_t quantity, const Cause& cause) {
    unit.sql().run("INSERT INTO stock (variant_id, on_hand, held, sold) VALUES (:variant, :q, 0, 0)",
                   soci::use(variant_id), soci::use(quantity));
    if (quantity > 0) write_journal(unit, variant_id, quantity, quantity, cause);
}

Result<Stock> adjust(store::Unit& unit, const std::string& variant_id, int64_t delta, const Cause& cause) {
    const std::optional<Stock> before = level(unit.sql(), variant_id);
    if (!before) return Error{Code::not_found, "There is no such variant."};
    const Result<Stock> after = adjust_units(*before, delta);
    if (!after.ok()) return after;
    if (unit.sql().change(
            "UPDATE stock SET on_hand = on_hand + :delta WHERE variant_id = :variant AND on_hand = :before",
            soci::use(delta), soci::use(variant_id), soci::use(before->on_hand)) != 1) {
        return Error{Code::conflict, "The stock changed in the same moment. Look at it again and repeat."};
    }
    write_journal(unit, variant_id, delta, after->on_hand, cause);
    stock_changed(unit, "", variant_id);
    return after;
}

}  // namespace vitrine::shop::stock
