// SPDX-License-Identifier: GPL-3.0-or-later
#include "server/media/fmp4.h"

#include "server/domain/check.h"

namespace vitrine::media {
namespace {

constexpr uint32_t kVideoTrack = 1, kAudioTrack = 2;

// Appends big-endian numbers and nested boxes to one string.
class BoxWriter {
  public:
    explicit BoxWriter(std::string& out) : out_(out) {}

    BoxWriter& u8(uint64_t v) { return number(v, 1); }
    BoxWriter& u16(uint64_t v) { return number(v, 2); }
    BoxWriter& u24(uint64_t v) { return number(v, 3); }
    BoxWriter& u32(uint64_t v) { return number(v, 4); }
    BoxWriter& u64(uint64_t v) { return number(v, 8); }
    BoxWriter& zeros(size_t count) {
        out_.append(count, '\0');
        return *this;
    }
    BoxWriter& bytes(std::string_view v) {
        out_.append(v);
        return *this;
    }

    // Box (§4.2): size, four characters, then what `contents` writes.
    template <class Contents>
    void box(const char* type, Contents contents) {
        const size_t at = out_.size();
        u32(0).bytes(type);
        contents();
        patch_u32(at, out_.size() - at);
    }
    template <class Contents>
    void full_box(const char* type, int version, uint32_t flags, Contents contents) {
        box(type, [&] {
            u8(version).u24(flags);
            contents();
        });
    }
    void patch_u32(size_t at, uint64_t v) {
        for (int i = 0; i < 4; ++i) out_[at + i] = static_cast<char>(v >> (24 - 8 * i));
    }
    size_t size() const { return out_.size(); }

  private:
    BoxWriter& number(uint64_t v, int count) {
        for (int i = count - 1; i >= 0; --i) out_.push_back(static_cast<char>(v >> (8 * i)));
        return *this;
    }
    std::string& out_;
};

void unity_matrix(BoxWriter& w) {
    for (const uint32_t v : {0x10000u, 0u, 0u, 0u, 0x10000u, 0u, 0u, 0u, 0x40000000u}) w.u32(v);
}

// Descriptor of ISO/IEC 14496-1 §7.2.2 with a length of one byte.
void descriptor(BoxWriter& w, uint8_t tag, const std::string& body) {
    VITRINE_CHECK(body.size() < 128);
    w.u8(tag).u8(body.size()).bytes(body);
}

void elementary_stream(BoxWriter& w, const AacConfig& audio) {
    std::string specific, decoder, stream;
    BoxWriter s(specific), d(decoder), e(stream);
    descriptor(s, 5, audio.record);
    d.u8(0x40).u8(0x15).u24(0).u32(0).u32(0).bytes(
        specific);  // AAC, audio stream, sizes and rates not stated
    e.u16(kAudioTrack).u8(0);
    descriptor(e, 4, decoder);
    descriptor(e, 6, "\x02");
    descriptor(w, 3, stream);
}

void sample_entry(BoxWriter& w, const Tracks& tracks, bool picture) {
    if (picture) {
        w.box("avc1", [&] {
            w.zeros(6).u16(1).zeros(16).u16(tracks.video->width).u16(tracks.video->height);
            w.u32(0x480000).u32(0x480000).u32(0).u16(1).zeros(32).u16(24).u16(0xffff);
            w.box("avcC", [&] { w.bytes(tracks.video->record); });
        });
        return;
    }
    w.box("mp4a", [&] {
        w.zeros(6).u16(1).zeros(8).u16(tracks.audio->channels).u16(16).u32(0);
        w.u32(tracks.audio->sample_rate_hz < 65536 ? tracks.audio->sample_rate_hz << 16 : 0);
        w.full_box("esds", 0, 0, [&] { elementary_stream(w, *tracks.audio); });
    });
}

void media_information(BoxWriter& w, const Tracks& tracks, bool picture) {
    w.box("minf", [&] {
        if (picture) {
            w.full_box("vmhd", 0, 1, [&] { w.zeros(8); });
        } else {
            w.full_box("smhd", 0, 0, [&] { w.zeros(4); });
        }
        w.box("dinf", [&] { w.full_box("dref", 0, 0, [&] { w.u32(1).full_box("url ", 0, 1, [] {}); }); });
        w.box("stbl", [&] {
            w.full_box("stsd", 0, 0, [&] {
                w.u32(1);
                sample_entry(w, tracks, picture);
            });
            w.full_box("stts", 0, 0, [&] { w.u32(0); });
            w.full_box("stsc", 0, 0, [&] { w.u32(0); });
            w.full_box("stsz", 0, 0, [&] { w.u32(0).u32(0); });
            w.full_box("stco", 0, 0, [&] { w.u32(0); });
        });
    });
}

void track(BoxWriter& w, const Tracks& tracks, bool picture) {
    const uint32_t id = picture ? kVideoTrack : kAudioTrack;
    w.box("trak", [&] {
        w.full_box("tkhd", 0, 3, [&] {
            w.u32(0).u32(0).u32(id).u32(0).u32(0).zeros(8).u16(0).u16(0).u16(picture ? 0 : 0x100).u16(0);
            unity_matrix(w);
            w.u32(picture ? tracks.video->width << 16 : 0).u32(picture ? tracks.video->height << 16 : 0);
        });
        w.box("mdia", [&] {
            w.full_box("mdhd", 0, 0, [&] {
                w.u32(0)
                    .u32(0)
                    .u32(picture ? 90000 : tracks.audio->sample_rate_hz)
                    .u32(0)
                    .u16(0x55c4)
                    .u16(0);  // "und"
            });
            w.full_box("hdlr", 0, 0, [&] {
                w.u32(0)
                    .bytes(picture ? "vide" : "soun")
                    .zeros(12)
                    .bytes(picture ? "picture" : "sound")
                    .u8(0);
            });
            media_information(w, tracks, picture);
        });
    });
}

// sample_flags (§8.8.3.1): a key frame depends on nothing; others depend and are not sync samples.
constexpr uint32_t kSyncFlags = 0x02000000, kOtherFlags = 0x01010000;

// Writes traf; returns where trun's data_offset stands, to be set once moof's size is known.
size_t track_fragment(BoxWriter& w, uint32_t id, const std::vector<Sample>& samples) {
    size_t offset_at = 0;
    w.box("traf", [&] {
        w.full_box("tfhd", 0, 0x020000, [&] { w.u32(id); });
        w.full_box("tfdt", 1, 0, [&] { w.u64(static_cast<uint64_t>(samples.front().dts)); });
        const bool picture = id == kVideoTrack;
        w.full_box("trun", 1, picture ? 0xf01 : 0x301, [&] {
            w.u32(samples.size());
            offset_at = w.size();
            w.u32(0);
            for (const Sample& sample : samples) {
                w.u32(static_cast<uint64_t>(sample.duration)).u32(sample.data->size());
                if (picture)
                    w.u32(sample.key ? kSyncFlags : kOtherFlags)
                        .u32(static_cast<uint64_t>(sample.pts - sample.dts));
            }
        });
    });
    return offset_at;
}

size_t bytes_of(const std::vector<Sample>& samples) {
    size_t total = 0;
    for (const Sample& sample : samples) total += sample.data->size();
    return total;
}

}  // namespace

std::string Tracks::codecs() const {
    std::string all = video ? video->codec : "";
    if (audio) all += (all.empty() ? "" : ",") + audio->codec;
    return all;
}

std::string init_segment(const Tracks& tracks) {
    VITRINE_CHECK(tracks.video || tracks.audio);
    std::string out;
    BoxWriter w(out);
    w.box("ftyp", [&] { w.bytes("iso6").u32(0).bytes("iso6isommp41"); });
    w.box("moov", [&] {
        w.full_box("mvhd", 0, 0, [&] {
            w.u32(0).u32(0).u32(1000).u32(0).u32(0x10000).u16(0x100).zeros(10);
            unity_matrix(w);
            w.zeros(24).u32(3);
        });
        if (tracks.video) track(w, tracks, true);
        if (tracks.audio) track(w, tracks, false);
        w.box("mvex", [&] {
            for (const uint32_t id : {kVideoTrack, kAudioTrack}) {
                if (!(id == kVideoTrack ? tracks.video.has_value() : tracks.audio.has_value())) continue;
                w.full_box("trex", 0, 0,
                           [&] { w.u32(id).u32(1).u32(0).u32(0).u32(id == kVideoTrack ? 0 : kSyncFlags); });
            }
        });
    });
    return out;
}

std::string fragment(uint32_t sequence, const std::vector<Sample>& video, const std::vector<Sample>& audio) {
    std::string out;
    out.reserve(bytes_of(video) + bytes_of(audio) + 16 * (video.size() + audio.size()) + 256);
    BoxWriter w(out);
    size_t video_offset = 0, audio_offset = 0;
    w.box("moof", [&] {
        w.full_box("mfhd", 0, 0, [&] { w.u32(sequence); });
        if (!video.empty()) video_offset = track_fragment(w, kVideoTrack, video);
        if (!audio.empty()) audio_offset = track_fragment(w, kAudioTrack, audio);
    });
    const size_t data = out.size() + 8;
    if (video_offset) w.patch_u32(video_offset, data);
    if (audio_offset) w.patch_u32(audio_offset, data + bytes_of(video));
    w.box("mdat", [&] {
        for (const Sample& sample : video) w.bytes(*sample.data);
        for (const Sample& sample : audio) w.bytes(*sample.data);
    });
    return out;
}

}  // namespace vitrine::media
