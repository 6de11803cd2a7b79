// SPDX-License-Identifier: GPL-3.0-or-later
#include <QTest>

#include "app/docks/health_words.h"
#include "app/docks/mixer_strip.h"
#include "app/on_air.h"
#include "app/stage/air_bar.h"

using namespace vitrine;
using namespace vitrine::app;

namespace {

encoder::Health on_air(int64_t rendered, int64_t lagged, int queue_ms, int64_t dropped = 0) {
    encoder::Health health;
    health.on_air = true;
    health.rendered_frames = health.encoded_frames = rendered;
    health.lagged_frames = lagged;
    encoder::SinkHealth sink;
    sink.id = OnAir::kVitrineSink;
    sink.state = encoder::SinkState::live;
    sink.queue_ms = queue_ms;
    sink.dropped_frames = dropped;
    health.sinks << sink;
    return health;
}

}  // namespace

// What the figures mean for a creator, and the two scales of the window.
class TestHealthWords : public QObject {
    Q_OBJECT
  private slots:
    void offAirNothingIsSaid() { QVERIFY(explain({}, {}, 1).empty()); }
    void allIsWell() {
        for (const auto& sentence : explain(on_air(0, 0, 0), on_air(300, 0, 40), 20)) {
            QCOMPARE(sentence.verdict, Verdict::good);
        }
    }
    void aSlowUploadComesFirstAndSaysWhatToDo() {
        const auto said = explain(on_air(0, 0, 0), on_air(300, 12, 100, 4), 20);
        QCOMPARE(said.front().verdict, Verdict::bad);
        QVERIFY(said.front().text.contains("Upload is too slow"));
        QVERIFY(said.front().text.contains("bit rate"));
    }
    void aTroubleThatIsOverIsNoLongerTold() {
        const auto said = explain(on_air(300, 200, 0, 9), on_air(600, 200, 0, 9), 20);
        QCOMPARE(said.front().verdict, Verdict::good);
    }
    void theServersRecordingIsToldFirstAndOffAirToo() {
        const QString trouble = "The recording cannot be written (disk full).";
        QVERIFY(explain({}, {}, 1, trouble).front().text.contains(trouble));
        QCOMPARE(explain(on_air(0, 0, 0), on_air(300, 0, 40), 20, trouble).front().verdict, Verdict::bad);
    }
    void aMachineThatCannotKeepUp() {
        QVERIFY(explain(on_air(0, 0, 0), on_air(300, 100, 0), 20).front().text.contains("cannot keep up"));
    }
    void reconnectingIsSaid() {
        auto now = on_air(300, 0, 5'000);
        now.sinks[0].state = encoder::SinkState::reconnecting;
        QVERIFY(explain(on_air(0, 0, 0), now, -1).front().text.contains("reconnecting"));
    }
    void aFaderGoesThereAndBack() {
        QCOMPARE(fader_to_db(1000), 0.0);
        QCOMPARE(fader_to_db(0), studio::kSilence_db);
        for (int travel = 30; travel <= 1000; travel += 10)
            QCOMPARE(db_to_fader(fader_to_db(travel)), travel);
    }
    void theClockReads() {
        QCOMPARE(clock_text(5'000), "0:05");
        QCOMPARE(clock_text(723'000), "12:03");
        QCOMPARE(clock_text(3'723'000), "1:02:03");
    }
};

QTEST_GUILESS_MAIN(TestHealthWords)
#include "tst_health_words.moc"
