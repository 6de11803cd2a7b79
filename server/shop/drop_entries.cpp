// SPDX-License-Identifier: GPL-3.0-or-later
#include "server/shop/drop_rows.h"

namespace vitrine::shop::drop_rows {
namespace {

struct Columns {
    std::string drop_id, id, person_id, hold_id;
    int64_t outcome = 0, place = 0;

    Entry entry() const {
        Entry found;
        found.entry.set_id(id);
        found.entry.set_drop_id(drop_id);
        found.entry.set_outcome(static_cast<v1::DropOutcome>(outcome));
        found.entry.set_place(place);
        found.entry.set_hold_id(hold_id);
        found.person_id = person_id;
        return found;
    }
};

const std::string kSelect =
    "SELECT e.drop_id, e.id, e.person_id, e.hold_id, e.outcome, e.place FROM drop_entry e ";

template <class... Exchange>
std::vector<Entry> read(store::Session& sql, const std::string& text, const Exchange&... exchange) {
    std::vector<Entry> found;
    Columns c;
    sql.each(
        text, [&] { found.push_back(c.entry()); }, soci::into(c.drop_id), soci::into(c.id),
        soci::into(c.person_id), soci::into(c.hold_id), soci::into(c.outcome), soci::into(c.place),
        exchange...);
    return found;
}

std::optional<Entry> first(std::vector<Entry> found) {
    if (found.empty()) return std::nullopt;
    return std::move(found.front());
}

}  // namespace

std::optional<Entry> find_entry(store::Session& sql, const std::string& drop_id,
                                const std::string& entry_id) {
    static const std::string kText = kSelect + "WHERE e.drop_id = :drop AND e.id = :id";
    return first(read(sql, kText, soci::use(drop_id), soci::use(entry_id)));
}

std::optional<Entry> entry_of(store::Session& sql, const std::string& drop_id, const std::string& person_id) {
    static const std::string kText = kSelect + "WHERE e.drop_id = :drop AND e.person_id = :person";
    return first(read(sql, kText, soci::use(drop_id), soci::use(person_id)));
}

std::vector<v1::DropEntry> entries_of(store::Session& sql, const std::string& show_id,
                                      const std::string& person_id) {
    static const std::string kText =
        kSelect +
        "JOIN product_drop d ON d.id = e.drop_id WHERE e.person_id = :person AND d.show_id = :show "
        "AND d.state IN (1, 2) ORDER BY d.opens_us, d.id";
    std::vector<v1::DropEntry> found;
    for (Entry& entry : read(sql, kText, soci::use(person_id), soci::use(show_id)))
        found.push_back(std::move(entry.entry));
    return found;
}

std::vector<std::string> entry_ids(store::Session& sql, const std::string& drop_id) {
    std::vector<std::string> ids;
    std::string id;
    sql.each(
        "SELECT id FROM drop_entry WHERE drop_id = :drop ORDER BY id", [&] { ids.push_back(id); },
        soci::into(id), soci::use(drop_id));
    return ids;
}

std::vector<std::string> winners(store::Session& sql, const std::string& drop_id) {
    std::vector<std::string> ids;
    std::string id;
    sql.each(
        "SELECT e.id FROM drop_entry e JOIN product_drop d ON d.id = e.drop_id "
        "WHERE e.drop_id = :drop AND e.place BETWEEN 1 AND d.quantity ORDER BY e.place",
        [&] { ids.push_back(id); }, soci::into(id), soci::use(drop_id));
    return ids;
}

void add_entry(store::Unit& unit, const Entry& entry) {
    unit.sql().run(
        "INSERT INTO drop_entry (drop_id, id, person_id, outcome, place, hold_id, at_us) "
        "VALUES (:drop, :id, :person, 0, 0, '', :now)",
        soci::use(entry.entry.drop_id()), soci::use(entry.entry.id()), soci::use(entry.person_id),
        soci::use(unit.now().us));
    unit.sql().run("UPDATE product_drop SET entries = entries + 1 WHERE id = :id",
                   soci::use(entry.entry.drop_id()));
}

void settle_entry(store::Unit& unit, const v1::DropEntry& entry) {
    const int64_t outcome = entry.outcome(), place = entry.place();
    unit.sql().run(
        "UPDATE drop_entry SET outcome = :outcome, place = :place, hold_id = :hold "
        "WHERE drop_id = :drop AND id = :id",
        soci::use(outcome), soci::use(place), soci::use(entry.hold_id()), soci::use(entry.drop_id()),
        soci::use(entry.id()));
}

void call_off_entries(store::Unit& unit, const std::string& drop_id) {
    const int64_t called_off = v1::DROP_OUTCOME_CALLED_OFF;
    unit.sql().run("UPDATE drop_entry SET outcome = :outcome WHERE drop_id = :drop", soci::use(called_off),
                   soci::use(drop_id));
}

}  // namespace vitrine::shop::drop_rows
