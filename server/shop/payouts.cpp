// SPDX-License-Identifier: GPL-3.0-or-later
#include "server/shop/payouts.h"

#include <stdexcept>

#include "server/domain/check.h"

namespace vitrine::shop::payouts {
namespace {

const std::string kSelect =
    "SELECT id, kind, owner, gateway, amount_minor, currency, person_id, state, tries, due_us, "
    "gateway_reference, "
    "problem, created_us, settled_us FROM payout WHERE ";

template <class... Exchange>
std::vector<Row> read(store::Session& sql, const std::string& text, const Exchange&... exchange) {
    std::vector<Row> found;
    Row row;
    std::string currency;
    int64_t kind = 0, amount = 0, state = 0, tries = 0;
    sql.each(
        text,
        [&] {
            row.party.kind = static_cast<ledger::AccountKind>(kind);
            row.amount.set_minor(amount);
            row.amount.set_currency(currency);
            row.state = static_cast<v1::PayoutState>(state);
            row.tries = static_cast<int32_t>(tries);
            found.push_back(row);
        },
        soci::into(row.id), soci::into(kind), soci::into(row.party.owner), soci::into(row.gateway),
        soci::into(amount), soci::into(currency), soci::into(row.person_id), soci::into(state),
        soci::into(tries), soci::into(row.due.us), soci::into(row.gateway_reference), soci::into(row.problem),
        soci::into(row.created.us), soci::into(row.settled.us), exchange...);
    return found;
}

}  // namespace

v1::Payout Row::message() const {
    v1::Payout payout;
    payout.set_id(id);
    payout.set_kind(party.kind == ledger::AccountKind::seller ? v1::BALANCE_KIND_SELLER
                                                              : v1::BALANCE_KIND_CREATOR);
    payout.set_owner_id(party.owner);
    *payout.mutable_amount() = amount;
    payout.set_state(state);
    payout.set_problem(problem);
    payout.set_created_us(created.us);
    payout.set_settled_us(settled.us);
    return payout;
}

Money Row::money() const {
    const Result<Currency> currency = Currency::parse(amount.currency());
    VITRINE_CHECK(currency.ok());  // it was parsed when the payout was asked for
    return {amount.minor(), *currency};
}

std::vector<Row> due(store::Session& sql, const std::string& gateway, const payments::DueWindow& window) {
    static const std::string kText =
        kSelect +
        "gateway = :gateway AND due_us > 0 AND due_us >= :from AND due_us <= :until "
        "ORDER BY due_us LIMIT :most";
    return read(sql, kText, soci::use(gateway), soci::use(window.from.us), soci::use(window.until.us),
                soci::use(window.most));
}

std::optional<Instant> next_due(store::Session& sql, const std::string& gateway, Instant now) {
    int64_t due_us = 0;
    sql.run(
        "SELECT COALESCE(MIN(due_us), 0) FROM payout WHERE gateway = :gateway AND due_us > 0 AND due_us > "
        ":now",
        soci::into(due_us), soci::use(gateway), soci::use(now.us));
    if (due_us == 0) return std::nullopt;
    return Instant{due_us};
}

std::optional<Row> find(store::Session& sql, const std::string& payout_id) {
    static const std::string kText = kSelect + "id = :id";
    std::vector<Row> found = read(sql, kText, soci::use(payout_id));
    if (found.empty()) return std::nullopt;
    return std::move(found.front());
}

std::vector<Row> of_party(store::Session& sql, const ledger::Party& party, int64_t most) {
    static const std::string kText =
        kSelect + "kind = :kind AND owner = :owner ORDER BY created_us DESC, id DESC LIMIT :most";
    const int64_t kind = static_cast<int64_t>(party.kind);
    return read(sql, kText, soci::use(kind), soci::use(party.owner), soci::use(most));
}

void add(store::Unit& unit, const Row& row) {
    const int64_t kind = static_cast<int64_t>(row.party.kind), amount = row.amount.minor();
    unit.sql().run(
        "INSERT INTO payout (id, kind, owner, gateway, amount_minor, currency, person_id, state, tries, "
        "due_us, "
        "gateway_reference, problem, created_us, settled_us) VALUES (:id, :kind, :owner, :gateway, :amount, "
        ":currency, :person, 1, 0, :due, '', '', :created, 0)",
        soci::use(row.id), soci::use(kind), soci::use(row.party.owner), soci::use(row.gateway),
        soci::use(amount), soci::use(row.amount.currency()), soci::use(row.person_id), soci::use(row.due.us),
        soci::use(row.created.us));
}

void change(store::Unit& unit, const Row& row) {
    const int64_t state = row.state, tries = row.tries;
    if (unit.sql().change(
            "UPDATE payout SET state = :state, tries = :tries, due_us = :due, gateway_reference = "
            ":reference, problem = :problem, settled_us = :settled WHERE id = :id",
            soci::use(state), soci::use(tries), soci::use(row.due.us), soci::use(row.gateway_reference),
            soci::use(row.problem), soci::use(row.settled.us), soci::use(row.id)) != 1) {
        throw std::logic_error("payout " + row.id + " is gone");
    }
}

}  // namespace vitrine::shop::payouts
