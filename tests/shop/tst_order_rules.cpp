// SPDX-License-Identifier: GPL-3.0-or-later
#include <QtTest>
#include <limits>

#include "server/shop/order_rules.h"

using namespace vitrine;
using namespace vitrine::shop;

namespace {

constexpr SaleTerms kTerms;
constexpr Instant kNow{1'000'000'000};
constexpr v1::HoldState kHoldStates[] = {v1::HOLD_STATE_ACTIVE, v1::HOLD_STATE_EXPIRED,
                                         v1::HOLD_STATE_RELEASED, v1::HOLD_STATE_SOLD};
constexpr v1::OrderState kOrderStates[] = {v1::ORDER_STATE_PAYING,     v1::ORDER_STATE_NEEDS_CONFIRMATION,
                                           v1::ORDER_STATE_PAID,       v1::ORDER_STATE_DECLINED,
                                           v1::ORDER_STATE_CANCELLED,  v1::ORDER_STATE_REFUNDED,
                                           v1::ORDER_STATE_AUTHORISED, v1::ORDER_STATE_PARTLY_REFUNDED};

HoldFacts active(bool in_payment = false) { return {v1::HOLD_STATE_ACTIVE, in_payment, kNow.plus_s(10)}; }
}  // namespace

// When a hold ends, when an order may be paid and when taken back: every state against every other.
class TstOrderRules : public QObject {
    Q_OBJECT

  private slots:
    void a_hold_is_over_at_its_instant() {
        HoldFacts hold{v1::HOLD_STATE_ACTIVE, false, kNow};
        QVERIFY(!lapsed(hold, kNow.plus_us(-1)));
        QVERIFY(lapsed(hold, kNow));
        hold.in_payment = true;
        QVERIFY(!lapsed(hold, kNow.plus_s(1'000'000)));
        for (const auto state : {v1::HOLD_STATE_EXPIRED, v1::HOLD_STATE_RELEASED, v1::HOLD_STATE_SOLD}) {
            QVERIFY(!lapsed({state, false, kNow}, kNow.plus_s(1)));
        }
    }

    void the_retailers_limits_count_what_is_held_and_bought() {
        QVERIFY(check_buyer_limits({5, 9}, 1, {0, 0}).ok());
        QVERIFY(check_buyer_limits({5, 9}, std::numeric_limits<int64_t>::max(), {0, 0}).ok());
        QVERIFY(check_buyer_limits({1, 9}, 1, {2, 0}).ok());
        QCOMPARE(check_buyer_limits({2, 2}, 1, {2, 0}).error().code, Code::too_large);
        QCOMPARE(check_buyer_limits({0, 0}, 3, {2, 0}).error().code, Code::too_large);
        QVERIFY(check_buyer_limits({0, 2}, 1, {1, 3}).ok());
        QCOMPARE(check_buyer_limits({0, 3}, 1, {1, 3}).error().code, Code::too_large);
        QCOMPARE(check_buyer_limits({0, 0}, std::numeric_limits<int64_t>::max(), {1, 0}).error().code,
                 Code::too_large);
        QVERIFY(!BuyerLimits{}.any());
        QVERIFY((BuyerLimits{1, 0}.any() && BuyerLimits{0, 1}.any()));
    }

    void quantities_and_limits() {
        for (const int64_t bad : {std::numeric_limits<int64_t>::min(), int64_t{-1}, int64_t{0}}) {
            QCOMPARE(check_quantity(bad, kTerms).error().code, Code::invalid_argument);
        }
        QVERIFY(check_quantity(1, kTerms).ok() && check_quantity(99, kTerms).ok());
        QCOMPARE(check_quantity(100, kTerms).error().code, Code::too_large);
        QCOMPARE(check_quantity(std::numeric_limits<int64_t>::max(), kTerms).error().code, Code::too_large);
        QVERIFY(check_limits({19, 98}, 1, kTerms).ok());
        QCOMPARE(check_limits({20, 0}, 1, kTerms).error().code, Code::too_large);
        QCOMPARE(check_limits({1, 99}, 1, kTerms).error().code, Code::too_large);
        QCOMPARE(check_limits({1, 1}, 99, kTerms).error().code, Code::too_large);
    }

    void giving_back() {
        QVERIFY(*plan_release(active()) == ReleaseStep::give_back);
        QCOMPARE(plan_release(active(true)).error().code, Code::precondition);
        QVERIFY(*plan_release({v1::HOLD_STATE_EXPIRED}) == ReleaseStep::nothing_to_do);
        QVERIFY(*plan_release({v1::HOLD_STATE_RELEASED}) == ReleaseStep::nothing_to_do);
        QCOMPARE(plan_release({v1::HOLD_STATE_SOLD}).error().code, Code::precondition);
        QCOMPARE(plan_release({}).error().code, Code::internal);
    }

    void a_payment_begins_only_where_it_may() {
        for (const auto hold_state : kHoldStates) {
            const HoldFacts hold{hold_state, false, kNow.plus_s(10)};
            const auto first = plan_payment(hold, std::nullopt, kNow, kTerms);
            const bool may = hold_state == v1::HOLD_STATE_ACTIVE || hold_state == v1::HOLD_STATE_EXPIRED;
            QCOMPARE(first.ok(), may);
            if (may) QVERIFY(first->step == PayStep::first_attempt);
            if (may) QCOMPARE(first->hold_again, hold_state == v1::HOLD_STATE_EXPIRED);
            for (const auto order_state : kOrderStates) {
                const auto plan = plan_payment(hold, OrderFacts{order_state, 1}, kNow, kTerms);
                const bool stands = under_way(order_state) || is_sold(order_state);
                const bool next = may && order_state == v1::ORDER_STATE_DECLINED;
                QCOMPARE(plan.ok(), stands || next);
                if (plan.ok()) QVERIFY(plan->step == (stands ? PayStep::stands : PayStep::next_attempt));
                if (!plan.ok()) QCOMPARE(plan.error().code, Code::precondition);
            }
        }
        QVERIFY(plan_payment({v1::HOLD_STATE_ACTIVE, false, kNow}, std::nullopt, kNow, kTerms)->hold_again);
        QVERIFY(plan_payment(active(), OrderFacts{v1::ORDER_STATE_DECLINED, 4}, kNow, kTerms).ok());
        QVERIFY(!plan_payment(active(), OrderFacts{v1::ORDER_STATE_DECLINED, 5}, kNow, kTerms).ok());
    }

    void a_price_that_changed_ends_an_expired_hold() {
        QVERIFY(may_hold_again(2400, 2400).ok());
        QCOMPARE(may_hold_again(2400, 2401).error().code, Code::expired);
        QCOMPARE(may_hold_again(2400, 1).error().code, Code::expired);
    }

    void a_confirmation_stands_when_the_outcome_was_faster() {
        for (const auto state : kOrderStates) {
            const auto yes = plan_confirmation({state, 1}, true), no = plan_confirmation({state, 1}, false);
            const bool asked = state == v1::ORDER_STATE_NEEDS_CONFIRMATION;
            if (asked) QVERIFY(*yes == ConfirmStep::go_on && *no == ConfirmStep::withdraw);
            const bool yes_stands = state == v1::ORDER_STATE_PAYING || is_sold(state);
            const bool no_stands = state == v1::ORDER_STATE_DECLINED || state == v1::ORDER_STATE_CANCELLED;
            if (!asked) QCOMPARE(yes.ok(), yes_stands);
            if (!asked) QCOMPARE(no.ok(), no_stands);
        }
    }

    void who_may_cancel_and_when() {
        for (const auto state : kOrderStates) {
            const OrderFacts order{state, 1, kNow.plus_s(900)};
            const auto early = plan_cancellation(order, CancelledBy::buyer, kNow);
            const auto late = plan_cancellation(order, CancelledBy::buyer, kNow.plus_s(900));
            const auto staff = plan_cancellation(order, CancelledBy::staff, kNow.plus_s(900));
            QVERIFY(early.ok() && staff.ok());
            QVERIFY(*early == *staff);
            const bool paid = state == v1::ORDER_STATE_PAID || state == v1::ORDER_STATE_PARTLY_REFUNDED;
            QCOMPARE(late.ok(), !paid);  // as long as nothing is taken there is nothing to give back
            if (paid) QCOMPARE(late.error().code, Code::precondition);
            const CancelStep expected = paid                                ? CancelStep::refund_all
                                        : state == v1::ORDER_STATE_DECLINED ? CancelStep::close
                                        : under_way(state) || state == v1::ORDER_STATE_AUTHORISED
                                            ? CancelStep::give_up
                                            : CancelStep::stands;
            QVERIFY(*early == expected);
        }
        const OrderFacts going_back{v1::ORDER_STATE_PAID, 1, kNow, true};
        QVERIFY(*plan_cancellation(going_back, CancelledBy::buyer, kNow.plus_s(1)) == CancelStep::stands);
    }

    void each_attempt_has_a_key_of_its_own() {
        QVERIFY(idempotency_key("a", 1) != idempotency_key("a", 2));
        QVERIFY(idempotency_key("a", 11) != idempotency_key("a1", 1));
    }
};

QTEST_GUILESS_MAIN(TstOrderRules)
#include "tst_order_rules.moc"
