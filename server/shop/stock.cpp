// SPDX-License-Identifier: GPL-3.0-or-later
#include "server/shop/stock.h"

#include <algorithm>
#include <stdexcept>

#include "server/shop/stock_news.h"

namespace vitrine::shop::stock {
namespace {

void write_journal(store::Unit& unit, const Bucket& bucket, int64_t delta, int64_t on_hand_after,
                   const Cause& cause) {
    const int64_t kind = static_cast<int64_t>(cause.kind);
    const int64_t at_us = unit.now().us;
    unit.sql().run(
        "INSERT INTO stock_movement (variant_id, number, show_id, location_id, kind, delta, on_hand_after, "
        "reason, person_id, reference, at_us) "
        "SELECT :variant, COALESCE(MAX(number), 0) + 1, :show, :location, :kind, :delta, :after, :reason, "
        ":person, :reference, :at FROM stock_movement WHERE variant_id = :same",
        soci::use(bucket.variant_id), soci::use(bucket.show_id), soci::use(bucket.location_id),
        soci::use(kind), soci::use(delta), soci::use(on_hand_after), soci::use(cause.reason),
        soci::use(cause.person_id), soci::use(cause.reference), soci::use(at_us),
        soci::use(bucket.variant_id));
}

[[noreturn]] void not_held(const Bucket& bucket) {
    throw std::logic_error("variant " + bucket.variant_id + " does not hold the units of its hold at " +
                           bucket.location_id);
}

// A bucket comes to be when the first units come to it.
Stock found_or_made(store::Session& sql, const Bucket& bucket) {
    Stock stock;
    sql.run(
        "INSERT INTO stock (variant_id, show_id, location_id, on_hand, held, sold) "
        "VALUES (:variant, :show, :location, 0, 0, 0) "
        "ON CONFLICT (variant_id, show_id, location_id) DO NOTHING",
        soci::use(bucket.variant_id), soci::use(bucket.show_id), soci::use(bucket.location_id));
    sql.run(
        "SELECT on_hand, held, sold FROM stock WHERE variant_id = :variant AND show_id = :show AND "
        "location_id = :location",
        soci::into(stock.on_hand), soci::into(stock.held), soci::into(stock.sold),
        soci::use(bucket.variant_id), soci::use(bucket.show_id), soci::use(bucket.location_id));
    return stock;
}

void come_or_go(store::Unit& unit, const Bucket& bucket, int64_t delta, const Cause& cause) {
    int64_t on_hand = 0;
    if (!unit.sql().run("UPDATE stock SET on_hand = on_hand + :delta WHERE variant_id = :variant AND show_id "
                        "= :show AND location_id = :location RETURNING on_hand",
                        soci::into(on_hand), soci::use(delta), soci::use(bucket.variant_id),
                        soci::use(bucket.show_id), soci::use(bucket.location_id))) {
        throw std::logic_error("bucket of " + bucket.variant_id + " is gone");
    }
    write_journal(unit, bucket, delta, on_hand, cause);
    stock_changed(unit, "", bucket.variant_id, bucket.show_id);
}

// No show sells from a bucket that was given back: what still comes free there goes home.
void bring_home(store::Unit& unit, const Bucket& bucket, int64_t quantity) {
    if (bucket.show_id.empty()) return;
    if (pool_of(unit.sql(), bucket.variant_id, bucket.show_id) == bucket.show_id) return;
    const Result<Done> moved =
        move(unit, bucket, {bucket.variant_id, "", bucket.location_id}, quantity,
             {Movement::given_back, "a hold ended after the show", "", bucket.show_id});
    if (!moved.ok()) throw std::logic_error(moved.error().message);
}

}  // namespace

Result<Bucket> hold(store::Unit& unit, const std::string& show_id, const std::string& variant_id,
                    const std::string& pool, int64_t quantity) {
    Bucket bucket{variant_id, pool, ""};
    if (unit.sql().run(
            "UPDATE stock SET held = held + :q WHERE variant_id = :variant AND show_id = :pool AND "
            "location_id = (SELECT b.location_id FROM stock b JOIN location l ON l.id = "
            "b.location_id WHERE b.variant_id = :same AND b.show_id = :same_pool AND b.on_hand - "
            "b.held >= :wanted ORDER BY l.position, l.id LIMIT 1) RETURNING location_id",
            soci::into(bucket.location_id), soci::use(quantity), soci::use(variant_id), soci::use(pool),
            soci::use(variant_id), soci::use(pool), soci::use(quantity))) {
        stock_changed(unit, show_id, variant_id, pool);
        return bucket;
    }
    int64_t left = 0, together = 0;
    unit.sql().run(
        "SELECT COALESCE(SUM(on_hand - held), 0), COALESCE(MAX(on_hand - held), 0) FROM stock "
        "WHERE variant_id = :variant AND show_id = :pool",
        soci::into(left), soci::into(together), soci::use(variant_id), soci::use(pool));
    return too_few(left, together);
}

void hold_in(store::Unit& unit, const std::string& show_id, const Bucket& bucket, int64_t quantity) {
    if (unit.sql().change("UPDATE stock SET held = held + :q WHERE variant_id = :variant AND show_id = :show "
                          "AND location_id = :location AND on_hand - held >= :wanted",
                          soci::use(quantity), soci::use(bucket.variant_id), soci::use(bucket.show_id),
                          soci::use(bucket.location_id), soci::use(quantity)) != 1) {
        throw std::logic_error("variant " + bucket.variant_id + " has fewer units free than it had");
    }
    stock_changed(unit, show_id, bucket.variant_id, bucket.show_id);
}

void release(store::Unit& unit, const std::string& show_id, const Bucket& bucket, int64_t quantity) {
    if (unit.sql().change("UPDATE stock SET held = held - :q WHERE variant_id = :variant AND show_id = :show "
                          "AND location_id = :location AND held >= :given_back",
                          soci::use(quantity), soci::use(bucket.variant_id), soci::use(bucket.show_id),
                          soci::use(bucket.location_id), soci::use(quantity)) != 1) {
        not_held(bucket);
    }
    stock_changed(unit, show_id, bucket.variant_id, bucket.show_id);
    bring_home(unit, bucket, quantity);
}

// What is available does not change: held units leave the house. So there is no news either.
void sell(store::Unit& unit, const Bucket& bucket, int64_t quantity, const Cause& cause) {
    int64_t on_hand = 0;
    if (!unit.sql().run("UPDATE stock SET held = held - :q, on_hand = on_hand - :q2, sold = sold + :q3 "
                        "WHERE variant_id = :variant AND show_id = :show AND location_id = :location AND "
                        "held >= :sold RETURNING on_hand",
                        soci::into(on_hand), soci::use(quantity), soci::use(quantity), soci::use(quantity),
                        soci::use(bucket.variant_id), soci::use(bucket.show_id),
                        soci::use(bucket.location_id), soci::use(quantity))) {
        not_held(bucket);
    }
    write_journal(unit, bucket, -quantity, on_hand, cause);
}

Result<Done> take_back(store::Unit& unit, const Bucket& bucket, int64_t quantity, const Cause& cause) {
    const Result<Stock> after = take_back_units(found_or_made(unit.sql(), bucket), quantity);
    if (!after.ok() && after.error().code == Code::internal) throw std::logic_error(after.error().message);
    if (!after.ok()) return after.error();
    unit.sql().run(
        "UPDATE stock SET sold = sold - :q, on_hand = on_hand + :q2 WHERE variant_id = :variant AND show_id "
        "= :show AND location_id = :location",
        soci::use(quantity), soci::use(quantity), soci::use(bucket.variant_id), soci::use(bucket.show_id),
        soci::use(bucket.location_id));
    write_journal(unit, bucket, quantity, after->on_hand, cause);
    stock_changed(unit, "", bucket.variant_id, bucket.show_id);
    bring_home(unit, bucket, quantity);
    return Done{};
}

void receive(store::Unit& unit, const std::string& variant_id, int64_t quantity, const Cause& cause) {
    Bucket bucket{variant_id, "", ""};
    unit.sql().run(
        "INSERT INTO stock (variant_id, show_id, location_id, on_hand, held, sold) "
        "SELECT :variant, '', id, :q, 0, 0 FROM location WHERE standard = 1 RETURNING location_id",
        soci::into(bucket.location_id), soci::use(variant_id), soci::use(quantity));
    if (quantity > 0) write_journal(unit, bucket, quantity, quantity, cause);
}

Result<Done> adjust(store::Unit& unit, const Bucket& bucket, int64_t delta, const Cause& cause) {
    const Stock before = found_or_made(unit.sql(), bucket);
    int64_t everywhere = 0;
    unit.sql().run("SELECT SUM(on_hand) FROM stock WHERE variant_id = :variant", soci::into(everywhere),
                   soci::use(bucket.variant_id));
    const Result<Stock> after = adjust_units(before, delta, everywhere - before.on_hand);
    if (!after.ok()) return after.error();
    come_or_go(unit, bucket, delta, cause);
    return Done{};
}

Result<Done> move(store::Unit& unit, const Bucket& from, const Bucket& to, int64_t quantity,
                  const Cause& cause) {
    const Result<Move> after =
        move_units(found_or_made(unit.sql(), from), found_or_made(unit.sql(), to), quantity);
    if (!after.ok()) return after.error();
    come_or_go(unit, from, -quantity, cause);
    come_or_go(unit, to, quantity, cause);
    return Done{};
}

}  // namespace vitrine::shop::stock
