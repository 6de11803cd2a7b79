// SPDX-License-Identifier: GPL-3.0-or-later
#include "server/shop/order_books.h"

#include <stdexcept>

#include "server/shop/ledger/order_money.h"
#include "server/shop/order_rules.h"

namespace vitrine::shop {
namespace {

// Who showed it: the host, or nobody when the show is unknown.
std::string creator_of(store::Session& sql, const std::string& show_id) {
    std::string host_id;
    sql.run("SELECT host_id FROM show WHERE id = :show", soci::into(host_id), soci::use(show_id));
    return host_id;
}

}  // namespace

void book_payment(store::Unit& unit, const v1::Order& order, const SaleTerms& terms) {
    const Result<Currency> currency = Currency::parse(order.total().currency());
    VITRINE_CHECK(currency.ok());  // it was parsed when the order was made
    const ledger::Payment payment{order.id(),
                                  idempotency_key(order.id(), order.attempt()),
                                  {ledger::AccountKind::gateway, terms.gateway},
                                  Money{order.total().minor(), *currency}};
    const Result<Done> booked = ledger::capture(
        unit, payment, {ledger::kShop, creator_of(unit.sql(), order.show_id())}, terms.escrow_s);
    if (!booked.ok())
        throw std::logic_error("the payment of order " + order.id() +
                               " cannot be booked: " + booked.error().message);
}

}  // namespace vitrine::shop
