// SPDX-License-Identifier: GPL-3.0-or-later
#include "server/shop/cart_rows.h"

#include <algorithm>
#include <limits>
#include <map>

#include "server/domain/check.h"

namespace vitrine::shop::cart_rows {
namespace {

// When each lasting line was put in, by its hold.
std::map<std::string, int64_t> lasting(store::Session& sql, const std::string& person_id,
                                       const std::string& show_id) {
    std::map<std::string, int64_t> found;
    std::string hold_id;
    int64_t added_us = 0;
    sql.each(
        "SELECT hold_id, added_us FROM cart_line WHERE person_id = :person AND show_id = :show",
        [&] { found[hold_id] = added_us; }, soci::into(hold_id), soci::into(added_us), soci::use(person_id),
        soci::use(show_id));
    return found;
}

v1::CartLine line_of(const v1::Hold& hold, bool stays) {
    v1::CartLine line;
    line.set_show_id(hold.show_id());
    line.set_variant_id(hold.variant_id());
    line.set_quantity(hold.quantity());
    if (hold.state() == v1::HOLD_STATE_ACTIVE) line.set_held_until_us(hold.expires_us());
    line.set_lasting(stays);
    *line.mutable_hold() = hold;
    return line;
}

}  // namespace

void keep(store::Session& sql, const holds::Row& row, Instant added) {
    int64_t there = 0;
    if (sql.run("SELECT 1 FROM cart_line WHERE hold_id = :hold", soci::into(there), soci::use(row.hold.id())))
        return;
    sql.run(
        "INSERT INTO cart_line (hold_id, person_id, show_id, added_us) VALUES (:hold, :person, :show, "
        ":added)",
        soci::use(row.hold.id()), soci::use(row.person_id), soci::use(row.hold.show_id()),
        soci::use(added.us));
}

void remove(store::Session& sql, const std::string& hold_id) {
    sql.run("DELETE FROM cart_line WHERE hold_id = :hold", soci::use(hold_id));
}

bool replace(store::Session& sql, const std::string& old_hold_id, const std::string& new_hold_id) {
    return sql.change("UPDATE cart_line SET hold_id = :new WHERE hold_id = :old", soci::use(new_hold_id),
                      soci::use(old_hold_id)) == 1;
}

void hand_over(store::Session& sql, const std::string& from, const std::string& to) {
    sql.run("UPDATE cart_line SET person_id = :to WHERE person_id = :from", soci::use(to), soci::use(from));
}

std::vector<holds::Row> lapsed(store::Session& sql, const std::string& person_id,
                               const std::string& show_id) {
    std::vector<std::string> ids;
    std::string id;
    sql.each(
        "SELECT c.hold_id FROM cart_line c JOIN hold h ON h.id = c.hold_id WHERE c.person_id = :person AND "
        "c.show_id = :show AND h.state = 2 ORDER BY c.added_us, c.hold_id",
        [&] { ids.push_back(id); }, soci::into(id), soci::use(person_id), soci::use(show_id));
    std::vector<holds::Row> rows;
    for (const std::string& each : ids) {
        std::optional<holds::Row> row = holds::find(sql, each);
        VITRINE_CHECK(row.has_value());
        rows.push_back(std::move(*row));
    }
    return rows;
}

v1::Cart load(store::Session& sql, const std::string& person_id, const std::string& show_id) {
    const std::map<std::string, int64_t> stays = lasting(sql, person_id, show_id);
    std::vector<v1::Hold> all = holds::active(sql, show_id, person_id);
    for (holds::Row& row : lapsed(sql, person_id, show_id)) all.push_back(std::move(row.hold));
    // What came by itself (an offer of the waiting list) comes last.
    const auto place = [&](const v1::Hold& hold) {
        const auto found = stays.find(hold.id());
        return found == stays.end() ? std::numeric_limits<int64_t>::max() : found->second;
    };
    std::stable_sort(all.begin(), all.end(),
                     [&](const v1::Hold& a, const v1::Hold& b) { return place(a) < place(b); });
    v1::Cart cart;
    cart.set_show_id(show_id);
    for (const v1::Hold& hold : all) *cart.add_lines() = line_of(hold, stays.contains(hold.id()));
    return cart;
}

}  // namespace vitrine::shop::cart_rows
