// SPDX-License-Identifier: GPL-3.0-or-later
#include "server/shop/order_books.h"

#include <stdexcept>

#include "server/domain/check.h"
#include "server/shop/ledger/order_money.h"

namespace vitrine::shop::order_books {
namespace {

// Who showed it: the host, or nobody when the show is unknown.
ledger::Parties parties_of(store::Session& sql, const v1::Order& order) {
    std::string host_id;
    sql.run("SELECT host_id FROM show WHERE id = :show", soci::into(host_id), soci::use(order.show_id()));
    return {ledger::kShop, host_id};
}

Money money_of(const v1::Money& amount, int64_t minor) {
    const Result<Currency> currency = Currency::parse(amount.currency());
    VITRINE_CHECK(currency.ok());  // it was parsed when the order was made
    return {minor, *currency};
}

Money money_of(const refunds::Row& refund) { return money_of(refund.amount, refund.amount.minor()); }

ledger::Payment payment_of(const payments::Attempt& attempt, int64_t minor) {
    return {attempt.order_id,
            attempt.key(),
            {ledger::AccountKind::gateway, attempt.gateway},
            money_of(attempt.amount, minor)};
}

void must(const Result<Done>& booked, const std::string& order_id) {
    if (booked.ok()) return;
    throw std::logic_error("the money of order " + order_id + " cannot be booked: " + booked.error().message);
}

}  // namespace

void reserved(store::Unit& unit, const Sale& sale) {
    must(ledger::authorise(unit, payment_of(sale.attempt, sale.attempt.amount.minor())), sale.order.id());
}

void taken(store::Unit& unit, const Sale& sale, int64_t minor, const SaleTerms& terms) {
    must(ledger::capture(unit, payment_of(sale.attempt, minor), parties_of(unit.sql(), sale.order),
                         terms.escrow_s),
         sale.order.id());
}

void given_up(store::Unit& unit, const Sale& sale) {
    must(ledger::give_up(unit, payment_of(sale.attempt, sale.attempt.amount.minor())), sale.order.id());
}

void not_owed(store::Unit& unit, const Sale& sale, int64_t minor, int64_t before_minor) {
    if (minor == 0) return;
    must(ledger::take_for_nothing(unit, payment_of(sale.attempt, minor), before_minor), sale.order.id());
}

void refund_asked(store::Unit& unit, const refunds::Row& refund) {
    must(ledger::refund(unit, refund.order_id, refund.id, money_of(refund)), refund.order_id);
}

void refund_done(store::Unit& unit, const refunds::Row& refund) {
    must(ledger::refund_has_arrived(unit, refund.order_id, refund.id, refund.gateway, money_of(refund)),
         refund.order_id);
}

void refund_refused(store::Unit& unit, const v1::Order& order, const refunds::Row& refund, bool was_done,
                    const SaleTerms& terms) {
    const Money amount = money_of(refund);
    if (was_done)
        must(ledger::refund_came_back(unit, order.id(), refund.id, refund.gateway, amount), order.id());
    // What was not owed is the buyer's all the same, and waits for another way to him.
    if (refund.kind == refunds::Kind::not_owed) return;
    must(ledger::fail_refund(unit, order.id(), refund.id, amount, parties_of(unit.sql(), order),
                             terms.escrow_s),
         order.id());
}

}  // namespace vitrine::shop::order_books
