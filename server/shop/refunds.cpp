// SPDX-License-Identifier: GPL-3.0-or-later
#include "server/shop/refunds.h"

#include <stdexcept>

#include "server/domain/check.h"

namespace vitrine::shop::refunds {
namespace {

struct Columns {
    std::string id, order_id, gateway, currency, reason, person_id, reference, problem;
    int64_t attempt = 0, kind = 0, amount = 0, restock = 0, state = 0, tries = 0, due_us = 0, created_us = 0,
            settled_us = 0;

    Row read() const {
        Row row;
        row.id = id;
        row.order_id = order_id;
        row.attempt = static_cast<int32_t>(attempt);
        row.kind = static_cast<Kind>(kind);
        row.gateway = gateway;
        row.amount.set_minor(amount);
        row.amount.set_currency(currency);
        row.reason = reason;
        row.person_id = person_id;
        row.restock = restock != 0;
        row.state = static_cast<State>(state);
        row.tries = static_cast<int32_t>(tries);
        row.due = Instant{due_us};
        row.gateway_reference = reference;
        row.problem = problem;
        row.created = Instant{created_us};
        row.settled = Instant{settled_us};
        return row;
    }
};

const std::string kSelect =
    "SELECT r.id, r.order_id, r.attempt, r.kind, r.gateway, r.amount_minor, p.currency, r.reason, "
    "r.person_id, "
    "r.restock, r.state, r.tries, r.due_us, r.gateway_reference, r.problem, r.created_us, r.settled_us "
    "FROM refund r JOIN payment p ON p.order_id = r.order_id AND p.attempt = r.attempt WHERE ";

void read_parts(store::Session& sql, Row& row) {
    int64_t line = 0, quantity = 0, amount = 0;
    sql.each(
        "SELECT position, quantity, amount_minor FROM refund_line WHERE refund_id = :id ORDER BY position",
        [&] {
            row.parts.push_back({static_cast<int32_t>(line), quantity, amount});
        },
        soci::into(line), soci::into(quantity), soci::into(amount), soci::use(row.id));
}

template <class... Exchange>
std::vector<Row> read(store::Session& sql, const std::string& text, const Exchange&... exchange) {
    std::vector<Row> found;
    Columns c;
    sql.each(
        text, [&] { found.push_back(c.read()); }, soci::into(c.id), soci::into(c.order_id),
        soci::into(c.attempt), soci::into(c.kind), soci::into(c.gateway), soci::into(c.amount),
        soci::into(c.currency), soci::into(c.reason), soci::into(c.person_id), soci::into(c.restock),
        soci::into(c.state), soci::into(c.tries), soci::into(c.due_us), soci::into(c.reference),
        soci::into(c.problem), soci::into(c.created_us), soci::into(c.settled_us), exchange...);
    for (Row& row : found) read_parts(sql, row);
    return found;
}

void tell(store::Unit& unit, const v1::Order& order, const Row& row) {
    v1::ShowEvent event;
    event.set_show_id(order.show_id());
    *event.mutable_refund() = row.message();
    v1::ShowEvent to_buyer = event;
    event.set_audience(v1::AUDIENCE_STAFF);
    unit.emit(std::move(event));
    if (row.kind == Kind::not_owed) return;  // he was told that nothing was charged
    to_buyer.set_audience(v1::AUDIENCE_PERSON);
    to_buyer.set_recipient_id(order.buyer_id());
    to_buyer.mutable_refund()->clear_problem();
    unit.emit(std::move(to_buyer));
}

}  // namespace

v1::Refund Row::message() const {
    v1::Refund refund;
    refund.set_id(id);
    refund.set_order_id(order_id);
    for (const LinePart& part : parts) {
        v1::RefundLine* line = refund.add_lines();
        line->set_line(part.line);
        line->set_quantity(part.quantity);
    }
    *refund.mutable_amount() = amount;
    refund.set_state(static_cast<v1::RefundState>(static_cast<int>(state) + 1));
    refund.set_reason(reason);
    refund.set_restock(restock);
    refund.set_problem(problem);
    refund.set_created_us(created.us);
    refund.set_settled_us(settled.us);
    refund.set_not_owed(kind == Kind::not_owed);
    return refund;
}

std::vector<Due> due(store::Session& sql, const std::string& gateway, const payments::DueWindow& window) {
    static const std::string kText = kSelect +
                                     "r.gateway = :gateway AND r.due_us > 0 AND r.due_us >= :from AND "
                                     "r.due_us <= :until ORDER BY r.due_us LIMIT :most";
    std::vector<Due> found;
    for (Row& row : read(sql, kText, soci::use(gateway), soci::use(window.from.us),
                         soci::use(window.until.us), soci::use(window.most))) {
        auto payment = payments::find(sql, row.order_id, row.attempt);
        VITRINE_CHECK(payment.has_value());
        found.push_back({std::move(row), std::move(*payment)});
    }
    return found;
}

std::optional<Instant> next_due(store::Session& sql, const std::string& gateway, Instant now) {
    int64_t due_us = 0;
    sql.run(
        "SELECT COALESCE(MIN(due_us), 0) FROM refund WHERE gateway = :gateway AND due_us > 0 AND due_us > "
        ":now",
        soci::into(due_us), soci::use(gateway), soci::use(now.us));
    if (due_us == 0) return std::nullopt;
    return Instant{due_us};
}

std::optional<Row> find(store::Session& sql, const std::string& refund_id) {
    static const std::string kText = kSelect + "r.id = :id";
    std::vector<Row> found = read(sql, kText, soci::use(refund_id));
    if (found.empty()) return std::nullopt;
    return std::move(found.front());
}

std::vector<Row> of_order(store::Session& sql, const std::string& order_id) {
    static const std::string kText = kSelect + "r.order_id = :id ORDER BY r.created_us, r.id";
    return read(sql, kText, soci::use(order_id));
}

void add(store::Unit& unit, const v1::Order& order, const Row& row) {
    const int64_t attempt = row.attempt, kind = static_cast<int64_t>(row.kind), restock = row.restock,
                  state = static_cast<int64_t>(row.state);
    const int64_t amount = row.amount.minor();
    unit.sql().run(
        "INSERT INTO refund (id, order_id, attempt, kind, gateway, amount_minor, reason, person_id, restock, "
        "state, tries, due_us, gateway_reference, problem, created_us, settled_us) VALUES (:id, :order_id, "
        ":attempt, :kind, :gateway, :amount, :reason, :person, :restock, :state, 0, :due, '', '', :created, "
        ":settled)",
        soci::use(row.id), soci::use(row.order_id), soci::use(attempt), soci::use(kind),
        soci::use(row.gateway), soci::use(amount), soci::use(row.reason), soci::use(row.person_id),
        soci::use(restock), soci::use(state), soci::use(row.due.us), soci::use(row.created.us),
        soci::use(row.settled.us));
    for (const LinePart& part : row.parts) {
        const int64_t line = part.line;
        unit.sql().run(
            "INSERT INTO refund_line (refund_id, position, quantity, amount_minor) "
            "VALUES (:id, :line, :quantity, :amount)",
            soci::use(row.id), soci::use(line), soci::use(part.quantity), soci::use(part.amount_minor));
    }
    tell(unit, order, row);
}

void schedule(store::Unit& unit, const Row& row) {
    const int64_t state = static_cast<int64_t>(row.state), tries = row.tries;
    if (unit.sql().change(
            "UPDATE refund SET state = :state, tries = :tries, due_us = :due, gateway_reference = "
            ":reference, problem = :problem, settled_us = :settled WHERE id = :id",
            soci::use(state), soci::use(tries), soci::use(row.due.us), soci::use(row.gateway_reference),
            soci::use(row.problem), soci::use(row.settled.us), soci::use(row.id)) != 1) {
        throw std::logic_error("refund " + row.id + " is gone");
    }
}

void change(store::Unit& unit, const v1::Order& order, const Row& row) {
    schedule(unit, row);
    tell(unit, order, row);
}

}  // namespace vitrine::shop::refunds
