// SPDX-License-Identifier: GPL-3.0-or-later
#include "server/shop/payments.h"

#include <stdexcept>

#include "server/domain/check.h"

namespace vitrine::shop::payments {
namespace {

// The schema's numbers of a payment's state.
constexpr int64_t kCaptured = 1, kDeclined = 2, kNeedsConfirmation = 3;

struct Columns {
    std::string order_id, currency, token;
    int64_t attempt = 0, amount_minor = 0, task = 0, tries = 0;

    Open open() const {
        Open open;
        open.order_id = order_id;
        open.attempt = static_cast<int32_t>(attempt);
        open.amount.set_minor(amount_minor);
        open.amount.set_currency(currency);
        open.token = token;
        open.task = static_cast<PaymentTask>(task);
        open.tries = static_cast<int32_t>(tries);
        return open;
    }
};

const std::string kSelect =
    "SELECT order_id, currency, token, attempt, amount_minor, task, tries FROM payment WHERE ";

template <class... Exchange>
std::vector<Open> read(store::Session& sql, const std::string& text, const Exchange&... exchange) {
    std::vector<Open> found;
    Columns c;
    sql.each(
        text, [&] { found.push_back(c.open()); }, soci::into(c.order_id), soci::into(c.currency),
        soci::into(c.token), soci::into(c.attempt), soci::into(c.amount_minor), soci::into(c.task),
        soci::into(c.tries), exchange...);
    return found;
}

void touched_one(int64_t rows, const Open& open) {
    if (rows != 1) throw std::logic_error("payment " + open.order_id + " is gone or closed");
}

}  // namespace

std::vector<Open> due(store::Session& sql, Instant now, int64_t most) {
    static const std::string kText = kSelect + "due_us > 0 AND due_us <= :now ORDER BY due_us LIMIT :most";
    return read(sql, kText, soci::use(now.us), soci::use(most));
}

std::optional<Instant> next_due(store::Session& sql, Instant now) {
    int64_t due_us = 0;
    sql.run("SELECT COALESCE(MIN(due_us), 0) FROM payment WHERE due_us > 0 AND due_us > :now",
            soci::into(due_us), soci::use(now.us));
    if (due_us == 0) return std::nullopt;
    return Instant{due_us};
}

std::optional<Open> find_open(store::Session& sql, const std::string& order_id, int32_t attempt) {
    static const std::string kText = kSelect + "order_id = :id AND attempt = :attempt AND settled_us = 0";
    const int64_t number = attempt;
    std::vector<Open> found = read(sql, kText, soci::use(order_id), soci::use(number));
    if (found.empty()) return std::nullopt;
    return std::move(found.front());
}

void add(store::Unit& unit, const v1::Order& order, const std::string& token) {
    const int64_t attempt = order.attempt();
    const int64_t amount = order.total().minor();
    const int64_t task = static_cast<int64_t>(PaymentTask::pay);
    const int64_t now_us = unit.now().us;
    unit.sql().run(
        "INSERT INTO payment (order_id, attempt, amount_minor, currency, token, state, task, tries, due_us, "
        "gateway_reference, problem, created_us, settled_us) "
        "VALUES (:id, :attempt, :amount, :currency, :token, 0, :task, 0, :due, '', '', :now, 0)",
        soci::use(order.id()), soci::use(attempt), soci::use(amount), soci::use(order.total().currency()),
        soci::use(token), soci::use(task), soci::use(now_us), soci::use(now_us));
}

void assign(store::Unit& unit, const Open& open, PaymentTask task) {
    const int64_t number = static_cast<int64_t>(task);
    const int64_t due_us = task == PaymentTask::nothing ? 0 : unit.now().us;
    const int64_t attempt = open.attempt;
    touched_one(unit.sql().change("UPDATE payment SET task = :task, due_us = :due, tries = 0, state = :state "
                                  "WHERE order_id = :id AND attempt = :attempt AND settled_us = 0",
                                  soci::use(number), soci::use(due_us), soci::use(kNeedsConfirmation),
                                  soci::use(open.order_id), soci::use(attempt)),
                open);
}

void ask_again(store::Unit& unit, const Open& open) {
    const int64_t tries = open.tries + 1;
    const int64_t due_us = unit.now().plus_us(pause_after_ms(open.tries + 1) * 1000).us;
    const int64_t attempt = open.attempt;
    touched_one(
        unit.sql().change("UPDATE payment SET tries = :tries, due_us = :due "
                          "WHERE order_id = :id AND attempt = :attempt AND settled_us = 0 AND task <> 0",
                          soci::use(tries), soci::use(due_us), soci::use(open.order_id), soci::use(attempt)),
        open);
}

void close(store::Unit& unit, const Open& open, const PaymentAnswer& answer) {
    VITRINE_CHECK(answer.state == PaymentState::captured || answer.state == PaymentState::declined);
    const int64_t state = answer.state == PaymentState::captured ? kCaptured : kDeclined;
    const int64_t attempt = open.attempt;
    const int64_t now_us = unit.now().us;
    touched_one(
        unit.sql().change("UPDATE payment SET state = :state, task = 0, due_us = 0, token = '', "
                          "gateway_reference = :reference, problem = :problem, settled_us = :now "
                          "WHERE order_id = :id AND attempt = :attempt AND settled_us = 0",
                          soci::use(state), soci::use(answer.gateway_reference), soci::use(answer.problem),
                          soci::use(now_us), soci::use(open.order_id), soci::use(attempt)),
        open);
}

}  // namespace vitrine::shop::payments
