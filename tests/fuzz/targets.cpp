// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/fuzz/targets.h"

#include "server/domain/check.h"
#include "server/ingest/amf0.h"
#include "server/ingest/chunk_reader.h"
#include "server/ingest/flv_intake.h"
#include "server/ingest/rtmp_session.h"
#include "server/media/hls_answers.h"
#include "server/media/packager.h"
#include "server/media/recording_index.h"
#include "tests/ingest/rtmp_client.h"
#include "tests/media/stream_material.h"

namespace vitrine::fuzz {
namespace {

using namespace ingest;

std::span<const uint8_t> some(const uint8_t* data, size_t size) { return {data, size}; }

std::string text_of(const uint8_t* data, size_t size) { return {reinterpret_cast<const char*>(data), size}; }

// --- chunk streams: the same bytes in one piece and byte by byte must give the same messages

std::vector<RtmpMessage> messages(const uint8_t* data, size_t size, size_t step) {
    ChunkReader reader({.message_bytes = 1 << 16, .assembling_bytes = 1 << 17, .chunk_streams = 16});
    std::vector<RtmpMessage> out;
    for (size_t at = 0; at < size; at += step) {
        reader.feed(some(data + at, std::min(step, size - at)));
        for (auto next = reader.next();; next = reader.next()) {
            if (!next.ok()) return out;
            if (!next->has_value()) break;
            VITRINE_CHECK((*next)->payload.size() <= 1 << 16);
            out.push_back(std::move(**next));
        }
    }
    return out;
}

void run_chunks(const uint8_t* data, size_t size) {
    const auto whole = messages(data, size, size + 1);
    const auto pieces = messages(data, size, 1);
    VITRINE_CHECK(whole.size() == pieces.size());
    for (size_t i = 0; i < whole.size(); ++i) {
        VITRINE_CHECK(whole[i].payload == pieces[i].payload &&
                      whole[i].timestamp_ms == pieces[i].timestamp_ms);
    }
}

std::vector<std::string> chunk_seeds() {
    ChunkWriter writer;
    std::string plain, late;
    writer.write({MessageType::set_chunk_size, 2, 0, 0, std::string("\0\0\0\x40", 4)}, plain);
    writer.set_chunk_size(64);
    writer.write({MessageType::video, 6, 1, 33, std::string(200, 'v')}, plain);
    writer.write({MessageType::audio, 4, 1, 40, std::string(30, 'a')}, plain);
    plain += "\x46" + std::string("\0\0\x21\0\0\x04\x09", 7) + "abcd" + "\x86" + std::string("\0\0\x20", 3) +
             "efgh" + "\xc6" + "ijkl";
    writer.write({MessageType::video, 6, 1, 0x1000001, std::string(300, 'v')}, late);
    return {plain, late};
}

// --- AMF 0: what can be read can be written and read again as the same

void run_amf0(const uint8_t* data, size_t size) {
    Amf0Reader in(some(data, size));
    while (const auto value = in.next()) {
        std::string written;
        value->write(written);
        VITRINE_CHECK(written.size() <= 2 * size + 16);
        Amf0Reader again(test::octets(written));
        const auto back = again.next();
        VITRINE_CHECK(back.has_value() && again.done());
        std::string twice;
        back->write(twice);
        VITRINE_CHECK(twice == written);  // bytes, not values: a NaN is not equal to itself
    }
}

std::vector<std::string> amf0_seeds() {
    std::string out;
    for (const Amf0& value :
         {Amf0("connect"), Amf0(1.0), Amf0(true), Amf0(), Amf0(Amf0::Undefined{}), Amf0(Amf0::Date{5}),
          Amf0(Amf0::List{1.0, "a"}),
          Amf0(Amf0::Object{{{"app", "live"}, {"deep", Amf0::Object{{{"x", 1.0}}, true}}}})}) {
        value.write(out);
    }
    return {out};
}

// --- FLV: bytes are a row of messages (type, time, length, body), given to an intake whose units go into a
// packager

class PackingPublication final : public media::Publication {
  public:
    Result<Done> video_config(std::span<const uint8_t> record) override {
        if (auto config = media::parse_h264_config(record)) {
            end_period();
            tracks_.video = std::move(*config);
        }
        return Done{};
    }
    Result<Done> audio_config(std::span<const uint8_t> record) override {
        if (auto config = media::parse_aac_config(record)) {
            end_period();
            tracks_.audio = std::move(*config);
        }
        return Done{};
    }
    Result<Done> video(media::AccessUnit unit) override {
        if (tracks_.video && in_period(unit.dts * 100 / 9)) packager_->video(unit);
        return Done{};
    }
    Result<Done> audio(media::AccessUnit unit) override {
        if (tracks_.audio && in_period(unit.dts / tracks_.audio->sample_rate_hz * 1'000'000))
            packager_->audio(unit);
        return Done{};
    }
    void cue(int64_t, std::string_view) override {}
    ~PackingPublication() override { end_period(); }

  private:
    // As a live publication does: a period begins with its first unit, and a clock that jumps ends it.
    bool in_period(int64_t us) {
        if (last_us_ && std::llabs(us - *last_us_) > 10'000'000) return false;
        last_us_ = us;
        if (packager_) return true;
        packager_ =
            std::make_unique<media::Packager>(media::PackagerTerms{}, tracks_, us, [](media::Part part) {
                VITRINE_CHECK(part.duration_us > 0 &&
                              part.duration_us <= media::PackagerTerms{}.longest_part_us);
            });
        return true;
    }
    void end_period() {
        if (packager_) packager_->flush();
        packager_.reset();
    }
    media::Tracks tracks_;
    std::optional<int64_t> last_us_;
    std::unique_ptr<media::Packager> packager_;
};

void run_flv(const uint8_t* data, size_t size) {
    FlvIntake intake(std::make_unique<PackingPublication>());
    constexpr MessageType kTypes[] = {MessageType::video, MessageType::audio, MessageType::data_amf0,
                                      MessageType::data_amf3, MessageType::aggregate};
    while (size >= 7) {
        const uint32_t time = static_cast<uint32_t>(data[1]) << 24 | data[2] << 16 | data[3] << 8 | data[4];
        const size_t length = std::min<size_t>(static_cast<size_t>(data[5]) << 8 | data[6], size - 7);
        if (!intake.take({kTypes[data[0] % 5], 4, 1, time, text_of(data + 7, length)}).ok()) return;
        data += 7 + length;
        size -= 7 + length;
    }
}

std::string flv_message(int type, uint32_t ms, const std::string& body) {
    std::string out{static_cast<char>(type)};
    for (const int shift : {24, 16, 8, 0}) out.push_back(static_cast<char>(ms >> shift));
    for (const int shift : {8, 0}) out.push_back(static_cast<char>(body.size() >> shift));
    return out + body;
}

std::vector<std::string> flv_seeds() {
    std::string out = flv_message(0, 0, std::string("\x17\0\0\0\0", 5) + test::kAvcc) +
                      flv_message(1, 0, std::string("\xaf\0", 2) + test::kAsc);
    for (uint32_t ms = 0; ms < 700; ms += 33) {
        out += flv_message(0, ms,
                           std::string(ms == 0 ? "\x17\x01\0\0\x21\0\0\0\x02\x65\x88"
                                               : "\x27\x01\xff\xff\xdf\0\0\0\x02\x41\x9a",
                                       11));
        out += flv_message(1, ms, std::string("\xaf\x01\x21\x10", 4));
    }
    std::string cue;
    Amf0("onTextData").write(cue);
    Amf0(Amf0::Object{{{"text", "{\"id\":\"a\"}"}}, true}).write(cue);
    return {out + flv_message(2, 700, cue)};
}

// --- a whole conversation

struct TakingOwner final : SessionOwner {
    RtmpSession* session = nullptr;
    bool asked = false;
    void publish_asked(const std::string&) override { asked = true; }
    Result<Done> media(const RtmpMessage&) override { return Done{}; }
    void unpublished() override {}
};

void run_session(const uint8_t* data, size_t size) {
    TakingOwner owner;
    RtmpSession session({.message_bytes = 1 << 16, .assembling_bytes = 1 << 17, .chunk_streams = 16}, owner);
    VITRINE_CHECK(session.received(test::octets(test::RtmpClient::hello() + test::RtmpClient::reply())).ok());
    while (size > 0) {
        const size_t step = std::min<size_t>(size, 1 + data[0] % 64);
        if (!session.received(some(data, step)).ok()) break;
        if (std::exchange(owner.asked, false)) {
            const bool accept = size % 2 == 0;
            if (!session.decided(accept ? Result<Done>(Done{}) : Result<Done>(Error{Code::conflict, "no"}))
                     .ok())
                break;
        }
        VITRINE_CHECK(session.output().size() < 1 << 20);
        data += step;
        size -= step;
    }
}

std::vector<std::string> session_seeds() {
    test::RtmpClient client;
    return {client.connect() + client.create_stream() + client.publish("key") +
            client.message(MessageType::video, 6, std::string(300, 'v'), 33) +
            client.message(MessageType::user_control, 2, std::string("\0\x06\0\0\0\x01", 6)) +
            client.command({"FCUnpublish", 5.0, Amf0(), "key"}) +
            client.command({"deleteStream", 6.0, Amf0(), 1.0})};
}

// --- what is read back from disk, and names that come over HTTP

void run_recording(const uint8_t* data, size_t size) {
    const std::string text = text_of(data, size);
    const media::RecordingIndex index = media::parse_recording_index(text);
    for (const auto& segment : index.segments) VITRINE_CHECK(index.period(segment.period) != nullptr);
    media::render_replay(index);
    media::render_replay_master(index);
    if (const auto name = media::parse_hls_name(text)) VITRINE_CHECK(text.find('/') == std::string::npos);
}

std::vector<std::string> recording_seeds() {
    return {
        media::index_line(media::RecordedPeriod{0, 700, 320, 180, "avc1.42c00d,mp4a.40.2"}) +
            media::index_line(media::RecordedSegment{0, 0, false, 1'700'000'000'000'000, 2'000'000, 5000}) +
            media::index_line(media::Marker{"id", "com.vitrine.pin", "mug", {1'700'000'000'000'000}}) +
            media::index_end_line(),
        "part-12-3.m4s", "seg-7.m4s", "init-0.mp4"};
}

}  // namespace

const Target kChunks{"chunks", run_chunks, chunk_seeds};
const Target kAmf0{"amf0", run_amf0, amf0_seeds};
const Target kFlv{"flv", run_flv, flv_seeds};
const Target kSession{"session", run_session, session_seeds};
const Target kRecording{"recording", run_recording, recording_seeds};

}  // namespace vitrine::fuzz
