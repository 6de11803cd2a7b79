// SPDX-License-Identifier: GPL-3.0-or-later
#include <QtTest>

#include "server/shop/settlement_rules.h"

using namespace vitrine;
using namespace vitrine::shop;

namespace {

constexpr v1::OrderState kOrders[] = {v1::ORDER_STATE_PAYING,     v1::ORDER_STATE_NEEDS_CONFIRMATION,
                                      v1::ORDER_STATE_PAID,       v1::ORDER_STATE_DECLINED,
                                      v1::ORDER_STATE_CANCELLED,  v1::ORDER_STATE_REFUNDED,
                                      v1::ORDER_STATE_AUTHORISED, v1::ORDER_STATE_PARTLY_REFUNDED};
constexpr AttemptState kAttempts[] = {AttemptState::asked,      AttemptState::captured,
                                      AttemptState::declined,   AttemptState::needs_confirmation,
                                      AttemptState::authorised, AttemptState::voided};
constexpr PaymentTask kTasks[] = {PaymentTask::nothing,  PaymentTask::authorise, PaymentTask::confirm,
                                  PaymentTask::withdraw, PaymentTask::capture,   PaymentTask::look_up};
constexpr PaymentState kWords[] = {PaymentState::unknown, PaymentState::needs_confirmation,
                                   PaymentState::authorised, PaymentState::captured, PaymentState::declined};

struct Case {
    OrderFacts order;
    AttemptFacts attempt;
    PaymentState said;
    bool right, asked_now;
    Settlement settlement() const { return plan_settlement(order, attempt, said, right, asked_now); }
    bool latest() const { return attempt.attempt == order.attempt; }
    // The order waits for this attempt's money, or counts on it.
    bool wanted() const {
        if (!latest()) return false;
        return attempt.state == AttemptState::authorised ? is_sold(order.state)
                                                         : !closed(attempt.state) && under_way(order.state);
    }
};

template <class Check>
void for_all(Check check) {
    for (const auto order : kOrders)
        for (const auto attempt : kAttempts)
            for (const auto task : kTasks)
                for (const auto said : kWords)
                    for (const int number : {1, 2})
                        for (const bool right : {true, false})
                            for (const bool now : {true, false}) {
                                check(Case{{order, 2}, {number, attempt, task}, said, right, now});
                                if (QTest::currentTestFailed()) return;
                            }
}

Settlement of(v1::OrderState order, AttemptState attempt, PaymentTask task, PaymentState said,
              bool asked_now = true, bool right = true) {
    return plan_settlement({order, 1}, {1, attempt, task}, said, right, asked_now);
}

}  // namespace

// What a gateway's word does: every state of order and attempt against every word.
class TstSettlementRules : public QObject {
    Q_OBJECT

  private slots:
    void money_is_sold_for_only_where_an_order_wants_it() {
        for_all([](const Case& c) {
            const Settlement out = c.settlement();
            if (out == Settlement::sell || out == Settlement::let_confirm || out == Settlement::refuse)
                QVERIFY(c.wanted() && under_way(c.order.state));
            if (out == Settlement::take || out == Settlement::lapse || out == Settlement::capture_in_time)
                QVERIFY(c.wanted());
            if (out == Settlement::sell) QVERIFY(c.right && c.said == PaymentState::authorised);
            if (out == Settlement::sell_again)
                QVERIFY(c.right && c.latest() && c.order.state == v1::ORDER_STATE_DECLINED &&
                        c.attempt.state == AttemptState::declined);
        });
    }

    void money_that_nobody_wants_never_stays() {
        for_all([](const Case& c) {
            if (c.wanted() || c.attempt.state == AttemptState::captured) return;
            const Settlement out = c.settlement();
            if (c.said == PaymentState::captured)
                QVERIFY(out == Settlement::give_back || out == Settlement::sell_again);
            if (c.said == PaymentState::authorised) {
                const bool being_voided = c.attempt.task == PaymentTask::withdraw;
                QVERIFY(out == Settlement::withdraw || out == Settlement::sell_again ||
                        (being_voided && (out == Settlement::ask_again || out == Settlement::nothing)));
            }
        });
    }

    void a_wrong_amount_is_never_accepted() {
        for_all([](const Case& c) {
            if (c.right || !under_way(c.order.state) || !c.wanted()) return;
            if (c.said == PaymentState::captured) QVERIFY(c.settlement() == Settlement::give_back);
            if (c.said == PaymentState::authorised) QVERIFY(c.settlement() != Settlement::sell);
        });
    }

    void not_knowing_changes_nothing_and_an_old_answer_does_not_count_twice() {
        for_all([](const Case& c) {
            const Settlement out = c.settlement();
            if (c.said == PaymentState::unknown)
                QVERIFY(out == (c.asked_now ? Settlement::ask_again : Settlement::nothing));
            if (!c.asked_now) QVERIFY(out != Settlement::ask_again);
        });
    }

    void money_that_went_back_is_never_sold_for() {
        for_all([](Case c) {
            if (!closed(c.attempt.state)) return;
            c.attempt.taken_for_nothing = true;
            const Settlement out = c.settlement();
            QVERIFY(out != Settlement::sell && out != Settlement::sell_again && out != Settlement::take);
        });
    }

    void what_is_closed_opens_only_for_money() {
        for_all([](const Case& c) {
            if (!closed(c.attempt.state)) return;
            const Settlement out = c.settlement();
            if (c.said == PaymentState::declined) QVERIFY(out == Settlement::nothing);
            if (c.attempt.state == AttemptState::captured)
                QVERIFY(out == Settlement::nothing || out == Settlement::ask_again);
        });
    }

    // medusa 13301: the gateway's word and the buyer's confirmation race; whichever is first, the end is the
    // same.
    void confirmation_and_outcome_in_any_order() {
        for (const auto order : {v1::ORDER_STATE_PAYING, v1::ORDER_STATE_NEEDS_CONFIRMATION}) {
            for (const auto task : {PaymentTask::nothing, PaymentTask::confirm, PaymentTask::look_up}) {
                for (const bool now : {true, false}) {
                    QVERIFY(of(order, AttemptState::needs_confirmation, task, PaymentState::authorised,
                               now) == Settlement::sell);
                    QVERIFY(of(order, AttemptState::needs_confirmation, task, PaymentState::captured, now) ==
                            Settlement::take);
                }
            }
        }
    }

    void a_buyer_who_said_no_has_not_bought_what_was_only_reserved() {
        const auto withdrawn = [](PaymentState said) {
            return of(v1::ORDER_STATE_PAYING, AttemptState::needs_confirmation, PaymentTask::withdraw, said);
        };
        QVERIFY(withdrawn(PaymentState::authorised) == Settlement::ask_again);
        QVERIFY(withdrawn(PaymentState::declined) == Settlement::refuse);
        QVERIFY(withdrawn(PaymentState::captured) == Settlement::take);
    }

    void looked_up_while_all_is_well_it_goes_on_as_before() {
        QVERIFY(of(v1::ORDER_STATE_AUTHORISED, AttemptState::authorised, PaymentTask::look_up,
                   PaymentState::authorised) == Settlement::capture_in_time);
        QVERIFY(of(v1::ORDER_STATE_NEEDS_CONFIRMATION, AttemptState::needs_confirmation, PaymentTask::look_up,
                   PaymentState::needs_confirmation) == Settlement::nothing);
        QVERIFY(of(v1::ORDER_STATE_PAID, AttemptState::captured, PaymentTask::look_up,
                   PaymentState::captured) == Settlement::nothing);
    }
};

QTEST_GUILESS_MAIN(TstSettlementRules)
#include "tst_settlement_rules.moc"
