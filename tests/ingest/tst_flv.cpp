// SPDX-License-Identifier: GPL-3.0-or-later
#include <QtTest>

#include "server/ingest/amf0.h"
#include "server/ingest/flv_intake.h"
#include "server/ingest/flv_tags.h"
#include "tests/media/stream_material.h"

using namespace vitrine;
using namespace vitrine::ingest;
using test::kAsc;
using test::kAvcc;

namespace {

// Keeps what an intake gives.
struct Kept {
    std::vector<media::AccessUnit> video, audio;
    std::vector<std::pair<int64_t, std::string>> cues;
    int configs = 0;
};

class KeepingPublication final : public media::Publication {
  public:
    explicit KeepingPublication(Kept& kept) : kept_(kept) {}
    Result<Done> video_config(std::span<const uint8_t>) override {
        ++kept_.configs;
        return Done{};
    }
    Result<Done> audio_config(std::span<const uint8_t>) override {
        ++kept_.configs;
        return Done{};
    }
    Result<Done> video(media::AccessUnit unit) override {
        kept_.video.push_back(std::move(unit));
        return Done{};
    }
    Result<Done> audio(media::AccessUnit unit) override {
        kept_.audio.push_back(std::move(unit));
        return Done{};
    }
    void cue(int64_t ms, std::string_view json) override { kept_.cues.emplace_back(ms, json); }

  private:
    Kept& kept_;
};

struct Intake {
    Kept kept;
    FlvIntake intake{std::make_unique<KeepingPublication>(kept)};

    Result<Done> video(uint32_t ms, std::string body) {
        return intake.take({MessageType::video, 4, 1, ms, std::move(body)});
    }
    Result<Done> audio(uint32_t ms, std::string body) {
        return intake.take({MessageType::audio, 4, 1, ms, std::move(body)});
    }
    Result<Done> data(uint32_t ms, std::string body) {
        return intake.take({MessageType::data_amf0, 4, 1, ms, std::move(body)});
    }
};

std::string picture(bool key, int32_t composition_ms) {
    std::string body{static_cast<char>(key ? 0x17 : 0x27), 1};
    for (int shift : {16, 8, 0}) body.push_back(static_cast<char>(composition_ms >> shift));
    return body + std::string("\0\0\0\x02\x65\x88", 6);
}

}  // namespace

class TestFlv : public QObject {
    Q_OBJECT

  private slots:
    void tags_are_read() {
        const std::string config_tag("\x17\0\0\0\0abc", 8);  // what is read points into its tag
        const auto config = parse_video_tag(config_tag);
        QVERIFY(config && config->kind == VideoTag::Kind::config && config->data == "abc");
        const std::string frame_tag = picture(false, -80);
        const auto frame = parse_video_tag(frame_tag);
        QVERIFY(frame && frame->kind == VideoTag::Kind::picture && !frame->key);
        QCOMPARE(frame->composition_ms, -80);
        QCOMPARE(parse_video_tag(picture(true, 0x7fffff))->composition_ms, 0x7fffff);
        QCOMPARE(parse_video_tag(picture(true, -0x800000))->composition_ms, -0x800000);
        const std::string sound_tag("\xaf\x01xyz", 5);
        const auto sound = parse_audio_tag(sound_tag);
        QVERIFY(sound && sound->kind == AudioTag::Kind::frame && sound->data == "xyz");
        QVERIFY(parse_video_tag("")->kind == VideoTag::Kind::nothing);
        QVERIFY(parse_video_tag("\x17")->kind == VideoTag::Kind::nothing);
        QVERIFY(parse_audio_tag("\xaf")->kind == AudioTag::Kind::nothing);
    }

    void other_codecs_are_refused_in_plain_words() {
        const auto said = [](const auto& result) {
            return QString::fromStdString(result.ok() ? "" : result.error().message);
        };
        QVERIFY(said(parse_video_tag(std::string("\x90hvc1\0\0\0", 8))).contains("H.265"));
        QVERIFY(said(parse_video_tag(std::string("\x90"
                                                 "av01\0\0\0",
                                                 8)))
                    .contains("AV1"));
        QVERIFY(said(parse_video_tag(std::string("\x1c\0\0\0\0", 5))).contains("H.265"));
        QVERIFY(said(parse_video_tag(std::string("\x12\0\0", 3))).contains("Sorenson"));
        QVERIFY(said(parse_audio_tag(std::string("\x2f\0\0", 3))).contains("MP3"));
        QVERIFY(said(parse_audio_tag(std::string("\x9f\0\0", 3))).contains("AAC"));
    }

    // mediamtx 4892, 5226: with B-frames the DTS is the container's; the PTS may go back and lie before it.
    void decode_times_are_the_containers_with_b_frames() {
        Intake in;
        QVERIFY(in.video(0, std::string("\x17\0\0\0\0", 5) + kAvcc).ok());
        const int offsets[] = {80, 160, 40, -10, 40};
        for (int i = 0; i < 5; ++i)
            QVERIFY(in.video(static_cast<uint32_t>(i * 40), picture(i == 0, offsets[i])).ok());
        for (int i = 0; i < 5; ++i) {
            QCOMPARE(in.kept.video[static_cast<size_t>(i)].dts, int64_t{i * 40 * 90});
            QCOMPARE(in.kept.video[static_cast<size_t>(i)].pts, int64_t{(i * 40 + offsets[i]) * 90});
        }
    }

    // OvenMediaEngine 1686, srs 894: a wrap or a step back below zero gave segments of 4,294,967 s.
    void time_goes_on_over_the_wrap_and_below_zero() {
        Intake in;
        QVERIFY(in.video(0xffffffe0, picture(true, 0)).ok());
        QVERIFY(in.video(0x00000001, picture(false, 0)).ok());
        QCOMPARE(in.kept.video[1].dts - in.kept.video[0].dts, int64_t{33 * 90});
        Intake below;
        QVERIFY(below.video(5, picture(true, 0)).ok());
        QVERIFY(below.video(0xfffffffb, picture(false, 0)).ok());
        QCOMPARE(below.kept.video[1].dts, int64_t{-5 * 90});
    }

    void time_goes_on_past_4_hours_40() {
        Intake in;
        QVERIFY(in.video((1u << 24) - 20, picture(true, 0)).ok());
        QVERIFY(in.video((1u << 24) + 13, picture(false, 0)).ok());
        QCOMPARE(in.kept.video[1].dts, int64_t{((1 << 24) + 13)} * 90);
    }

    // srs 547: audio times from whole milliseconds click at every frame.
    void audio_times_are_exact_sample_counts() {
        Intake in;
        QVERIFY(in.audio(0, std::string("\xaf\0", 2) + kAsc).ok());
        for (int64_t i = 0; i < 20000; ++i) {
            const auto ms = static_cast<uint32_t>((i * 1024 * 1000 + 22050) / 44100);  // as muxers round
            QVERIFY(in.audio(ms, std::string("\xaf\x01", 2) + "frame").ok());
        }
        for (int64_t i = 0; i < 20000; ++i) QCOMPARE(in.kept.audio[static_cast<size_t>(i)].dts, i * 1024);
    }

    void audio_is_anchored_anew_when_it_drifts_away() {
        AudioClock clock(48000, 1024);
        QCOMPARE(clock.next(0), int64_t{0});
        QCOMPARE(clock.next(21), int64_t{1024});
        QCOMPARE(clock.next(42 + 59), int64_t{2048});  // jitter
        QCOMPARE(clock.next(500), int64_t{24000});     // a gap
        QCOMPARE(clock.next(521), int64_t{25024});
        QCOMPARE(clock.next(100), int64_t{4800});  // back
        QCOMPARE(clock.resets(), int64_t{2});
    }

    void audio_before_its_configuration_and_damaged_pictures_are_left_out() {
        Intake in;
        QVERIFY(in.audio(0, std::string("\xaf\x01", 2) + "frame").ok());
        QVERIFY(in.kept.audio.empty());
        QVERIFY(in.video(0, std::string("\x17\x01\0\0\0\x00\x00\x00\xff\x65", 10)).ok());
        QVERIFY(in.video(0, std::string("\x17\x01\0\0\0\x00\x00\x00\x00", 9)).ok());
        QVERIFY(in.kept.video.empty());
        QCOMPARE(in.intake.damaged_pictures(), int64_t{2});
    }

    void cues_come_with_their_time() {
        Intake in;
        std::string body;
        Amf0("onTextData").write(body);
        Amf0(Amf0::Object{{{"type", "Text"}, {"text", R"({"id":"1"})"}}, true}).write(body);
        QVERIFY(in.data(4321, body).ok());
        QCOMPARE(in.kept.cues.size(), size_t{1});
        QCOMPARE(in.kept.cues[0].first, int64_t{4321});
        QCOMPARE(in.kept.cues[0].second, std::string(R"({"id":"1"})"));
        QVERIFY(in.data(1, body.substr(0, 20)).ok());  // torn
        QCOMPARE(in.kept.cues.size(), size_t{1});
        std::string metadata;
        Amf0("@setDataFrame").write(metadata);
        Amf0("onMetaData").write(metadata);
        Amf0(Amf0::Object{{{"encoder", "obs-output module"}}, true}).write(metadata);
        QVERIFY(in.data(0, metadata).ok());
        QCOMPARE(in.intake.encoder(), std::string("obs-output module"));
    }

    void an_aggregate_is_its_tags_moved_to_its_time() {
        const auto tag = [](uint32_t ms, const std::string& body) {
            std::string out{9};
            for (int shift : {16, 8, 0}) out.push_back(static_cast<char>(body.size() >> shift));
            for (int shift : {16, 8, 0, 24}) out.push_back(static_cast<char>(ms >> shift));
            return out + std::string(3, '\0') + body + std::string(4, '\0');
        };
        Intake in;
        QVERIFY(in.intake
                    .take({MessageType::aggregate, 4, 1, 5000,
                           tag(100, picture(true, 0)) + tag(133, picture(false, 0)) + "torn"})
                    .ok());
        QCOMPARE(in.kept.video.size(), size_t{2});
        QCOMPARE(in.kept.video[0].dts, int64_t{5000 * 90});
        QCOMPARE(in.kept.video[1].dts, int64_t{5033 * 90});
    }
};

QTEST_GUILESS_MAIN(TestFlv)
#include "tst_flv.moc"
