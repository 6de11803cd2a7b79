// SPDX-License-Identifier: GPL-3.0-or-later
#include "server/shop/saved_methods.h"

#include <algorithm>

#include "server/domain/check.h"
#include "server/shop/input_rules.h"
#include "server/shop/order_rules.h"
#include "server/store/message_text.h"

namespace vitrine::shop::saved_methods {
namespace {

constexpr size_t kMost = 5;

bool four_digits(const std::string& text) {
    return text.size() == 4 &&
           std::all_of(text.begin(), text.end(), [](char c) { return c >= '0' && c <= '9'; });
}

Result<Done> check_face(const v1::CardFace& face) {
    if (auto brand = check_text(face.brand(), "The card's brand", 0, 20); !brand.ok()) return brand;
    const bool month = face.exp_month() >= 0 && face.exp_month() <= 12;
    const bool year = face.exp_year() == 0 || (face.exp_year() >= 2000 && face.exp_year() <= 2099);
    if (four_digits(face.last4()) && month && year) return Done{};
    return Error{Code::invalid_argument, "Of a card only its brand, last four digits and expiry are kept."};
}

}  // namespace

bool kept_at(std::string_view gateway) { return gateway == "sandbox"; }

std::vector<v1::SavedMethod> all(store::Session& sql, const std::string& person_id,
                                 std::string_view gateway) {
    std::vector<v1::SavedMethod> found;
    const std::string where(gateway);
    std::string id, face;
    sql.each(
        "SELECT id, face FROM saved_method WHERE person_id = :person AND gateway = :gateway AND usable = 1 "
        "ORDER BY used_us DESC, id DESC",
        [&] {
            v1::SavedMethod& method = found.emplace_back();
            method.set_id(id);
            method.set_standard(found.size() == 1);
            VITRINE_CHECK(method.mutable_face()->ParseFromString(store::from_text(face)));
        },
        soci::into(id), soci::into(face), soci::use(person_id), soci::use(where));
    return found;
}

Result<std::string> token(store::Session& sql, const std::string& person_id, std::string_view gateway,
                          const std::string& method_id) {
    const std::string where(gateway);
    std::string found;
    if (!sql.run("SELECT token FROM saved_method WHERE id = :id AND person_id = :person AND gateway = "
                 ":gateway AND usable = 1",
                 soci::into(found), soci::use(method_id), soci::use(person_id), soci::use(where))) {
        return Error{Code::not_found, "This card is not kept here any more. Type it again."};
    }
    return found;
}

void used(store::Unit& unit, const std::string& method_id) {
    const int64_t now_us = unit.now().us;
    unit.sql().run("UPDATE saved_method SET used_us = :now WHERE id = :id", soci::use(now_us),
                   soci::use(method_id));
}

Result<Done> keep(store::Unit& unit, const Caller& caller, const v1::Order& order, std::string_view gateway,
                  const std::string& token, const v1::CardFace& face) {
    if (caller.guest) return Error{Code::precondition, "Sign in to keep a card for the next time."};
    if (!kept_at(gateway))
        return Error{Code::precondition, "This shop's payment service does not keep cards."};
    if (auto good = check_face(face); !good.ok()) return good;
    if (all(unit.sql(), caller.id, gateway).size() >= kMost)
        return Error{Code::too_large, "You keep 5 cards already. Remove one of them first."};
    const std::string id = idempotency_key(order.id(), order.attempt()), where(gateway),
                      text = store::to_text(face.SerializeAsString());
    const int64_t attempt = order.attempt(), now_us = unit.now().us;
    refused(unit, order);
    unit.sql().run(
        "INSERT INTO saved_method (id, person_id, gateway, token, face, order_id, attempt, usable, used_us) "
        "VALUES "
        "(:id, :person, :gateway, :token, :face, :order, :attempt, 0, :now)",
        soci::use(id), soci::use(caller.id), soci::use(where), soci::use(token), soci::use(text),
        soci::use(order.id()), soci::use(attempt), soci::use(now_us));
    return Done{};
}

void paid_with(store::Unit& unit, const v1::Order& order) {
    const int64_t attempt = order.attempt();
    std::string id, person_id, token;
    if (!unit.sql().run("SELECT id, person_id, token FROM saved_method WHERE order_id = :order AND attempt = "
                        ":attempt AND "
                        "usable = 0",
                        soci::into(id), soci::into(person_id), soci::into(token), soci::use(order.id()),
                        soci::use(attempt))) {
        return;
    }
    unit.sql().run("DELETE FROM saved_method WHERE person_id = :person AND token = :token AND id <> :id",
                   soci::use(person_id), soci::use(token), soci::use(id));
    unit.sql().run("UPDATE saved_method SET usable = 1 WHERE id = :id", soci::use(id));
}

void refused(store::Unit& unit, const v1::Order& order) {
    unit.sql().run("DELETE FROM saved_method WHERE order_id = :order AND usable = 0", soci::use(order.id()));
}

void forget(store::Unit& unit, const std::string& person_id, const std::string& method_id) {
    unit.sql().run("DELETE FROM saved_method WHERE id = :id AND person_id = :person", soci::use(method_id),
                   soci::use(person_id));
}

}  // namespace vitrine::shop::saved_methods
