// SPDX-License-Identifier: GPL-3.0-or-later
#include "server/shop/payout_steps.h"

#include <spdlog/spdlog.h>

#include <stdexcept>

#include "server/shop/ledger/books.h"
#include "server/shop/ledger/postings.h"
#include "server/shop/payment_rules.h"
#include "server/shop/payout_rules.h"

namespace vitrine::shop {
namespace {

constexpr int64_t kMostShown = 100;

ledger::AccountKind account_kind(v1::BalanceKind kind) {
    return kind == v1::BALANCE_KIND_SELLER ? ledger::AccountKind::seller : ledger::AccountKind::creator;
}

// Nothing when it is none of his.
std::optional<ledger::Party> party_of(const Caller& caller, v1::BalanceKind kind) {
    const Result<std::string> owner = owner_of_balance(caller, kind);
    if (!owner.ok()) return std::nullopt;
    return ledger::Party{account_kind(kind), *owner};
}

void must(const Result<int64_t>& booked, const payouts::Row& row) {
    if (booked.ok()) return;
    throw std::logic_error("payout " + row.id + " cannot be booked: " + booked.error().message);
}

void add_balances(store::Session& sql, const ledger::Party& party, v1::BalanceKind kind,
                  v1::ListBalancesResponse& response) {
    std::string currency;
    int64_t available = 0, reserved = 0;
    const int64_t account = static_cast<int64_t>(party.kind);
    sql.each(
        "SELECT currency, credits_posted - debits_posted - debits_pending, debits_pending FROM "
        "ledger_account WHERE "
        "kind = :kind AND owner = :owner ORDER BY currency",
        [&] {
            v1::Balance* balance = response.add_balances();
            balance->set_kind(kind);
            balance->set_owner_id(party.owner);
            balance->mutable_available()->set_minor(available);
            balance->mutable_available()->set_currency(currency);
            balance->mutable_reserved()->set_minor(reserved);
            balance->mutable_reserved()->set_currency(currency);
        },
        soci::into(currency), soci::into(available), soci::into(reserved), soci::use(account),
        soci::use(party.owner));
}

}  // namespace

Result<v1::Payout> request_payout(store::Unit& unit, const Caller& caller,
                                  const v1::RequestPayoutRequest& request, const std::string& gateway) {
    const Result<std::string> owner = owner_of_balance(caller, request.kind());
    if (!owner.ok()) return owner.error();
    const Result<Money> amount = check_payout(request.amount());
    if (!amount.ok()) return amount.error();
    if (auto possible = check_payout_gateway(gateway); !possible.ok()) return possible.error();
    if (payouts::find(unit.sql(), request.command_id()))
        return Error{Code::conflict, "This command id was used for something else."};
    payouts::Row row;
    row.id = request.command_id();
    row.party = {account_kind(request.kind()), *owner};
    row.gateway = gateway;
    row.amount = request.amount();
    row.person_id = caller.id;
    row.created = row.due = unit.now();
    const auto asked = ledger::payout_asked(
        row.id, row.party, ledger::balances(unit.sql(), row.party, amount->currency), gateway, *amount);
    if (!asked.ok()) return asked.error();
    must(ledger::record(unit, *asked), row);
    payouts::add(unit, row);
    return row.message();
}

Result<Done> settle_payout(store::Unit& unit, const payouts::Row& asked, const PayoutAnswer& answer) {
    std::optional<payouts::Row> row = payouts::find(unit.sql(), asked.id);
    if (!row) return Error{Code::not_found, "There is no such payout."};
    if (row->state != v1::PAYOUT_STATE_ASKED) return Done{};
    if (!answer.gateway_reference.empty()) row->gateway_reference = answer.gateway_reference;
    if (answer.state == PayoutState::unknown) {
        if (row->tries != asked.tries) return Done{};
        row->due = unit.now().plus_us(pause_after_ms(++row->tries) * 1000);
        payouts::change(unit, *row);
        return Done{};
    }
    const bool done = answer.state == PayoutState::done;
    must(ledger::record(unit, done ? ledger::payout_done(row->id, row->party, row->gateway, row->money())
                                   : ledger::payout_refused(row->id, row->party, row->gateway, row->money())),
         *row);
    row->state = done ? v1::PAYOUT_STATE_DONE : v1::PAYOUT_STATE_REFUSED;
    row->problem = answer.problem;
    row->due = {};
    row->settled = unit.now();
    payouts::change(unit, *row);
    if (!done) spdlog::warn("payout {} was refused: {}", row->id, row->problem);
    return Done{};
}

v1::ListBalancesResponse balances_of(store::Session& sql, const Caller& caller) {
    v1::ListBalancesResponse response;
    for (const auto kind : {v1::BALANCE_KIND_SELLER, v1::BALANCE_KIND_CREATOR}) {
        if (const auto party = party_of(caller, kind)) add_balances(sql, *party, kind, response);
    }
    return response;
}

v1::ListPayoutsResponse payouts_of(store::Session& sql, const Caller& caller) {
    v1::ListPayoutsResponse response;
    for (const auto kind : {v1::BALANCE_KIND_SELLER, v1::BALANCE_KIND_CREATOR}) {
        const auto party = party_of(caller, kind);
        if (!party) continue;
        for (const payouts::Row& row : payouts::of_party(sql, *party, kMostShown))
            *response.add_payouts() = row.message();
    }
    return response;
}

}  // namespace vitrine::shop
