// SPDX-License-Identifier: GPL-3.0-or-later
#include "server/shop/holds.h"

#include <stdexcept>

namespace vitrine::shop::holds {
namespace {

void tell(store::Unit& unit, const Row& row) {
    v1::ShowEvent event;
    event.set_show_id(row.hold.show_id());
    event.set_audience(v1::AUDIENCE_PERSON);
    event.set_recipient_id(row.person_id);
    *event.mutable_hold() = row.hold;
    unit.emit(std::move(event));
}

// The columns of a hold as one SELECT gives them.
struct Columns {
    std::string id, show_id, variant_id, person_id, currency, order_id;
    int64_t quantity = 0, unit_price_minor = 0, state = 0, in_payment = 0, first_expires_us = 0,
            expires_us = 0;

    Row row() const {
        Row row;
        row.hold.set_id(id);
        row.hold.set_show_id(show_id);
        row.hold.set_variant_id(variant_id);
        row.hold.set_quantity(quantity);
        row.hold.mutable_unit_price()->set_minor(unit_price_minor);
        row.hold.mutable_unit_price()->set_currency(currency);
        row.hold.set_expires_us(expires_us);
        row.hold.set_state(static_cast<v1::HoldState>(state));
        row.hold.set_order_id(order_id);
        row.person_id = person_id;
        row.in_payment = in_payment;
        row.first_expires_us = first_expires_us;
        return row;
    }
};

const std::string kSelect =
    "SELECT id, show_id, variant_id, person_id, currency, order_id, quantity, unit_price_minor, state, "
    "in_payment, first_expires_us, expires_us FROM hold WHERE ";

template <class... Exchange>
std::vector<Row> read(store::Session& sql, const std::string& text, const Exchange&... exchange) {
    std::vector<Row> found;
    Columns c;
    sql.each(
        text, [&] { found.push_back(c.row()); }, soci::into(c.id), soci::into(c.show_id),
        soci::into(c.variant_id), soci::into(c.person_id), soci::into(c.currency), soci::into(c.order_id),
        soci::into(c.quantity), soci::into(c.unit_price_minor), soci::into(c.state), soci::into(c.in_payment),
        soci::into(c.first_expires_us), soci::into(c.expires_us), exchange...);
    return found;
}

}  // namespace

v1::Hold Row::first_answer() const {
    v1::Hold first = hold;
    first.set_state(v1::HOLD_STATE_ACTIVE);
    first.set_expires_us(first_expires_us);
    first.clear_order_id();
    return first;
}

std::optional<Row> find(store::Session& sql, const std::string& hold_id) {
    static const std::string kText = kSelect + "id = :id";
    std::vector<Row> found = read(sql, kText, soci::use(hold_id));
    if (found.empty()) return std::nullopt;
    return std::move(found.front());
}

HoldsOfPerson of_person(store::Session& sql, const std::string& person_id, const std::string& variant_id) {
    HoldsOfPerson mine;
    sql.run(
        "SELECT COUNT(*), COALESCE(SUM(CASE WHEN variant_id = :variant THEN quantity ELSE 0 END), 0) "
        "FROM hold WHERE person_id = :person AND state = 1",
        soci::into(mine.holds), soci::into(mine.units_of_variant), soci::use(variant_id),
        soci::use(person_id));
    return mine;
}

std::vector<v1::Hold> active(store::Session& sql, const std::string& show_id, const std::string& person_id) {
    static const std::string kText =
        kSelect + "person_id = :person AND state = 1 AND show_id = :show ORDER BY created_us, id";
    std::vector<v1::Hold> found;
    for (Row& row : read(sql, kText, soci::use(person_id), soci::use(show_id)))
        found.push_back(std::move(row.hold));
    return found;
}

std::vector<std::string> ending(store::Session& sql, Instant now, int64_t most) {
    std::vector<std::string> ids;
    std::string id;
    sql.each(
        "SELECT id FROM hold WHERE state = 1 AND in_payment <> 1 AND expires_us <= :now ORDER BY expires_us "
        "LIMIT :most",
        [&] { ids.push_back(id); }, soci::into(id), soci::use(now.us), soci::use(most));
    return ids;
}

void add(store::Unit& unit, const Row& row) {
    const int64_t state = row.hold.state();
    const int64_t quantity = row.hold.quantity();
    const int64_t price = row.hold.unit_price().minor();
    const int64_t expires_us = row.hold.expires_us();
    const int64_t now_us = unit.now().us;
    unit.sql().run(
        "INSERT INTO hold (id, show_id, variant_id, person_id, quantity, unit_price_minor, currency, state, "
        "in_payment, "
        "created_us, first_expires_us, expires_us, order_id) "
        "VALUES (:id, :show, :variant, :person, :q, :price, :currency, :state, 0, :now, :first, :expires, "
        "'')",
        soci::use(row.hold.id()), soci::use(row.hold.show_id()), soci::use(row.hold.variant_id()),
        soci::use(row.person_id), soci::use(quantity), soci::use(price),
        soci::use(row.hold.unit_price().currency()), soci::use(state), soci::use(now_us),
        soci::use(expires_us), soci::use(expires_us));
    tell(unit, row);
}

void change(store::Unit& unit, const Row& row) {
    const int64_t state = row.hold.state();
    const int64_t expires_us = row.hold.expires_us();
    if (unit.sql().change("UPDATE hold SET state = :state, in_payment = :paying, expires_us = :expires, "
                          "order_id = :order_id "
                          "WHERE id = :id",
                          soci::use(state), soci::use(row.in_payment), soci::use(expires_us),
                          soci::use(row.hold.order_id()), soci::use(row.hold.id())) != 1) {
        throw std::logic_error("hold " + row.hold.id() + " is gone");
    }
    tell(unit, row);
}

}  // namespace vitrine::shop::holds
