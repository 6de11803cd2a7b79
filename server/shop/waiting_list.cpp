// SPDX-License-Identifier: GPL-3.0-or-later
#include "server/shop/waiting_list.h"

#include <optional>

#include "server/domain/id.h"
#include "server/shop/buyer_currency.h"
#include "server/shop/reserve.h"
#include "server/shop/stock.h"

namespace vitrine::shop::waiting_list {
namespace {

// New places are told to so many; who waits further back sees his place when he comes back.
constexpr int64_t kMostTold = 50;
constexpr int64_t kMostCounted = 1000;
// A place in a show that is over is kept so long, for those who watch it again.
constexpr int64_t kKeptAfterShow_s = 24 * 3600;
constexpr int64_t kMostForgotten = 500;

struct Waiting {
    int64_t number = 0;
    std::string show_id, person_id;
};

// A row stands in the line of the pool that its show sells from now.
const std::string kPool = "CASE WHEN t.allocated = 1 THEN w.show_id ELSE '' END";
const std::string kFrom =
    " FROM waiting w LEFT JOIN show_variant t ON t.variant_id = w.variant_id AND t.show_id = w.show_id "
    "WHERE w.variant_id = :variant ";

std::vector<Waiting> first_in_line(store::Session& sql, const std::string& variant_id,
                                   const std::string& pool, int64_t most) {
    static const std::string kText = "SELECT w.number, w.show_id, w.person_id" + kFrom + "AND " + kPool +
                                     " = :pool ORDER BY w.number LIMIT :most";
    std::vector<Waiting> line;
    Waiting one;
    sql.each(
        kText, [&] { line.push_back(one); }, soci::into(one.number), soci::into(one.show_id),
        soci::into(one.person_id), soci::use(variant_id), soci::use(pool), soci::use(most));
    return line;
}

// '' and the shows with units of their own: few, however long the lines are.
std::vector<std::string> pools_of(store::Session& sql, const std::string& variant_id) {
    std::vector<std::string> pools{""};
    std::string pool;
    sql.each(
        "SELECT show_id FROM show_variant WHERE variant_id = :variant AND allocated = 1 ORDER BY show_id",
        [&] { pools.push_back(pool); }, soci::into(pool), soci::use(variant_id));
    return pools;
}

void tell_place(store::Unit& unit, const Waiting& who, const std::string& variant_id, int64_t position,
                const std::string& problem = "") {
    v1::ShowEvent event;
    event.set_show_id(who.show_id);
    event.set_audience(v1::AUDIENCE_PERSON);
    event.set_recipient_id(who.person_id);
    event.mutable_waitlist()->set_variant_id(variant_id);
    event.mutable_waitlist()->set_position(position);
    event.mutable_waitlist()->set_problem(problem);
    unit.emit(std::move(event));
}

// Once for a group, however many of its commands moved the line.
void tell_line(store::Unit& unit, const std::string& variant_id, const std::string& pool) {
    unit.at_group_end("shop.line:" + variant_id + ":" + pool, [variant_id, pool](store::Unit& at_end) {
        int64_t position = 0;
        for (const Waiting& who : first_in_line(at_end.sql(), variant_id, pool, kMostTold))
            tell_place(at_end, who, variant_id, ++position);
    });
}

// His number in the line of this pool; 0: he is not in it. A person has few rows, whoever else waits.
int64_t number_of(store::Session& sql, const std::string& variant_id, const std::string& pool,
                  const std::string& person_id) {
    static const std::string kText =
        "SELECT COALESCE(MIN(w.number), 0)" + kFrom + "AND w.person_id = :person AND " + kPool + " = :pool";
    int64_t number = 0;
    sql.run(kText, soci::into(number), soci::use(variant_id), soci::use(person_id), soci::use(pool));
    return number;
}

// Counted no further than kMostCounted: nobody needs to know whether he is the 5000th or the 5001st, and who
// asks must not cost the shop a walk along the line.
int64_t position_of(store::Session& sql, const std::string& variant_id, const std::string& pool,
                    const std::string& person_id) {
    const int64_t number = number_of(sql, variant_id, pool, person_id);
    if (number == 0) return 0;
    static const std::string kText = "SELECT COUNT(*) FROM (SELECT 1 AS one" + kFrom + "AND " + kPool +
                                     " = :pool AND w.number <= :number ORDER BY w.number LIMIT :most) ahead";
    int64_t position = 0;
    sql.run(kText, soci::into(position), soci::use(variant_id), soci::use(pool), soci::use(number),
            soci::use(kMostCounted));
    return position;
}

void add(store::Unit& unit, const Waiting& who, const std::string& variant_id) {
    const int64_t now_us = unit.now().us;
    unit.sql().run(
        "INSERT INTO waiting (variant_id, number, show_id, person_id, joined_us) "
        "SELECT :variant, COALESCE(MAX(number), 0) + 1, :show, :person, :now FROM waiting WHERE variant_id = "
        ":same",
        soci::use(variant_id), soci::use(who.show_id), soci::use(who.person_id), soci::use(now_us),
        soci::use(variant_id));
}

void remove(store::Unit& unit, const Waiting& who, const std::string& variant_id) {
    unit.sql().run("DELETE FROM waiting WHERE variant_id = :variant AND number = :number",
                   soci::use(variant_id), soci::use(who.number));
}

// In the currency he has chosen, where it is sold in it.
Result<Offer> offer_for(store::Unit& unit, const Waiting& who, const std::string& variant_id) {
    const std::string currency = buyer_currency::of(unit.sql(), who.person_id);
    const Result<Offer> offer = offer_to_promised(unit.sql(), who.show_id, variant_id, currency, unit.now());
    if (offer.ok() || currency.empty()) return offer;
    return offer_to_promised(unit.sql(), who.show_id, variant_id, "", unit.now());
}

// Precondition: a unit is free in his pool. False when nothing can be offered to anybody.
bool offer_one(store::Unit& unit, const Waiting& who, const std::string& variant_id, const SaleTerms& terms) {
    const Result<Offer> offer = offer_for(unit, who, variant_id);
    if (!offer.ok()) return false;
    holds::Row row;
    row.person_id = who.person_id;
    row.hold.set_id(make_id(unit.now()));
    row.hold.set_show_id(who.show_id);
    row.hold.set_variant_id(variant_id);
    row.hold.set_quantity(1);
    row.hold.set_expires_us(unit.now().plus_s(terms.offer_ttl_s).us);
    const Result<Done> taken = take_units(unit, row, *offer);
    remove(unit, who, variant_id);
    if (taken.ok()) holds::add(unit, {&row, 1});
    VITRINE_CHECK(taken.ok() || taken.error().code == Code::too_large);
    tell_place(unit, who, variant_id, 0, taken.ok() ? "" : taken.error().message);
    return true;
}

}  // namespace

v1::WaitlistPlace join(store::Unit& unit, const std::string& show_id, const std::string& variant_id,
                       const std::string& person_id) {
    const std::string pool = stock::pool_of(unit.sql(), variant_id, show_id);
    v1::WaitlistPlace place;
    place.set_variant_id(variant_id);
    place.set_position(position_of(unit.sql(), variant_id, pool, person_id));
    if (place.position() > 0) return place;
    add(unit, {0, show_id, person_id}, variant_id);
    place.set_position(position_of(unit.sql(), variant_id, pool, person_id));
    tell_place(unit, {0, show_id, person_id}, variant_id, place.position());
    return place;
}

std::vector<int64_t> join_all(store::Unit& unit, const std::string& show_id, const std::string& variant_id,
                              const std::vector<std::string>& person_ids) {
    const std::string pool = stock::pool_of(unit.sql(), variant_id, show_id);
    static const std::string kLength = "SELECT COUNT(*)" + kFrom + "AND " + kPool + " = :pool";
    int64_t length = 0;
    unit.sql().run(kLength, soci::into(length), soci::use(variant_id), soci::use(pool));
    std::vector<int64_t> positions;
    for (const std::string& person_id : person_ids) {
        positions.push_back(position_of(unit.sql(), variant_id, pool, person_id));
        if (positions.back() == 0) {
            add(unit, {0, show_id, person_id}, variant_id);
            positions.back() = ++length;
        }
        tell_place(unit, {0, show_id, person_id}, variant_id, positions.back());
    }
    return positions;
}

bool anybody(store::Session& sql, const std::string& variant_id, const std::string& pool) {
    return !first_in_line(sql, variant_id, pool, 1).empty();
}

std::vector<v1::WaitlistPlace> places(store::Session& sql, const std::string& show_id,
                                      const std::string& person_id) {
    std::vector<v1::WaitlistPlace> found;
    std::string variant_id;
    sql.each(
        "SELECT variant_id FROM waiting WHERE person_id = :person AND show_id = :show ORDER BY joined_us",
        [&] { found.emplace_back().set_variant_id(variant_id); }, soci::into(variant_id),
        soci::use(person_id), soci::use(show_id));
    for (v1::WaitlistPlace& place : found) {
        const std::string pool = stock::pool_of(sql, place.variant_id(), show_id);
        place.set_position(position_of(sql, place.variant_id(), pool, person_id));
    }
    return found;
}

void hand_over(store::Unit& unit, const std::string& from, const std::string& to) {
    struct Place {
        std::string variant_id, show_id;
    };
    std::vector<Place> waits;
    Place one;
    unit.sql().each(
        "SELECT variant_id, show_id FROM waiting WHERE person_id = :person ORDER BY variant_id, number",
        [&] { waits.push_back(one); }, soci::into(one.variant_id), soci::into(one.show_id), soci::use(from));
    for (const auto& [variant_id, show_id] : waits) {
        const std::string pool = stock::pool_of(unit.sql(), variant_id, show_id);
        const int64_t own = number_of(unit.sql(), variant_id, pool, to),
                      guests = number_of(unit.sql(), variant_id, pool, from);
        const std::string& loser = own > 0 && own < guests ? from : to;
        if (own > 0) {
            const int64_t number = std::max(own, guests);
            unit.sql().run(
                "DELETE FROM waiting WHERE variant_id = :variant AND number = :number AND person_id = :who",
                soci::use(variant_id), soci::use(number), soci::use(loser));
        }
        unit.sql().run(
            "UPDATE waiting SET person_id = :to WHERE person_id = :from AND variant_id = :variant AND "
            "show_id = :show",
            soci::use(to), soci::use(from), soci::use(variant_id), soci::use(show_id));
    }
}

int64_t forget_ended(store::Unit& unit) {
    const int64_t before_us = unit.now().plus_s(-kKeptAfterShow_s).us;
    return unit.sql().change(
        "DELETE FROM waiting WHERE (variant_id, number) IN (SELECT w.variant_id, w.number FROM waiting w "
        "JOIN show s ON s.id = w.show_id WHERE w.joined_us < :before AND s.ended_us > 0 AND s.ended_us < "
        ":same ORDER BY w.joined_us LIMIT :most)",
        soci::use(before_us), soci::use(before_us), soci::use(kMostForgotten));
}

void offer_units(store::Unit& unit, const std::string& variant_id, const SaleTerms& terms) {
    for (const std::string& pool : pools_of(unit.sql(), variant_id)) {
        bool moved = false;
        while (stock::available(unit.sql(), variant_id, pool) > 0) {
            const std::vector<Waiting> first = first_in_line(unit.sql(), variant_id, pool, 1);
            if (first.empty() || !offer_one(unit, first.front(), variant_id, terms)) break;
            moved = true;
        }
        if (moved) tell_line(unit, variant_id, pool);
    }
}

}  // namespace vitrine::shop::waiting_list
