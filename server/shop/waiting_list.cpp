// SPDX-License-Identifier: GPL-3.0-or-later
#include "server/shop/waiting_list.h"

#include "server/domain/id.h"
#include "server/shop/holds.h"
#include "server/shop/stock.h"

namespace vitrine::shop::waiting_list {
namespace {

// New places are told to so many; who waits further back sees his place when he comes back.
constexpr int64_t kMostTold = 50;

struct Waiting {
    int64_t number = 0;
    std::string show_id, person_id;
};

std::vector<Waiting> first_in_line(store::Session& sql, const std::string& variant_id, int64_t most) {
    std::vector<Waiting> line;
    Waiting one;
    sql.each(
        "SELECT number, show_id, person_id FROM waiting WHERE variant_id = :variant ORDER BY number LIMIT "
        ":most",
        [&] { line.push_back(one); }, soci::into(one.number), soci::into(one.show_id),
        soci::into(one.person_id), soci::use(variant_id), soci::use(most));
    return line;
}

void tell_place(store::Unit& unit, const Waiting& who, const std::string& variant_id, int64_t position) {
    v1::ShowEvent event;
    event.set_show_id(who.show_id);
    event.set_audience(v1::AUDIENCE_PERSON);
    event.set_recipient_id(who.person_id);
    event.mutable_waitlist()->set_variant_id(variant_id);
    event.mutable_waitlist()->set_position(position);
    unit.emit(std::move(event));
}

int64_t position_of(store::Session& sql, const std::string& variant_id, const std::string& person_id) {
    int64_t position = 0;
    sql.run(
        "SELECT COUNT(*) FROM waiting WHERE variant_id = :variant AND number <= "
        "(SELECT number FROM waiting WHERE variant_id = :same AND person_id = :person)",
        soci::into(position), soci::use(variant_id), soci::use(variant_id), soci::use(person_id));
    return position;
}

void hold_for(store::Unit& unit, const Waiting& who, const std::string& variant_id, int64_t price_minor,
              const std::string& currency, const SaleTerms& terms) {
    const Result<Done> taken = stock::hold(unit, who.show_id, variant_id, 1);
    VITRINE_CHECK(taken.ok());  // counted before, in the same transaction
    unit.sql().run("DELETE FROM waiting WHERE variant_id = :variant AND number = :number",
                   soci::use(variant_id), soci::use(who.number));
    holds::Row row;
    row.person_id = who.person_id;
    row.hold.set_id(make_id(unit.now()));
    row.hold.set_show_id(who.show_id);
    row.hold.set_variant_id(variant_id);
    row.hold.set_quantity(1);
    row.hold.mutable_unit_price()->set_minor(price_minor);
    row.hold.mutable_unit_price()->set_currency(currency);
    row.hold.set_expires_us(unit.now().plus_s(terms.offer_ttl_s).us);
    row.hold.set_state(v1::HOLD_STATE_ACTIVE);
    holds::add(unit, {&row, 1});
    tell_place(unit, who, variant_id, 0);
}

}  // namespace

v1::WaitlistPlace join(store::Unit& unit, const std::string& show_id, const std::string& variant_id,
                       const std::string& person_id) {
    v1::WaitlistPlace place;
    place.set_variant_id(variant_id);
    place.set_position(position_of(unit.sql(), variant_id, person_id));
    if (place.position() > 0) return place;
    const int64_t now_us = unit.now().us;
    unit.sql().run(
        "INSERT INTO waiting (variant_id, number, show_id, person_id, joined_us) "
        "SELECT :variant, COALESCE(MAX(number), 0) + 1, :show, :person, :now FROM waiting WHERE variant_id = "
        ":same",
        soci::use(variant_id), soci::use(show_id), soci::use(person_id), soci::use(now_us),
        soci::use(variant_id));
    place.set_position(position_of(unit.sql(), variant_id, person_id));
    tell_place(unit, {0, show_id, person_id}, variant_id, place.position());
    return place;
}

std::vector<v1::WaitlistPlace> places(store::Session& sql, const std::string& show_id,
                                      const std::string& person_id) {
    std::vector<v1::WaitlistPlace> found;
    std::string variant_id;
    sql.each(
        "SELECT variant_id FROM waiting WHERE person_id = :person AND show_id = :show ORDER BY joined_us",
        [&] { found.emplace_back().set_variant_id(variant_id); }, soci::into(variant_id),
        soci::use(person_id), soci::use(show_id));
    for (v1::WaitlistPlace& place : found)
        place.set_position(position_of(sql, place.variant_id(), person_id));
    return found;
}

void offer_units(store::Unit& unit, const std::string& variant_id, const SaleTerms& terms) {
    store::Session& sql = unit.sql();
    int64_t available = 0, waiting = 0, price_minor = 0;
    std::string currency;
    // Nothing is offered that is no longer on sale.
    if (!sql.run("SELECT s.on_hand - s.held, v.price_minor, v.currency, "
                 "(SELECT COUNT(*) FROM waiting w WHERE w.variant_id = s.variant_id) "
                 "FROM stock s JOIN variant v ON v.id = s.variant_id JOIN product p ON p.id = v.product_id "
                 "WHERE s.variant_id = :variant AND v.archived = 0 AND p.archived = 0",
                 soci::into(available), soci::into(price_minor), soci::into(currency), soci::into(waiting),
                 soci::use(variant_id))) {
        return;
    }
    const int64_t offers = count_offers(available, waiting);
    if (offers == 0) return;
    for (const Waiting& who : first_in_line(sql, variant_id, offers)) {
        hold_for(unit, who, variant_id, price_minor, currency, terms);
    }
    int64_t position = 0;
    for (const Waiting& who : first_in_line(sql, variant_id, kMostTold))
        tell_place(unit, who, variant_id, ++position);
}

}  // namespace vitrine::shop::waiting_list
