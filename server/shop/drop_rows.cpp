// SPDX-License-Identifier: GPL-3.0-or-later
#include "server/shop/drop_rows.h"

#include <stdexcept>

namespace vitrine::shop::drop_rows {
namespace {

struct Columns {
    std::string id, show_id, variant_id, commitment, seed;
    int64_t quantity = 0, state = 0, opens_us = 0, closes_us = 0, entries = 0;

    Row row() const {
        Row row;
        row.drop.set_id(id);
        row.drop.set_show_id(show_id);
        row.drop.set_variant_id(variant_id);
        row.drop.set_quantity(quantity);
        row.drop.set_state(static_cast<v1::DropState>(state));
        row.drop.set_opens_us(opens_us);
        row.drop.set_closes_us(closes_us);
        row.drop.set_commitment(commitment);
        row.drop.set_entries(entries);
        if (row.drop.state() == v1::DROP_STATE_DRAWN) row.drop.set_seed(seed);
        row.seed = seed;
        return row;
    }
};

const std::string kSelect =
    "SELECT d.id, d.show_id, d.variant_id, d.commitment, d.seed, d.quantity, d.state, d.opens_us, "
    "d.closes_us, d.entries FROM product_drop d WHERE ";

template <class... Exchange>
std::vector<Row> read(store::Session& sql, const std::string& text, const Exchange&... exchange) {
    std::vector<Row> found;
    Columns c;
    sql.each(
        text, [&] { found.push_back(c.row()); }, soci::into(c.id), soci::into(c.show_id),
        soci::into(c.variant_id), soci::into(c.commitment), soci::into(c.seed), soci::into(c.quantity),
        soci::into(c.state), soci::into(c.opens_us), soci::into(c.closes_us), soci::into(c.entries),
        exchange...);
    return found;
}

std::vector<v1::Drop> told(std::vector<Row> rows) {
    std::vector<v1::Drop> drops;
    for (Row& row : rows) drops.push_back(std::move(row.drop));
    return drops;
}

}  // namespace

std::optional<Row> find(store::Session& sql, const std::string& drop_id) {
    static const std::string kText = kSelect + "d.id = :id";
    std::vector<Row> found = read(sql, kText, soci::use(drop_id));
    if (found.empty()) return std::nullopt;
    return std::move(found.front());
}

std::vector<v1::Drop> of_show(store::Session& sql, const std::string& show_id, int64_t most) {
    static const std::string kText =
        kSelect + "d.show_id = :show ORDER BY d.opens_us DESC, d.id DESC LIMIT :most";
    return told(read(sql, kText, soci::use(show_id), soci::use(most)));
}

std::vector<v1::Drop> under_way(store::Session& sql, const std::string& show_id) {
    static const std::string kText =
        kSelect + "d.show_id = :show AND d.state IN (1, 2) ORDER BY d.opens_us, d.id";
    return told(read(sql, kText, soci::use(show_id)));
}

std::vector<std::string> to_be_drawn(store::Session& sql, Instant now) {
    std::vector<std::string> ids;
    std::string id;
    sql.each(
        "SELECT id FROM product_drop WHERE state IN (1, 2) AND (state = 2 OR closes_us <= :now) "
        "ORDER BY closes_us, id",
        [&] { ids.push_back(id); }, soci::into(id), soci::use(now.us));
    return ids;
}

void add(store::Unit& unit, const Row& row, const std::string& person_id) {
    const v1::Drop& drop = row.drop;
    const int64_t quantity = drop.quantity(), state = drop.state(), opens_us = drop.opens_us(),
                  closes_us = drop.closes_us();
    unit.sql().run(
        "INSERT INTO product_drop (id, show_id, variant_id, quantity, state, entries, commitment, seed, "
        "opens_us, closes_us, ended_us, person_id) VALUES (:id, :show, :variant, :q, :state, 0, :commitment, "
        ":seed, :opens, :closes, 0, :person)",
        soci::use(drop.id()), soci::use(drop.show_id()), soci::use(drop.variant_id()), soci::use(quantity),
        soci::use(state), soci::use(drop.commitment()), soci::use(row.seed), soci::use(opens_us),
        soci::use(closes_us), soci::use(person_id));
}

void set_state(store::Unit& unit, const v1::Drop& drop, v1::DropState state) {
    const bool ended = state == v1::DROP_STATE_DRAWN || state == v1::DROP_STATE_CALLED_OFF;
    const int64_t number = state;
    const int64_t ended_us = ended ? unit.now().us : 0;
    if (unit.sql().change("UPDATE product_drop SET state = :state, ended_us = :ended WHERE id = :id",
                          soci::use(number), soci::use(ended_us), soci::use(drop.id())) != 1) {
        throw std::logic_error("drop " + drop.id() + " is gone");
    }
}

void set_in_show(store::Unit& unit, const v1::Drop& drop, const std::string& drop_id) {
    unit.sql().run(
        "INSERT INTO show_variant (variant_id, show_id, allocated, drop_id, flash_minor, flash_from_us, "
        "flash_until_us) VALUES (:variant, :show, 0, :drop, 0, 0, 0) "
        "ON CONFLICT (variant_id, show_id) DO UPDATE SET drop_id = excluded.drop_id",
        soci::use(drop.variant_id()), soci::use(drop.show_id()), soci::use(drop_id));
}

std::vector<Units> units(store::Session& sql, const v1::Drop& drop) {
    std::vector<Units> found;
    Units one;
    one.bucket.variant_id = drop.variant_id();
    sql.each(
        "SELECT u.bucket_show, u.location_id, u.quantity FROM drop_units u JOIN location l ON l.id = "
        "u.location_id WHERE u.drop_id = :id AND u.quantity > 0 ORDER BY l.position, l.id",
        [&] { found.push_back(one); }, soci::into(one.bucket.show_id), soci::into(one.bucket.location_id),
        soci::into(one.quantity), soci::use(drop.id()));
    return found;
}

void add_units(store::Unit& unit, const std::string& drop_id, const Units& units) {
    unit.sql().run(
        "INSERT INTO drop_units (drop_id, bucket_show, location_id, quantity) "
        "VALUES (:id, :show, :location, :q)",
        soci::use(drop_id), soci::use(units.bucket.show_id), soci::use(units.bucket.location_id),
        soci::use(units.quantity));
}

std::optional<Bucket> take_unit(store::Unit& unit, const v1::Drop& drop) {
    const std::vector<Units> left = units(unit.sql(), drop);
    if (left.empty()) return std::nullopt;
    const Bucket& bucket = left.front().bucket;
    unit.sql().run(
        "UPDATE drop_units SET quantity = quantity - 1 WHERE drop_id = :id AND bucket_show = :show AND "
        "location_id = :location",
        soci::use(drop.id()), soci::use(bucket.show_id), soci::use(bucket.location_id));
    return bucket;
}

void clear_units(store::Unit& unit, const std::string& drop_id) {
    unit.sql().run("UPDATE drop_units SET quantity = 0 WHERE drop_id = :id", soci::use(drop_id));
}

}  // namespace vitrine::shop::drop_rows
