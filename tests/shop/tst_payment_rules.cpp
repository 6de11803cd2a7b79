// SPDX-License-Identifier: GPL-3.0-or-later
#include <QtTest>

#include "server/shop/payment_rules.h"

using namespace vitrine;
using namespace vitrine::shop;

namespace {

Result<PaymentAnswer> said(PaymentState state) {
    PaymentAnswer answer;
    answer.state = state;
    return answer;
}
Result<PaymentAnswer> refused(Code code) { return Error{code, ""}; }

}  // namespace

// Which call comes next, what a silent gateway means, and when to leave it alone.
class TstPaymentRules : public QObject {
    Q_OBJECT

  private slots:
    void the_first_call_does_the_task_and_later_ones_look_first() {
        QVERIFY(next_call(PaymentTask::authorise, 0) == GatewayCall::authorise);
        QVERIFY(next_call(PaymentTask::confirm, 0) == GatewayCall::authorise_confirmed);
        QVERIFY(next_call(PaymentTask::capture, 0) == GatewayCall::capture);
        QVERIFY(next_call(PaymentTask::look_up, 0) == GatewayCall::look_up);
        for (const auto task :
             {PaymentTask::authorise, PaymentTask::confirm, PaymentTask::capture, PaymentTask::look_up})
            QVERIFY(next_call(task, 1) == GatewayCall::look_up);
        // Voiding needs no look: it is the same whatever stands there.
        QVERIFY(next_call(PaymentTask::withdraw, 0) == GatewayCall::void_payment);
        QVERIFY(next_call(PaymentTask::withdraw, 7) == GatewayCall::void_payment);
    }

    void a_look_up_answers_or_shows_that_the_call_was_lost() {
        const auto answers = [](PaymentTask task, const Result<PaymentAnswer>& looked_up) {
            return !call_after_look_up(task, looked_up).has_value();
        };
        for (const auto task :
             {PaymentTask::authorise, PaymentTask::confirm, PaymentTask::capture, PaymentTask::look_up}) {
            QVERIFY(answers(task, said(PaymentState::captured)));
            QVERIFY(answers(task, said(PaymentState::declined)));
            QVERIFY(answers(task, said(PaymentState::unknown)));  // still at work: wait
            QVERIFY(answers(task, refused(Code::unavailable)));
            QVERIFY(answers(task, refused(Code::internal)));
            QCOMPARE(answers(task, said(PaymentState::authorised)), task != PaymentTask::capture);
            QCOMPARE(answers(task, said(PaymentState::needs_confirmation)), task != PaymentTask::confirm);
        }
        QVERIFY(*call_after_look_up(PaymentTask::authorise, refused(Code::not_found)) ==
                GatewayCall::authorise);
        QVERIFY(*call_after_look_up(PaymentTask::confirm, refused(Code::not_found)) ==
                GatewayCall::authorise_confirmed);
        QVERIFY(*call_after_look_up(PaymentTask::confirm, said(PaymentState::needs_confirmation)) ==
                GatewayCall::authorise_confirmed);
        QVERIFY(*call_after_look_up(PaymentTask::capture, said(PaymentState::authorised)) ==
                GatewayCall::capture);
        // What was reserved, and is not known there any more, is no reason to reserve it again.
        QVERIFY(answers(PaymentTask::capture, refused(Code::not_found)));
    }

    void only_a_plain_refusal_to_reserve_means_that_nothing_was_taken() {
        for (int i = 0; i <= int(Code::internal); ++i) {
            const auto code = static_cast<Code>(i);
            const bool plain = code == Code::declined || code == Code::invalid_argument;
            for (const auto call : {GatewayCall::authorise, GatewayCall::authorise_confirmed}) {
                QVERIFY(answer_of(call, {code, "why"}).state ==
                        (plain ? PaymentState::declined : PaymentState::unknown));
            }
            for (const auto call : {GatewayCall::capture, GatewayCall::look_up, GatewayCall::void_payment})
                QVERIFY(answer_of(call, {code, "why"}).state == PaymentState::unknown);
        }
    }

    void pauses_grow_to_a_minute() {
        int64_t last = 0;
        for (int32_t tries = 1; tries < 1000; ++tries) {
            const int64_t pause = pause_after_ms(tries);
            QVERIFY(pause >= last && pause >= 1000 && pause <= 60'000);
            last = pause;
        }
        QCOMPARE(last, int64_t{60'000});
        QCOMPARE(pause_after_ms(0), int64_t{1000});
        QCOMPARE(pause_after_ms(-5), int64_t{1000});
        QCOMPARE(pause_after_ms(std::numeric_limits<int32_t>::max()), int64_t{60'000});
    }

    void a_gateway_that_does_not_answer_is_left_alone() {
        Breaker breaker;
        int64_t now_us = 0;
        for (int i = 0; i < 4; ++i) breaker.failed(now_us);
        QCOMPARE(breaker.wait_ms(now_us), int64_t{0});
        breaker.failed(now_us);
        QCOMPARE(breaker.wait_ms(now_us), int64_t{1000});
        now_us += 1'000'000;
        QCOMPARE(breaker.wait_ms(now_us), int64_t{0});  // one may try
        breaker.calling(now_us, 10'000);
        QCOMPARE(breaker.wait_ms(now_us), int64_t{10'000});  // and the others wait for him
        breaker.failed(now_us);
        QCOMPARE(breaker.wait_ms(now_us), int64_t{2000});
        breaker.answered();
        QCOMPARE(breaker.wait_ms(now_us), int64_t{0});
        for (int i = 0; i < 4; ++i) breaker.failed(now_us);
        QCOMPARE(breaker.wait_ms(now_us), int64_t{0});  // it counts from the beginning
    }
};

QTEST_GUILESS_MAIN(TstPaymentRules)
#include "tst_payment_rules.moc"
