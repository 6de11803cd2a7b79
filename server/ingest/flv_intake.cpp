// SPDX-License-Identifier: GPL-3.0-or-later
#include "server/ingest/flv_intake.h"

#include <span>

#include "server/ingest/amf0.h"
#include "server/ingest/flv_tags.h"

namespace vitrine::ingest {
namespace {

std::span<const uint8_t> bytes_of(std::string_view text) {
    return {reinterpret_cast<const uint8_t*>(text.data()), text.size()};
}

std::shared_ptr<const std::string> shared(std::string_view data) {
    return std::make_shared<const std::string>(data);
}

// A name from outside that goes into the log: one line, not long.
std::string printable(const std::string& text) {
    std::string out;
    for (const char c : text.substr(0, 80)) {
        if (c >= 0x20 && c < 0x7f) out.push_back(c);
    }
    return out;
}

}  // namespace

Result<Done> FlvIntake::take(const RtmpMessage& message) {
    switch (message.type) {
        case MessageType::video:
            return take_video(message.payload, message.timestamp_ms);
        case MessageType::audio:
            return take_audio(message.payload, message.timestamp_ms);
        case MessageType::data_amf0:
            take_data(message.payload, message.timestamp_ms);
            return Done{};
        case MessageType::data_amf3:  // one zero byte, then AMF 0 (§7.1.2)
            if (!message.payload.empty())
                take_data(std::string_view(message.payload).substr(1), message.timestamp_ms);
            return Done{};
        case MessageType::aggregate:
            return take_aggregate(message);
        default:
            return Done{};
    }
}

Result<Done> FlvIntake::take_video(std::string_view body, uint32_t timestamp_ms) {
    const auto tag = parse_video_tag(body);
    if (!tag) return tag.error();
    if (tag->kind == VideoTag::Kind::config) return publication_->video_config(bytes_of(tag->data));
    if (tag->kind != VideoTag::Kind::picture) return Done{};
    if (!is_well_formed_picture(tag->data)) {
        ++damaged_pictures_;
        return Done{};
    }
    ++pictures_;
    const int64_t dts_ms = time_.unwrap(timestamp_ms);
    return publication_->video(
        {dts_ms * 90, (dts_ms + tag->composition_ms) * 90, tag->key, shared(tag->data)});
}

Result<Done> FlvIntake::take_audio(std::string_view body, uint32_t timestamp_ms) {
    const auto tag = parse_audio_tag(body);
    if (!tag) return tag.error();
    if (tag->kind == AudioTag::Kind::config) {
        auto config = media::parse_aac_config(bytes_of(tag->data));
        if (!config) return config.error();
        if (audio_ == *config) return Done{};
        audio_clock_.emplace(config->sample_rate_hz, config->frame_samples);
        audio_ = std::move(*config);
        return publication_->audio_config(bytes_of(tag->data));
    }
    if (tag->kind != AudioTag::Kind::frame || !audio_clock_) return Done{};
    const int64_t samples = audio_clock_->next(time_.unwrap(timestamp_ms));
    return publication_->audio({samples, samples, true, shared(tag->data)});
}

// onMetaData, with or without @setDataFrame before it, and onTextData, which carries cues.
void FlvIntake::take_data(std::string_view body, uint32_t timestamp_ms) {
    Amf0Reader in(bytes_of(body));
    auto name = in.next();
    if (name && name->text() && *name->text() == "@setDataFrame") name = in.next();
    const auto value = in.next();
    if (!name || !name->text() || !value) return;
    if (*name->text() == "onMetaData") encoder_ = printable(value->field_text("encoder"));
    if (*name->text() == "onTextData") {
        const std::string text = value->field_text("text");
        if (!text.empty()) publication_->cue(time_.unwrap(timestamp_ms), text);
    }
}

// §7.1.6: FLV tags in a row, each with its own header and a back pointer; the first one's timestamp is the
// message's.
Result<Done> FlvIntake::take_aggregate(const RtmpMessage& message) {
    std::string_view rest = message.payload;
    const auto number = [&](size_t at, size_t count) {
        uint32_t v = 0;
        for (size_t i = 0; i < count; ++i) v = v << 8 | static_cast<uint8_t>(rest[at + i]);
        return v;
    };
    std::optional<uint32_t> first_ms;
    while (rest.size() >= 11) {
        const size_t length = number(1, 3);
        const uint32_t tag_ms = number(4, 3) | number(7, 1) << 24;
        if (rest.size() < 11 + length) break;
        if (!first_ms) first_ms = tag_ms;
        RtmpMessage part;
        part.type = static_cast<MessageType>(number(0, 1));
        part.timestamp_ms = message.timestamp_ms + (tag_ms - *first_ms);
        part.payload = std::string(rest.substr(11, length));
        if (part.type == MessageType::aggregate) break;
        if (auto taken = take(part); !taken) return taken;
        rest.remove_prefix(std::min(rest.size(), 11 + length + 4));
    }
    return Done{};
}

}  // namespace vitrine::ingest
