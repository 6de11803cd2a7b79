// SPDX-License-Identifier: GPL-3.0-or-later
#include <QtTest>
#include <random>

#include "server/show/life.h"

using namespace vitrine;

class TstLife : public QObject {
    Q_OBJECT

  private slots:
    void goes_from_scheduled_to_live_to_ended();
    void refuses_to_go_back_or_to_skip();
    void keeps_its_invariants_whatever_is_asked();
};

void TstLife::goes_from_scheduled_to_live_to_ended() {
    v1::Show show;
    show.set_state(v1::SHOW_STATE_SCHEDULED);
    QCOMPARE(show::start(show, {100}).value(), true);
    QCOMPARE(show.state(), v1::SHOW_STATE_LIVE);
    QCOMPARE(show.started_us(), int64_t(100));
    // The studio was started again and says so again: the start stays where it was.
    QCOMPARE(show::start(show, {150}).value(), false);
    QCOMPARE(show.started_us(), int64_t(100));
    QCOMPARE(show::end(show, {200}).value(), true);
    QCOMPARE(show.ended_us(), int64_t(200));
    QCOMPARE(show::end(show, {250}).value(), false);
    QCOMPARE(show.ended_us(), int64_t(200));
}

void TstLife::refuses_to_go_back_or_to_skip() {
    v1::Show show;
    show.set_state(v1::SHOW_STATE_SCHEDULED);
    QCOMPARE(show::end(show, {1}).error().code, Code::precondition);
    show.set_state(v1::SHOW_STATE_ENDED);
    QCOMPARE(show::start(show, {2}).error().code, Code::precondition);
    QCOMPARE(show.state(), v1::SHOW_STATE_ENDED);
}

void TstLife::keeps_its_invariants_whatever_is_asked() {
    const auto seed = std::random_device()();
    qInfo("seed %u", seed);
    std::mt19937 random(seed);
    for (int round = 0; round < 200; ++round) {
        v1::Show show;
        show.set_state(v1::SHOW_STATE_SCHEDULED);
        int before = show.state();
        for (int64_t t = 1; t < 12; ++t) {
            const auto changed = random() % 2 ? show::start(show, {t}) : show::end(show, {t});
            QCOMPARE(changed.ok() && *changed, show.state() == before + 1);
            QCOMPARE(show.state() == v1::SHOW_STATE_SCHEDULED, show.started_us() == 0);
            QCOMPARE(show.state() == v1::SHOW_STATE_ENDED, show.ended_us() != 0);
            before = show.state();
        }
    }
}

QTEST_GUILESS_MAIN(TstLife)
#include "tst_life.moc"
