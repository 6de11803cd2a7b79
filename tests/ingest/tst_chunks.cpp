// SPDX-License-Identifier: GPL-3.0-or-later
#include <QtTest>
#include <random>

#include "server/ingest/chunk_reader.h"
#include "server/ingest/chunk_writer.h"

using namespace vitrine::ingest;
using vitrine::Code;

namespace {

std::span<const uint8_t> bytes_of(const std::string& text) {
    return {reinterpret_cast<const uint8_t*>(text.data()), text.size()};
}

std::string number(uint64_t v, int bytes) {
    std::string out;
    for (int i = bytes - 1; i >= 0; --i) out.push_back(static_cast<char>(v >> (8 * i)));
    return out;
}

// Chunk headers written out by hand, to be independent of the writer.
std::string type0(int csid, uint32_t time, size_t length, int type = 9) {
    return number(static_cast<uint64_t>(csid), 1) + number(time, 3) + number(length, 3) +
           number(static_cast<uint64_t>(type), 1) + std::string("\x01\0\0\0", 4);
}
std::string type1(int csid, uint32_t delta, size_t length, int type = 9) {
    return number(0x40u | static_cast<uint64_t>(csid), 1) + number(delta, 3) + number(length, 3) +
           number(static_cast<uint64_t>(type), 1);
}
std::string type2(int csid, uint32_t delta) {
    return number(0x80u | static_cast<uint64_t>(csid), 1) + number(delta, 3);
}
std::string type3(int csid) { return number(0xc0u | static_cast<uint64_t>(csid), 1); }

struct Reading {
    std::vector<RtmpMessage> messages;
    std::optional<vitrine::Error> error;
};

Reading read(const std::string& bytes, size_t step = SIZE_MAX, ChunkReader::Limits limits = {}) {
    ChunkReader reader(limits);
    Reading out;
    for (size_t at = 0; at < bytes.size(); at += std::min(step, bytes.size() - at)) {
        reader.feed(bytes_of(bytes).subspan(at, std::min(step, bytes.size() - at)));
        while (true) {
            auto next = reader.next();
            if (!next) {
                out.error = next.error();
                return out;
            }
            if (!*next) break;
            out.messages.push_back(std::move(**next));
        }
    }
    return out;
}

std::vector<int64_t> times(const Reading& reading) {
    std::vector<int64_t> out;
    for (const RtmpMessage& message : reading.messages) out.push_back(message.timestamp_ms);
    return out;
}

}  // namespace

class TestChunks : public QObject {
    Q_OBJECT

  private slots:
    void what_the_writer_cuts_the_reader_puts_together() {
        std::mt19937 random(7);
        for (const size_t chunk_size : {1u, 2u, 127u, 128u, 129u, 4096u, 1u << 20}) {
            ChunkWriter writer;
            std::string wire;
            writer.write({MessageType::set_chunk_size, 2, 0, 0, number(chunk_size, 4)}, wire);
            writer.set_chunk_size(static_cast<uint32_t>(chunk_size));
            std::vector<RtmpMessage> sent;
            for (int i = 0; i < 40; ++i) {
                RtmpMessage message{
                    i % 2 ? MessageType::video : MessageType::audio, static_cast<uint32_t>(4 + i % 3), 1,
                    i % 5 == 0 ? 0xffffff00u + static_cast<uint32_t>(i) : static_cast<uint32_t>(i * 33), ""};
                message.payload.resize(random() % 3000);
                for (char& c : message.payload) c = static_cast<char>(random());
                writer.write(message, wire);
                sent.push_back(std::move(message));
            }
            for (const size_t step : {size_t{1}, size_t{7}, size_t{100000}}) {
                const Reading got = read(wire, step);
                QVERIFY2(!got.error, got.error ? got.error->message.c_str() : "");
                QCOMPARE(got.messages.size(), sent.size() + 1);
                for (size_t i = 0; i < sent.size(); ++i) {
                    QVERIFY(got.messages[i + 1].payload == sent[i].payload);
                    QCOMPARE(got.messages[i + 1].timestamp_ms, sent[i].timestamp_ms);
                    QCOMPARE(got.messages[i + 1].type, sent[i].type);
                    QCOMPARE(got.messages[i + 1].stream, 1u);
                }
            }
        }
    }

    void all_header_types_add_up_to_the_right_times() {
        const std::string wire = type0(4, 1000, 1) + "a" + type1(4, 20, 2) + "bb" + type2(4, 30) + "cc" +
                                 type3(4) + "dd" + type3(4) + "ee";
        const Reading got = read(wire);
        QCOMPARE(times(got), (std::vector<int64_t>{1000, 1020, 1050, 1080, 1110}));
        QCOMPARE(got.messages[4].payload, std::string("ee"));
    }

    // §5.3.1.2.4; ffmpeg writes so.
    void a_type_3_message_after_type_0_adds_its_timestamp_again() {
        QCOMPARE(times(read(type0(4, 23, 1) + "a" + type3(4) + "b")), (std::vector<int64_t>{23, 46}));
    }

    void chunk_streams_interleave() {
        const std::string a(200, 'a'), b(150, 'b');
        const std::string wire = type0(4, 1, 200) + a.substr(0, 128) + type0(6, 2, 150, 8) +
                                 b.substr(0, 128) + type3(4) + a.substr(128) + type3(6) + b.substr(128);
        const Reading got = read(wire, 3);
        QCOMPARE(got.messages.size(), size_t{2});
        QCOMPARE(got.messages[0].payload, a);
        QCOMPARE(got.messages[1].payload, b);
        QCOMPARE(times(got), (std::vector<int64_t>{1, 2}));
    }

    void chunk_stream_ids_of_two_and_three_bytes() {
        std::string two = type0(0, 5, 1), three = type0(1, 6, 1);
        two.insert(1, number(200 - 64, 1));
        three.insert(1, number((1000 - 64) % 256, 1) + number((1000 - 64) / 256, 1));
        const Reading got = read(two + "x" + three + "y");
        QCOMPARE(got.messages.size(), size_t{2});
        QCOMPARE(got.messages[0].chunk_stream, 200u);
        QCOMPARE(got.messages[1].chunk_stream, 1000u);
    }

    // go2rtc 2329: after 4 h 40 min (2^24 ms) the timestamp moves to an extended field…
    void extended_timestamps_repeated_on_type_3() {
        const uint32_t late = 0x1000000 + 77;
        const std::string body(300, 'v');
        const std::string wire = type0(4, 0xffffff, 300) + number(late, 4) + body.substr(0, 128) + type3(4) +
                                 number(late, 4) + body.substr(128, 128) + type3(4) + number(late, 4) +
                                 body.substr(256) + type2(4, 40) + body.substr(0, 128) + type3(4) +
                                 body.substr(0, 128) + type3(4) + body.substr(0, 44);
        for (const size_t step : {size_t{1}, size_t{5}, size_t{5000}}) {
            const Reading got = read(wire, step);
            QCOMPARE(got.messages.size(), size_t{2});
            QCOMPARE(got.messages[0].payload, body);
            QCOMPARE(times(got), (std::vector<int64_t>{late, late + 40}));
        }
    }

    // …and some clients do not repeat it on type 3 chunks.
    void extended_timestamps_not_repeated_on_type_3() {
        const uint32_t late = 0xfffffff0;
        const std::string body(300, 'v');
        const std::string wire = type0(4, 0xffffff, 300) + number(late, 4) + body.substr(0, 128) + type3(4) +
                                 body.substr(128, 128) + type3(4) + body.substr(256) + type0(4, 3, 1) + "e";
        for (const size_t step : {size_t{1}, size_t{5}, size_t{5000}}) {
            const Reading got = read(wire, step);
            QCOMPARE(got.messages.size(), size_t{2});
            QCOMPARE(got.messages[0].payload, body);
            QCOMPARE(times(got), (std::vector<int64_t>{late, 3}));
        }
    }

    void time_wraps_at_2_to_the_32() {
        const std::string wire = type0(4, 0xffffff, 1) + number(0xfffffff0, 4) + "a" + type2(4, 0x20) + "b";
        QCOMPARE(times(read(wire)), (std::vector<int64_t>{0xfffffff0, 0x10}));
    }

    void abort_throws_the_unfinished_message_away() {
        const std::string wire = type0(4, 1, 200) + std::string(128, 'a') + type0(2, 0, 4, 2) + number(4, 4) +
                                 type0(4, 9, 1) + "z";
        const Reading got = read(wire);
        QVERIFY(!got.error);
        QCOMPARE(got.messages.size(), size_t{2});  // the abort itself, and z
        QCOMPARE(got.messages[1].payload, std::string("z"));
    }

    void limits_are_kept() {
        ChunkReader::Limits limits;
        limits.message_bytes = 1000;
        QVERIFY(read(type0(4, 0, 1001), SIZE_MAX, limits).error);
        QVERIFY(!read(type0(4, 0, 1000), SIZE_MAX, limits).error);

        std::string streams;
        for (int id = 3; id < 63; ++id) streams += type0(id, 0, 1) + "x";
        QVERIFY(!read(streams).error);
        limits.chunk_streams = 8;
        QVERIFY(read(streams, SIZE_MAX, limits).error);

        std::string unfinished;
        for (int id = 3; id < 60; ++id) unfinished += type0(id, 0, 900) + std::string(128, 'x');
        limits = {1000, 4000, 64};
        QVERIFY(read(unfinished, SIZE_MAX, limits).error);
    }

    void nonsense_is_refused() {
        QVERIFY(read(type3(4)).error);  // continues nothing
        QVERIFY(read(type2(4, 1)).error);
        QVERIFY(read(type0(2, 0, 4, 1) + number(0, 4)).error);           // chunk size 0
        QVERIFY(read(type0(2, 0, 4, 1) + number(0x80000000, 4)).error);  // first bit set (§5.4.1)
        QVERIFY(read(type0(2, 0, 2, 1) + "xx").error);
        QVERIFY(read(type0(4, 0, 200) + std::string(128, 'a') + type0(4, 0, 1) + "b").error);
    }
};

QTEST_GUILESS_MAIN(TestChunks)
#include "tst_chunks.moc"
