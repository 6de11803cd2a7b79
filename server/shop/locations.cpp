// SPDX-License-Identifier: GPL-3.0-or-later
#include "server/shop/locations.h"

#include <algorithm>
#include <optional>

#include "server/domain/id.h"
#include "server/domain/text.h"
#include "server/shop/stock.h"

namespace vitrine::shop {
namespace {

constexpr size_t kMostName = 60, kMostLocations = 200;
constexpr int64_t kMostPosition = 1'000'000;

Error no_such_location() { return {Code::not_found, "There is no such location. Load them again."}; }

std::vector<v1::Location> read(store::Session& sql, bool with_archived) {
    const int64_t archived_too = with_archived ? 1 : 0;
    std::vector<v1::Location> found;
    std::string id, name;
    int64_t position = 0, standard = 0, archived = 0;
    sql.each(
        "SELECT id, name, position, standard, archived FROM location WHERE archived <= :archived "
        "ORDER BY position, id",
        [&] {
            v1::Location& location = found.emplace_back();
            location.set_id(id);
            location.set_name(name);
            location.set_position(position);
            location.set_standard(standard != 0);
            location.set_archived(archived != 0);
        },
        soci::into(id), soci::into(name), soci::into(position), soci::into(standard), soci::into(archived),
        soci::use(archived_too));
    return found;
}

std::optional<v1::Location> find(store::Session& sql, const std::string& id) {
    for (v1::Location& location : read(sql, true)) {
        if (location.id() == id) return std::move(location);
    }
    return std::nullopt;
}

Result<Done> check(store::Session& sql, const v1::Location& location) {
    if (location.position() < 0 || location.position() > kMostPosition) {
        return Error{Code::invalid_argument, "The position must lie between 0 and a million."};
    }
    const std::vector<v1::Location> others = read(sql, false);
    if (location.id().empty() && others.size() >= kMostLocations) {
        return Error{Code::too_large, "There are " + std::to_string(kMostLocations) +
                                          " locations already. Archive one you need no longer."};
    }
    for (const v1::Location& other : others) {
        if (other.id() != location.id() && other.name() == location.name()) {
            return Error{Code::conflict, "Another location has this name. Choose another one."};
        }
    }
    return Done{};
}

void write(store::Unit& unit, const v1::Location& location) {
    const int64_t position = location.position();
    const int64_t standard = location.standard() ? 1 : 0;
    const int64_t archived = location.archived() ? 1 : 0;
    if (standard) unit.sql().run("UPDATE location SET standard = 0 WHERE standard = 1");
    unit.sql().run(
        "INSERT INTO location (id, name, position, standard, archived) "
        "VALUES (:id, :name, :position, :standard, :archived) ON CONFLICT (id) DO UPDATE SET "
        "name = excluded.name, position = excluded.position, standard = excluded.standard, "
        "archived = excluded.archived",
        soci::use(location.id()), soci::use(location.name()), soci::use(position), soci::use(standard),
        soci::use(archived));
}

}  // namespace

std::vector<v1::Location> locations::all(store::Session& sql, bool with_archived) {
    return read(sql, with_archived);
}

Result<v1::Location> locations::save(store::Unit& unit, v1::Location location) {
    const auto name = one_line(location.name(), kMostName, "The location's name");
    if (!name.ok()) return name.error();
    location.set_name(*name);
    location.set_archived(false);
    if (auto good = check(unit.sql(), location); !good.ok()) return good.error();
    if (location.id().empty()) {
        location.set_id(make_id(unit.now()));
    } else {
        const auto stored = find(unit.sql(), location.id());
        if (!stored) return no_such_location();
        if (stored->standard() && !location.standard()) {
            return Error{Code::precondition,
                         "One location must be the standard one. Make another one standard instead."};
        }
    }
    write(unit, location);
    return location;
}

Result<v1::Location> locations::archive(store::Unit& unit, const std::string& location_id) {
    auto location = find(unit.sql(), location_id);
    if (!location) return no_such_location();
    if (location->archived()) return *location;
    if (location->standard()) {
        return Error{Code::precondition, "This is the standard location. Make another one standard first."};
    }
    int64_t units = 0;
    unit.sql().run("SELECT COALESCE(SUM(on_hand), 0) FROM stock WHERE location_id = :id", soci::into(units),
                   soci::use(location_id));
    if (units > 0) {
        return Error{Code::precondition, "There are still " + std::to_string(units) +
                                             " units here. Move them to another location first."};
    }
    location->set_archived(true);
    write(unit, *location);
    return *location;
}

Result<Bucket> named_bucket(store::Session& sql, const std::string& variant_id, const std::string& show_id,
                            const std::string& location_id) {
    int64_t found = 0;
    if (!sql.run("SELECT 1 FROM variant WHERE id = :id", soci::into(found), soci::use(variant_id))) {
        return Error{Code::not_found, "There is no such variant."};
    }
    if (!show_id.empty() && stock::pool_of(sql, variant_id, show_id) != show_id) {
        return Error{
            Code::precondition,
            "This show has no units of its own of this. Allocate some to it, or leave out the show."};
    }
    for (const v1::Location& location : read(sql, false)) {
        if (location_id.empty() ? location.standard() : location.id() == location_id)
            return Bucket{variant_id, show_id, location.id()};
    }
    return no_such_location();
}

}  // namespace vitrine::shop
