// SPDX-License-Identifier: GPL-3.0-or-later
#include "encoder/send_queue.h"

#include <QtTest>
#include <random>

#include "encoder/back_off.h"

using namespace vitrine::encoder;

namespace {

constexpr TimeBase kFrames{1, 30};
constexpr TimeBase kSamples{1, 48000};

PacketRef picture(int64_t number, bool keyframe, size_t bytes = 1000) {
    Packet packet;
    packet.pts = packet.dts = number;
    packet.time_base = kFrames;
    packet.keyframe = keyframe;
    packet.bytes.assign(bytes, uint8_t(number));
    return std::make_shared<Packet>(std::move(packet));
}

PacketRef sound(int64_t number) {
    Packet packet;
    packet.track = Track::audio;
    packet.pts = packet.dts = number * 1024;
    packet.time_base = kSamples;
    packet.bytes.assign(100, 0);
    return std::make_shared<Packet>(std::move(packet));
}

PacketRef packet_in(const Sendable& sendable) { return std::get<PacketRef>(sendable); }

}  // namespace

class TestSendQueue : public QObject {
    Q_OBJECT
  private slots:
    void beginsWithAKeyframe();
    void overflowGoesOnAtTheNewestKeyframe();
    void overflowWithoutALaterKeyframeWaitsForOne();
    void whatIsWrittenAlwaysDecodes();
    void cueComesBeforeThePacketItBelongsTo();
    void cueOutlivesAnOverflow();
    void rescalesExactly();
    void backsOff();
};

void TestSendQueue::beginsWithAKeyframe() {
    SendQueue queue({1'000'000, 1 << 20});
    queue.push(sound(0));
    queue.push(picture(0, false));
    QVERIFY(queue.empty());
    queue.push(picture(1, true));
    queue.push(sound(2));
    QVERIFY(packet_in(*queue.pop())->keyframe);
    QCOMPARE(packet_in(*queue.pop())->track, Track::audio);
    QVERIFY(!queue.pop());
    QCOMPARE(queue.dropped_pictures(), 0);  // nothing was promised before the first keyframe
    QCOMPARE(queue.bytes(), size_t(0));
}

void TestSendQueue::overflowGoesOnAtTheNewestKeyframe() {
    SendQueue queue({1'000'000, 1 << 20});
    for (int i = 0; i <= 31; ++i) queue.push(picture(i, i == 0 || i == 20));
    const auto first = packet_in(*queue.pop());
    QVERIFY(first->keyframe);
    QCOMPARE(first->dts, 20);
    QCOMPARE(queue.dropped_pictures(), 20);
}

void TestSendQueue::overflowWithoutALaterKeyframeWaitsForOne() {
    SendQueue queue({10'000'000, 5'000});
    for (int i = 0; i < 10; ++i) queue.push(picture(i, i == 0));
    QVERIFY(queue.empty());
    QCOMPARE(queue.dropped_pictures(), 10);
    queue.push(picture(10, true));
    QCOMPARE(packet_in(*queue.pop())->dts, 10);
}

void TestSendQueue::whatIsWrittenAlwaysDecodes() {
    const unsigned seed = std::random_device{}();
    qInfo("seed %u", seed);
    std::mt19937 random(seed);
    SendQueue queue({700'000, 60'000});
    int64_t pushed = 0;
    int64_t popped = 0;
    int64_t last = -1;
    for (int i = 0; i < 20'000; ++i) {
        const bool keyframe = i % 25 == 0;
        queue.push(picture(i, keyframe, 100 + random() % 3'000));
        ++pushed;
        QVERIFY(queue.bytes() <= 60'000);
        QVERIFY(queue.length_us() <= 700'000);
        // A reader that is sometimes fast and sometimes stands still.
        for (int take = (i / 200) % 2 ? int(random() % 3) : 0; take > 0; --take) {
            const auto sendable = queue.pop();
            if (!sendable) break;
            const auto packet = packet_in(*sendable);
            QVERIFY(packet->dts > last);
            QVERIFY(packet->dts == last + 1 || packet->keyframe);
            last = packet->dts;
            ++popped;
        }
    }
    while (queue.pop()) ++popped;
    QCOMPARE(popped + queue.dropped_pictures(), pushed);
    QVERIFY(queue.dropped_pictures() > 0);
}

void TestSendQueue::cueComesBeforeThePacketItBelongsTo() {
    SendQueue queue({10'000'000, 1 << 20});
    for (int i = 0; i < 4; ++i) queue.push(picture(i, i == 0));
    queue.push_cue({66'667, "second"});
    queue.push_cue({33'333, "first"});
    QCOMPARE(packet_in(*queue.pop())->dts, 0);
    QCOMPARE(std::get<Cue>(*queue.pop()).json, std::string("first"));
    QCOMPARE(packet_in(*queue.pop())->dts, 1);
    QCOMPARE(std::get<Cue>(*queue.pop()).json, std::string("second"));
    QCOMPARE(packet_in(*queue.pop())->dts, 2);
}

void TestSendQueue::cueOutlivesAnOverflow() {
    SendQueue queue({10'000'000, 3'500});
    queue.push(picture(0, true));
    queue.push_cue({1'000, "pin"});
    for (int i = 1; i < 10; ++i) queue.push(picture(i, false));
    queue.push(picture(10, true));
    QCOMPARE(std::get<Cue>(*queue.pop()).json, std::string("pin"));
    QVERIFY(packet_in(*queue.pop())->keyframe);
}

void TestSendQueue::rescalesExactly() {
    QCOMPARE(rescale(30, kFrames, kMicroseconds), 1'000'000);
    QCOMPARE(rescale(1, kFrames, kSamples), 1'600);
    QCOMPARE(rescale(1, kFrames, kMicroseconds), 33'333);
    QCOMPARE(rescale(2, kFrames, kMicroseconds), 66'667);
    QCOMPARE(rescale(-1, kFrames, kMicroseconds), -33'333);
    // A year of samples, where 64 bits would overflow on the way.
    const int64_t year = int64_t(365) * 24 * 3600;
    QCOMPARE(rescale(year * 48000, kSamples, kMicroseconds), year * 1'000'000);
}

void TestSendQueue::backsOff() {
    BackOff back_off;
    QCOMPARE(back_off.next_ms(), 1'000);
    QCOMPARE(back_off.next_ms(), 2'000);
    QCOMPARE(back_off.next_ms(), 4'000);
    back_off.held_for(100);  // lost at once: no fresh start
    QCOMPARE(back_off.next_ms(), 8'000);
    QCOMPARE(back_off.next_ms(), 15'000);
    QCOMPARE(back_off.next_ms(), 15'000);
    back_off.held_for(60'000);
    QCOMPARE(back_off.next_ms(), 1'000);
}

QTEST_GUILESS_MAIN(TestSendQueue)
#include "tst_send_queue.moc"
