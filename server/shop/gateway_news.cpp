// SPDX-License-Identifier: GPL-3.0-or-later
#include "server/shop/gateway_news.h"

#include "server/shop/dispute_steps.h"
#include "server/shop/payments.h"
#include "server/shop/refunds.h"

namespace vitrine::shop {
namespace {

constexpr int64_t kRemembered_s = 30 * 86'400;  // Stripe repeats for three days

bool is_new(store::Unit& unit, const std::string& gateway, const GatewayNews& news) {
    const int64_t now_us = unit.now().us, old_us = unit.now().plus_s(-kRemembered_s).us;
    unit.sql().change("DELETE FROM gateway_event WHERE received_us < :old", soci::use(old_us));
    return unit.sql().change(
               "INSERT INTO gateway_event (gateway, id, type, received_us) VALUES (:gateway, :id, :type, "
               ":now) "
               "ON CONFLICT (gateway, id) DO NOTHING",
               soci::use(gateway), soci::use(news.event_id), soci::use(news.type), soci::use(now_us)) == 1;
}

// A task that is under way will find out by itself, and of what is taken nothing more is wanted.
void look_up(store::Unit& unit, payments::Attempt attempt, const GatewayNews& news) {
    const bool sleeping = attempt.task == PaymentTask::nothing ||
                          (attempt.task == PaymentTask::capture && attempt.due > unit.now());
    if (!sleeping || attempt.state == AttemptState::captured) return;
    if (attempt.gateway_reference.empty()) attempt.gateway_reference = news.gateway_reference;
    attempt.give(PaymentTask::look_up, unit.now());
    payments::change(unit, attempt);
}

void look_up_refund(store::Unit& unit, refunds::Row refund) {
    if (refund.state != refunds::State::done || refund.due.us != 0) return;
    refund.due = unit.now();
    refunds::schedule(unit, refund);
}

}  // namespace

Result<Done> note_gateway_news(store::Unit& unit, const std::string& gateway, const GatewayNews& news) {
    if (!is_new(unit, gateway, news)) return Done{};
    if (!news.refund_key.empty()) {
        const auto refund = refunds::find(unit.sql(), news.refund_key);
        if (refund && refund->gateway == gateway) look_up_refund(unit, *refund);
    }
    auto attempt = payments::find_by_key(unit.sql(), news.payment_key);
    if (!attempt) attempt = payments::find_by_reference(unit.sql(), gateway, news.gateway_reference);
    if (attempt && attempt->gateway == gateway && !news.dispute_reference.empty())
        dispute_heard(unit, *attempt, news.dispute_reference);
    if (attempt && attempt->gateway == gateway) look_up(unit, std::move(*attempt), news);
    return Done{};
}

}  // namespace vitrine::shop
