// SPDX-License-Identifier: GPL-3.0-or-later
#include "server/shop/disputes.h"

#include <stdexcept>

namespace vitrine::shop::disputes {
namespace {

const std::string kSelect =
    "SELECT d.gateway, d.id, d.order_id, d.attempt, d.amount_minor, p.currency, d.reason, d.step, d.tries, "
    "d.due_us, "
    "d.created_us, d.settled_us FROM dispute d JOIN payment p ON p.order_id = d.order_id AND p.attempt = "
    "d.attempt "
    "WHERE ";

template <class... Exchange>
std::vector<Row> read(store::Session& sql, const std::string& text, const Exchange&... exchange) {
    std::vector<Row> found;
    Row row;
    std::string currency;
    int64_t attempt = 0, amount = 0, step = 0, tries = 0;
    sql.each(
        text,
        [&] {
            row.attempt = static_cast<int32_t>(attempt);
            row.amount.set_minor(amount);
            row.amount.set_currency(currency);
            row.step = static_cast<DisputeStep>(step);
            row.tries = static_cast<int32_t>(tries);
            found.push_back(row);
        },
        soci::into(row.gateway), soci::into(row.id), soci::into(row.order_id), soci::into(attempt),
        soci::into(amount), soci::into(currency), soci::into(row.reason), soci::into(step), soci::into(tries),
        soci::into(row.due.us), soci::into(row.created.us), soci::into(row.settled.us), exchange...);
    return found;
}

}  // namespace

std::vector<Row> due(store::Session& sql, const std::string& gateway, const payments::DueWindow& window) {
    static const std::string kText = kSelect +
                                     "d.gateway = :gateway AND d.due_us > 0 AND d.due_us >= :from AND "
                                     "d.due_us <= :until ORDER BY d.due_us LIMIT :most";
    return read(sql, kText, soci::use(gateway), soci::use(window.from.us), soci::use(window.until.us),
                soci::use(window.most));
}

std::optional<Instant> next_due(store::Session& sql, const std::string& gateway, Instant now) {
    int64_t due_us = 0;
    sql.run(
        "SELECT COALESCE(MIN(due_us), 0) FROM dispute WHERE gateway = :gateway AND due_us > 0 AND due_us > "
        ":now",
        soci::into(due_us), soci::use(gateway), soci::use(now.us));
    if (due_us == 0) return std::nullopt;
    return Instant{due_us};
}

std::optional<Row> find(store::Session& sql, const std::string& gateway, const std::string& id) {
    static const std::string kText = kSelect + "d.gateway = :gateway AND d.id = :id";
    std::vector<Row> found = read(sql, kText, soci::use(gateway), soci::use(id));
    if (found.empty()) return std::nullopt;
    return std::move(found.front());
}

std::vector<Row> of_order(store::Session& sql, const std::string& order_id) {
    static const std::string kText = kSelect + "d.order_id = :id ORDER BY d.created_us, d.id";
    return read(sql, kText, soci::use(order_id));
}

void add(store::Unit& unit, const Row& row) {
    const int64_t attempt = row.attempt;
    unit.sql().run(
        "INSERT INTO dispute (gateway, id, order_id, attempt, amount_minor, reason, step, tries, due_us, "
        "created_us, "
        "settled_us) VALUES (:gateway, :id, :order_id, :attempt, 0, '', 0, 0, :due, :created, 0)",
        soci::use(row.gateway), soci::use(row.id), soci::use(row.order_id), soci::use(attempt),
        soci::use(row.due.us), soci::use(row.created.us));
}

void change(store::Unit& unit, const Row& row) {
    const int64_t step = static_cast<int64_t>(row.step), tries = row.tries, amount = row.amount.minor();
    if (unit.sql().change(
            "UPDATE dispute SET step = :step, tries = :tries, due_us = :due, amount_minor = :amount, "
            "reason = :reason, settled_us = :settled WHERE gateway = :gateway AND id = :id",
            soci::use(step), soci::use(tries), soci::use(row.due.us), soci::use(amount),
            soci::use(row.reason), soci::use(row.settled.us), soci::use(row.gateway),
            soci::use(row.id)) != 1) {
        throw std::logic_error("dispute " + row.id + " is gone");
    }
}

}  // namespace vitrine::shop::disputes
