// SPDX-License-Identifier: GPL-3.0-or-later
#include "server/shop/payments.h"

#include <charconv>
#include <stdexcept>

#include "server/domain/check.h"
#include "server/shop/order_rules.h"

namespace vitrine::shop::payments {
namespace {

struct Columns {
    std::string order_id, gateway, currency, token, reference, secret, problem;
    int64_t attempt = 0, amount = 0, state = 0, task = 0, tries = 0, due_us = 0, capture = 0, captured = 0,
            refunded = 0, settled_us = 0;

    Attempt read() const {
        Attempt read;
        read.order_id = order_id;
        read.attempt = static_cast<int32_t>(attempt);
        read.gateway = gateway;
        read.amount.set_minor(amount);
        read.amount.set_currency(currency);
        read.token = token;
        read.state = static_cast<AttemptState>(state);
        read.task = static_cast<PaymentTask>(task);
        read.tries = static_cast<int32_t>(tries);
        read.due = Instant{due_us};
        read.gateway_reference = reference;
        read.client_secret = secret;
        read.problem = problem;
        read.capture_minor = capture;
        read.captured_minor = captured;
        read.refunded_minor = refunded;
        read.settled = Instant{settled_us};
        return read;
    }
};

const std::string kSelect =
    "SELECT order_id, attempt, gateway, amount_minor, currency, token, state, task, tries, due_us, "
    "gateway_reference, client_secret, problem, capture_minor, captured_minor, refunded_minor, settled_us "
    "FROM payment WHERE ";

template <class... Exchange>
std::vector<Attempt> read(store::Session& sql, const std::string& text, const Exchange&... exchange) {
    std::vector<Attempt> found;
    Columns c;
    sql.each(
        text, [&] { found.push_back(c.read()); }, soci::into(c.order_id), soci::into(c.attempt),
        soci::into(c.gateway), soci::into(c.amount), soci::into(c.currency), soci::into(c.token),
        soci::into(c.state), soci::into(c.task), soci::into(c.tries), soci::into(c.due_us),
        soci::into(c.reference), soci::into(c.secret), soci::into(c.problem), soci::into(c.capture),
        soci::into(c.captured), soci::into(c.refunded), soci::into(c.settled_us), exchange...);
    return found;
}

std::optional<Attempt> first(std::vector<Attempt> found) {
    if (found.empty()) return std::nullopt;
    return std::move(found.front());
}

}  // namespace

std::string Attempt::key() const { return idempotency_key(order_id, attempt); }

PaymentRef Attempt::at_gateway() const {
    const Result<Currency> currency = Currency::parse(amount.currency());
    VITRINE_CHECK(currency.ok());  // it was parsed when the order was made
    return {key(), Money{amount.minor(), *currency}, gateway_reference};
}

void Attempt::give(PaymentTask next, Instant when) {
    VITRINE_CHECK(next != PaymentTask::nothing && when.us > 0);
    task = next;
    tries = 0;
    due = when;
}

void Attempt::wait() {
    task = PaymentTask::nothing;
    tries = 0;
    due = {};
}

void Attempt::ask_again(Instant now) {
    ++tries;
    due = now.plus_us(pause_after_ms(tries) * 1000);
}

void Attempt::close(AttemptState how, Instant now) {
    VITRINE_CHECK(shop::closed(how));
    state = how;
    wait();
    token.clear();
    client_secret.clear();
    settled = now;
}

std::vector<Attempt> due(store::Session& sql, const std::string& gateway, const DueWindow& window) {
    static const std::string kText = kSelect +
                                     "gateway = :gateway AND due_us > 0 AND due_us >= :from AND "
                                     "due_us <= :until ORDER BY due_us LIMIT :most";
    return read(sql, kText, soci::use(gateway), soci::use(window.from.us), soci::use(window.until.us),
                soci::use(window.most));
}

std::optional<Instant> next_due(store::Session& sql, const std::string& gateway, Instant now) {
    int64_t due_us = 0;
    sql.run(
        "SELECT COALESCE(MIN(due_us), 0) FROM payment WHERE gateway = :gateway AND due_us > 0 AND due_us > "
        ":now",
        soci::into(due_us), soci::use(gateway), soci::use(now.us));
    if (due_us == 0) return std::nullopt;
    return Instant{due_us};
}

std::optional<Attempt> find(store::Session& sql, const std::string& order_id, int32_t attempt) {
    static const std::string kText = kSelect + "order_id = :id AND attempt = :attempt";
    const int64_t number = attempt;
    return first(read(sql, kText, soci::use(order_id), soci::use(number)));
}

std::optional<Attempt> find_by_key(store::Session& sql, const std::string& key) {
    const size_t slash = key.rfind('/');
    if (slash == std::string::npos) return std::nullopt;
    int32_t attempt = 0;
    const char* const end = key.data() + key.size();
    const auto parsed = std::from_chars(key.data() + slash + 1, end, attempt);
    if (parsed.ec != std::errc() || parsed.ptr != end) return std::nullopt;
    return find(sql, key.substr(0, slash), attempt);
}

std::optional<Attempt> find_by_reference(store::Session& sql, const std::string& gateway,
                                         const std::string& gateway_reference) {
    static const std::string kText =
        kSelect +
        "gateway_reference = :reference AND gateway_reference <> '' AND gateway = "
        ":gateway ORDER BY order_id LIMIT 1";
    return first(read(sql, kText, soci::use(gateway_reference), soci::use(gateway)));
}

void add_confirmation(v1::Order& order, const Attempt& attempt) {
    order.mutable_confirmation()->set_gateway(attempt.gateway);
    order.mutable_confirmation()->set_client_secret(attempt.client_secret);
}

void add_confirmation(store::Session& sql, v1::Order& order) {
    if (order.state() != v1::ORDER_STATE_NEEDS_CONFIRMATION) return;
    const std::optional<Attempt> attempt = find(sql, order.id(), order.attempt());
    VITRINE_CHECK(attempt.has_value());
    add_confirmation(order, *attempt);
}

void add(store::Unit& unit, const v1::Order& order, const std::string& gateway, const std::string& token) {
    const int64_t attempt = order.attempt();
    const int64_t amount = order.total().minor();
    const int64_t task = static_cast<int64_t>(PaymentTask::authorise);
    const int64_t now_us = unit.now().us;
    unit.sql().run(
        "INSERT INTO payment (order_id, attempt, gateway, amount_minor, currency, token, state, task, tries, "
        "due_us, gateway_reference, client_secret, problem, capture_minor, captured_minor, refunded_minor, "
        "created_us, settled_us) VALUES (:id, :attempt, :gateway, :amount, :currency, :token, 0, :task, 0, "
        ":due, "
        "'', '', '', :capture, 0, 0, :now, 0)",
        soci::use(order.id()), soci::use(attempt), soci::use(gateway), soci::use(amount),
        soci::use(order.total().currency()), soci::use(token), soci::use(task), soci::use(now_us),
        soci::use(amount), soci::use(now_us));
}

void change(store::Unit& unit, const Attempt& a) {
    const int64_t state = static_cast<int64_t>(a.state), task = static_cast<int64_t>(a.task);
    const int64_t tries = a.tries, attempt = a.attempt;
    if (unit.sql().change(
            "UPDATE payment SET token = :token, state = :state, task = :task, tries = :tries, due_us = :due, "
            "gateway_reference = :reference, client_secret = :secret, problem = :problem, capture_minor = "
            ":capture, captured_minor = :captured, refunded_minor = :refunded, settled_us = :settled "
            "WHERE order_id = :id AND attempt = :attempt",
            soci::use(a.token), soci::use(state), soci::use(task), soci::use(tries), soci::use(a.due.us),
            soci::use(a.gateway_reference), soci::use(a.client_secret), soci::use(a.problem),
            soci::use(a.capture_minor), soci::use(a.captured_minor), soci::use(a.refunded_minor),
            soci::use(a.settled.us), soci::use(a.order_id), soci::use(attempt)) != 1) {
        throw std::logic_error("payment " + a.key() + " is gone");
    }
}

}  // namespace vitrine::shop::payments
