// SPDX-License-Identifier: GPL-3.0-or-later
#include "server/shop/address_book.h"

#include "server/domain/check.h"
#include "server/shop/address_rules.h"
#include "server/store/message_text.h"

namespace vitrine::shop::address_book {
namespace {

constexpr size_t kMost = 10;

std::string text_of(const v1::Address& address) { return store::to_text(address.SerializeAsString()); }

v1::Address address_in(const std::string& id, const std::string& text, int64_t standard) {
    v1::Address address;
    VITRINE_CHECK(address.ParseFromString(store::from_text(text)));
    address.set_id(id);
    address.set_standard(standard == 1);
    return address;
}

void unset_standard(store::Session& sql, const std::string& person_id) {
    sql.run("UPDATE buyer_address SET standard = 0 WHERE person_id = :person AND standard = 1",
            soci::use(person_id));
}

void add(store::Unit& unit, const std::string& person_id, const v1::Address& address) {
    const std::string text = text_of(address);
    const int64_t standard = address.standard(), now_us = unit.now().us;
    unit.sql().run(
        "INSERT INTO buyer_address (id, person_id, address, standard, created_us) VALUES (:id, :person, "
        ":address, :standard, :now)",
        soci::use(address.id()), soci::use(person_id), soci::use(text), soci::use(standard),
        soci::use(now_us));
}

void change(store::Unit& unit, const v1::Address& address) {
    const std::string text = text_of(address);
    const int64_t standard = address.standard();
    unit.sql().run("UPDATE buyer_address SET address = :address, standard = :standard WHERE id = :id",
                   soci::use(text), soci::use(standard), soci::use(address.id()));
}

}  // namespace

std::vector<v1::Address> all(store::Session& sql, const std::string& person_id) {
    std::vector<v1::Address> found;
    std::string id, text;
    int64_t standard = 0;
    sql.each(
        "SELECT id, address, standard FROM buyer_address WHERE person_id = :person ORDER BY standard DESC, "
        "created_us, id",
        [&] { found.push_back(address_in(id, text, standard)); }, soci::into(id), soci::into(text),
        soci::into(standard), soci::use(person_id));
    return found;
}

Result<v1::Address> find(store::Session& sql, const std::string& person_id, const std::string& address_id) {
    std::string text;
    int64_t standard = 0;
    if (!sql.run("SELECT address, standard FROM buyer_address WHERE id = :id AND person_id = :person",
                 soci::into(text), soci::into(standard), soci::use(address_id), soci::use(person_id))) {
        return Error{Code::not_found, "You have no such address. Choose another one."};
    }
    return address_in(address_id, text, standard);
}

Result<v1::Address> save(store::Unit& unit, const std::string& person_id,
                         const v1::SaveAddressRequest& request) {
    Result<v1::Address> address = tidy_address(request.address());
    if (!address.ok()) return address;
    const bool fresh = address->id().empty();
    const std::vector<v1::Address> others = all(unit.sql(), person_id);
    if (fresh) {
        if (others.size() >= kMost)
            return Error{Code::too_large, "You keep 10 addresses already. Remove one of them first."};
        address->set_id(request.command_id());
        if (others.empty()) address->set_standard(true);
    } else {
        const Result<v1::Address> before = find(unit.sql(), person_id, address->id());
        if (!before.ok()) return before;
        if (before->standard()) address->set_standard(true);  // there is always one; another one takes over
    }
    if (address->standard()) unset_standard(unit.sql(), person_id);
    fresh ? add(unit, person_id, *address) : change(unit, *address);
    return address;
}

void remove(store::Unit& unit, const std::string& person_id, const std::string& address_id) {
    const Result<v1::Address> address = find(unit.sql(), person_id, address_id);
    if (!address.ok()) return;
    unit.sql().run("DELETE FROM buyer_address WHERE id = :id", soci::use(address_id));
    if (std::vector<v1::Address> rest = all(unit.sql(), person_id); address->standard() && !rest.empty()) {
        rest.front().set_standard(true);
        change(unit, rest.front());
    }
}

void hand_over(store::Unit& unit, const std::string& from, const std::string& to) {
    size_t kept = all(unit.sql(), to).size();
    for (v1::Address& address : all(unit.sql(), from)) {
        const bool first = kept == 0;
        unit.sql().run("DELETE FROM buyer_address WHERE id = :id", soci::use(address.id()));
        if (++kept > kMost) continue;
        address.set_standard(first);
        add(unit, to, address);
    }
}

}  // namespace vitrine::shop::address_book
