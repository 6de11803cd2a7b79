// SPDX-License-Identifier: GPL-3.0-or-later
#include "server/shop/coupon_rows.h"

namespace vitrine::shop::coupon_rows {
namespace {

const std::string kSelect =
    "SELECT id, code, revision, percent_e2, amount_minor, currency, minimum_minor, per_person, most_uses, "
    "budget_minor, starts_us, ends_us, archived, uses, given_minor FROM coupon WHERE ";

struct Columns {
    std::string id, code, currency;
    int64_t revision = 0, percent_e2 = 0, amount_minor = 0, minimum_minor = 0, per_person = 0, most_uses = 0,
            budget_minor = 0, starts_us = 0, ends_us = 0, archived = 0, uses = 0, given_minor = 0;

    v1::Coupon coupon() const {
        v1::Coupon coupon;
        coupon.set_id(id);
        coupon.set_code(code);
        coupon.set_revision(revision);
        coupon.set_percent_e2(percent_e2);
        coupon.set_amount_minor(amount_minor);
        coupon.set_currency(currency);
        coupon.set_minimum_minor(minimum_minor);
        coupon.set_per_person(per_person);
        coupon.set_most_uses(most_uses);
        coupon.set_budget_minor(budget_minor);
        coupon.set_starts_us(starts_us);
        coupon.set_ends_us(ends_us);
        coupon.set_archived(archived != 0);
        coupon.set_uses(uses);
        coupon.set_given_minor(given_minor);
        return coupon;
    }
};

template <class... Exchange>
std::vector<v1::Coupon> read(store::Session& sql, const std::string& text, const Exchange&... exchange) {
    std::vector<v1::Coupon> found;
    Columns c;
    sql.each(
        text, [&] { found.push_back(c.coupon()); }, soci::into(c.id), soci::into(c.code),
        soci::into(c.revision), soci::into(c.percent_e2), soci::into(c.amount_minor), soci::into(c.currency),
        soci::into(c.minimum_minor), soci::into(c.per_person), soci::into(c.most_uses),
        soci::into(c.budget_minor), soci::into(c.starts_us), soci::into(c.ends_us), soci::into(c.archived),
        soci::into(c.uses), soci::into(c.given_minor), exchange...);
    return found;
}

std::optional<v1::Coupon> first(std::vector<v1::Coupon> found) {
    if (found.empty()) return std::nullopt;
    return std::move(found.front());
}

}  // namespace

std::optional<v1::Coupon> find_code(store::Session& sql, const std::string& code) {
    static const std::string kText = kSelect + "code = :code";
    return first(read(sql, kText, soci::use(code)));
}

std::optional<v1::Coupon> find(store::Session& sql, const std::string& coupon_id) {
    static const std::string kText = kSelect + "id = :id";
    return first(read(sql, kText, soci::use(coupon_id)));
}

std::vector<v1::Coupon> all(store::Session& sql, bool with_archived) {
    static const std::string kText = kSelect + "archived <= :archived ORDER BY code";
    const int64_t archived = with_archived ? 1 : 0;
    return read(sql, kText, soci::use(archived));
}

CouponHistory history(store::Session& sql, const std::string& coupon_id, const std::string& person_id,
                      const std::string& email) {
    CouponHistory history;
    sql.run(
        "SELECT COUNT(*) FROM coupon_use WHERE coupon_id = :coupon AND state <> 3 AND "
        "(person_id = :person OR (email <> '' AND email = :email))",
        soci::into(history.uses_of_person), soci::use(coupon_id), soci::use(person_id), soci::use(email));
    return history;
}

void add(store::Unit& unit, const v1::Coupon& coupon) {
    const int64_t percent_e2 = coupon.percent_e2(), amount = coupon.amount_minor(),
                  minimum = coupon.minimum_minor(), per_person = coupon.per_person(),
                  most_uses = coupon.most_uses(), budget = coupon.budget_minor(),
                  starts_us = coupon.starts_us(), ends_us = coupon.ends_us();
    unit.sql().run(
        "INSERT INTO coupon (id, code, revision, percent_e2, amount_minor, currency, minimum_minor, "
        "per_person, most_uses, budget_minor, starts_us, ends_us, archived, uses, given_minor) "
        "VALUES (:id, :code, 1, :percent, :amount, :currency, :minimum, :per_person, :most_uses, :budget, "
        ":starts, :ends, 0, 0, 0)",
        soci::use(coupon.id()), soci::use(coupon.code()), soci::use(percent_e2), soci::use(amount),
        soci::use(coupon.currency()), soci::use(minimum), soci::use(per_person), soci::use(most_uses),
        soci::use(budget), soci::use(starts_us), soci::use(ends_us));
}

bool change(store::Unit& unit, const v1::Coupon& coupon) {
    const int64_t percent_e2 = coupon.percent_e2(), amount = coupon.amount_minor(),
                  minimum = coupon.minimum_minor(), per_person = coupon.per_person(),
                  most_uses = coupon.most_uses(), budget = coupon.budget_minor(),
                  starts_us = coupon.starts_us(), ends_us = coupon.ends_us(), revision = coupon.revision(),
                  archived = coupon.archived() ? 1 : 0;
    return unit.sql().change(
               "UPDATE coupon SET code = :code, percent_e2 = :percent, amount_minor = :amount, currency = "
               ":currency, minimum_minor = :minimum, per_person = :per_person, most_uses = :most_uses, "
               "budget_minor = :budget, starts_us = :starts, ends_us = :ends, archived = :archived, "
               "revision = revision + 1 WHERE id = :id AND revision = :revision",
               soci::use(coupon.code()), soci::use(percent_e2), soci::use(amount),
               soci::use(coupon.currency()), soci::use(minimum), soci::use(per_person), soci::use(most_uses),
               soci::use(budget), soci::use(starts_us), soci::use(ends_us), soci::use(archived),
               soci::use(coupon.id()), soci::use(revision)) == 1;
}

std::optional<Use> find_use(store::Session& sql, const std::string& order_id) {
    Use use;
    int64_t state = 0;
    if (!sql.run("SELECT coupon_id, person_id, email, discount_minor, state FROM coupon_use WHERE order_id = "
                 ":order_id",
                 soci::into(use.coupon_id), soci::into(use.person_id), soci::into(use.email),
                 soci::into(use.discount_minor), soci::into(state), soci::use(order_id))) {
        return std::nullopt;
    }
    use.state = static_cast<UseState>(state);
    return use;
}

bool count(store::Unit& unit, const std::string& coupon_id, int64_t uses, int64_t discount_minor) {
    // What is given of a coupon without a currency is in several, and no sum.
    return unit.sql().change(
               "UPDATE coupon SET uses = uses + :uses, given_minor = given_minor + CASE WHEN currency = '' "
               "THEN 0 ELSE :discount END WHERE id = :id AND (most_uses = 0 OR uses + :more <= most_uses) "
               "AND "
               "(budget_minor = 0 OR given_minor + :given <= budget_minor)",
               soci::use(uses), soci::use(discount_minor), soci::use(coupon_id), soci::use(uses),
               soci::use(discount_minor)) == 1;
}

void add_use(store::Unit& unit, const std::string& order_id, const Use& use) {
    const int64_t state = static_cast<int64_t>(use.state);
    const int64_t now_us = unit.now().us;
    unit.sql().run(
        "INSERT INTO coupon_use (order_id, coupon_id, person_id, email, discount_minor, state, at_us) "
        "VALUES (:order_id, :coupon, :person, :email, :discount, :state, :at)",
        soci::use(order_id), soci::use(use.coupon_id), soci::use(use.person_id), soci::use(use.email),
        soci::use(use.discount_minor), soci::use(state), soci::use(now_us));
}

void set_use(store::Unit& unit, const std::string& order_id, UseState state) {
    const int64_t number = static_cast<int64_t>(state);
    unit.sql().run("UPDATE coupon_use SET state = :state WHERE order_id = :order_id", soci::use(number),
                   soci::use(order_id));
}

}  // namespace vitrine::shop::coupon_rows
