// SPDX-License-Identifier: GPL-3.0-or-later
#include "server/media/live_publication.h"

#include <spdlog/spdlog.h>

#include <cstdlib>
#include <nlohmann/json.hpp>

namespace vitrine::media {
namespace {

constexpr size_t kEarlyAudio = 512;
// A frame of AAC has at most 6144 bits a channel (ISO/IEC 14496-3 §4.5.3.1), of which there are eight: what
// is larger is none, and would make kEarlyAudio of them gigabytes.
constexpr size_t kSoundBytes = 6144;
// Sound alone for so long, without any word of a picture, is a programme of its own.
constexpr int64_t kSoundAlone_us = 1'500'000;
// Jumps of a track's own clock that are taken as a break rather than as a pause or as network jitter.
constexpr int64_t kForwardBreak_us = 10'000'000, kBackwardBreak_us = 1'000'000;
// After a break the other track may still send this many access units of the old clock.
constexpr int kStragglers = 200;
constexpr size_t kHeldBytes = 24 << 20;
constexpr size_t kCueBytes = 4096;

}  // namespace

LivePublication::LivePublication(std::shared_ptr<Programme> programme, Programme::Ticket ticket,
                                 std::function<void(bool)> picture)
    : programme_(std::move(programme)), ticket_(ticket), picture_(std::move(picture)) {}

LivePublication::~LivePublication() {
    end_period();
    if (programme_->detach(ticket_)) picture_(false);
}

Result<Done> LivePublication::video_config(std::span<const uint8_t> avcc) {
    auto config = parse_h264_config(avcc);
    if (!config) return config.error();
    if (tracks_.video == *config) return Done{};
    end_period();
    tracks_.video = std::move(*config);
    return Done{};
}

Result<Done> LivePublication::audio_config(std::span<const uint8_t> asc) {
    auto config = parse_aac_config(asc);
    if (!config) return config.error();
    if (tracks_.audio == *config) return Done{};
    end_period();
    early_audio_.clear();
    last_audio_us_.reset();
    tracks_.audio = std::move(*config);
    return Done{};
}

int64_t LivePublication::audio_us(int64_t samples) const {
    const int64_t rate = tracks_.audio->sample_rate_hz;
    return samples / rate * 1'000'000 + samples % rate * 1'000'000 / rate;
}

LivePublication::Clock LivePublication::watch_clock(std::optional<int64_t>& last_us,
                                                    std::optional<int64_t>& other_us, int64_t now_us) {
    if (stragglers_left_ > 0 && before_break_us_) {
        const int64_t to_new = other_us.value_or(last_us.value_or(now_us));
        if (std::llabs(now_us - to_new) > std::llabs(now_us - *before_break_us_)) {
            --stragglers_left_;
            return Clock::straggler;
        }
    }
    const std::optional<int64_t> reference = last_us ? last_us : other_us;
    const bool broken =
        reference && (now_us - *reference > kForwardBreak_us || *reference - now_us > kBackwardBreak_us);
    if (!broken) {
        last_us = last_us ? std::max(*last_us, now_us) : now_us;
        return Clock::steady;
    }
    spdlog::warn("A publisher's clock jumped by {} ms; his programme goes on after a discontinuity.",
                 (now_us - *reference) / 1000);
    before_break_us_ = *reference;
    stragglers_left_ = kStragglers;
    last_us = now_us;
    other_us.reset();
    return Clock::broken;
}

bool LivePublication::in_time(std::optional<int64_t>& last_us, std::optional<int64_t>& other_us,
                              int64_t now_us) {
    const Clock clock = watch_clock(last_us, other_us, now_us);
    if (clock == Clock::broken) {
        end_period();
        early_audio_.clear();
        fix_time_ = true;
    }
    return clock != Clock::straggler;
}

Result<Done> LivePublication::video(AccessUnit unit) {
    if (refused_) return *refused_;
    programme_->heard(ticket_);
    if (!tracks_.video || !unit.data || unit.data->empty()) return Done{};
    const int64_t now_us = unit.dts * 100 / 9;
    if (!in_time(last_video_us_, last_audio_us_, now_us)) return Done{};
    if (!packager_) {
        if (!unit.key) return Done{};
        if (auto begun = begin_period(now_us); !begun) return begun;
    }
    packager_->video(unit);
    return outcome();
}

Result<Done> LivePublication::audio(AccessUnit unit) {
    if (refused_) return *refused_;
    programme_->heard(ticket_);
    if (!tracks_.audio || !unit.data || unit.data->empty() || unit.data->size() > kSoundBytes) return Done{};
    const int64_t now_us = audio_us(unit.dts);
    if (!in_time(last_audio_us_, last_video_us_, now_us)) return Done{};
    if (packager_) {
        packager_->audio(unit);
        return outcome();
    }
    early_audio_.push_back(std::move(unit));
    if (early_audio_.size() > kEarlyAudio) early_audio_.pop_front();
    const int64_t first_us = audio_us(early_audio_.front().dts);
    if (!tracks_.video && now_us - first_us >= kSoundAlone_us) return begin_period(first_us);
    return Done{};
}

Result<Done> LivePublication::begin_period(int64_t start_us) {
    auto begun =
        programme_->begin_period(ticket_, tracks_, fix_time_ ? std::optional(start_us) : std::nullopt);
    if (!begun) {
        refused_ = begun.error();
        return begun;
    }
    fix_time_ = false;
    packager_ =
        std::make_unique<Packager>(programme_->terms().packager, tracks_, start_us, [this](Part part) {
            if (refused_) return;
            const auto added = programme_->add(ticket_, std::move(part), packager_->frame_us());
            if (!added) {
                refused_ = added.error();
            } else if (*added) {
                picture_(true);
            }
        });
    for (const AccessUnit& unit : std::exchange(early_audio_, {})) packager_->audio(unit);
    return outcome();
}

Result<Done> LivePublication::outcome() const {
    if (refused_) return *refused_;
    if (packager_ && packager_->held_bytes() > kHeldBytes) {
        return Error{
            Code::too_large,
            "The stream sends pictures whose clock stands still. Restart the stream in the sending program."};
    }
    return Done{};
}

void LivePublication::end_period() {
    if (packager_) packager_->flush();
    packager_.reset();
}

// {"id": …, "kind": "pin", "product": …}: what the studio writes beside its pictures. Anything else is let
// go.
void LivePublication::cue(int64_t stream_time_ms, std::string_view text) {
    if (text.size() > kCueBytes) return;
    const auto json = nlohmann::json::parse(text, nullptr, false);
    if (!json.is_object()) return;
    const auto field = [&](const char* key) {
        const auto found = json.find(key);
        return found != json.end() && found->is_string() ? found->get<std::string>() : std::string();
    };
    const std::string id = field("id"), kind = field("kind");
    if (id.empty() || id.size() > 64 || kind.empty() || kind.size() > 32) return;
    programme_->cue(ticket_, stream_time_ms * 1000, {id, "com.vitrine." + kind, field("product"), {}});
}

}  // namespace vitrine::media
