// SPDX-License-Identifier: GPL-3.0-or-later
#include "server/shop/after_sale.h"

#include "server/mail/outbox.h"
#include "server/shop/cart_rows.h"
#include "server/shop/letters.h"
#include "server/shop/saved_methods.h"

namespace vitrine::shop {
namespace {

void write_to_buyer(store::Unit& unit, const char* kind, const std::string& subject_id,
                    const SaleTerms& terms) {
    if (terms.sends_mail) mail::outbox::add(unit, kind, subject_id);
}

}  // namespace

void after_sale(store::Unit& unit, const v1::Order& order, const SaleTerms& terms) {
    for (const v1::OrderLine& line : order.lines()) cart_rows::remove(unit.sql(), line.hold_id());
    saved_methods::paid_with(unit, order);
    write_to_buyer(unit, letters::kReceipt, order.id(), terms);
}

void after_cancellation(store::Unit& unit, const v1::Order& order, const SaleTerms& terms) {
    write_to_buyer(unit, letters::kCancellation, order.id(), terms);
}

void after_refusal(store::Unit& unit, const v1::Order& order) { saved_methods::refused(unit, order); }

void after_refund(store::Unit& unit, const std::string& refund_id, const SaleTerms& terms) {
    write_to_buyer(unit, letters::kRefund, refund_id, terms);
}

}  // namespace vitrine::shop
