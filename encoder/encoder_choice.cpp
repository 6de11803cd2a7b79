// SPDX-License-Identifier: GPL-3.0-or-later
#include "encoder/encoder_choice.h"

#include <chrono>
#include <condition_variable>
#include <mutex>
#include <obs.hpp>

#include "encoder/encode_session.h"
#include "encoder/encoder_settings.h"

namespace vitrine::encoder {

namespace {

constexpr int kTrialKbps = 1000;
constexpr int kSoundKbps = 128;

bool is_registered(const QString& encoder_id) {
    const char* id = nullptr;
    for (size_t i = 0; obs_enum_encoder_types(i, &id); ++i)
        if (encoder_id == QLatin1String(id)) return true;
    return false;
}

// Waits for pictures that an encoder gives.
class Pictures {
  public:
    void count(const PacketRef& packet) {
        if (packet->track != Track::video) return;
        std::scoped_lock lock(mutex_);
        ++pictures_;
        came_.notify_all();
    }
    bool wait_for_one(std::stop_token stop, std::chrono::milliseconds deadline) {
        std::unique_lock lock(mutex_);
        return came_.wait_for(lock, stop, deadline, [&] { return pictures_ > 0; });
    }
    int pictures() {
        std::scoped_lock lock(mutex_);
        return pictures_;
    }

  private:
    std::mutex mutex_;
    std::condition_variable_any came_;
    int pictures_ = 0;
};

}  // namespace

std::vector<VideoEncoder> known_video_encoders() {
    std::vector<VideoEncoder> known;
    for (const VideoEncoder& encoder : video_encoder_table())
        if (is_registered(encoder.id)) known.push_back(encoder);
    return known;
}

Result<VideoEncoder> choose_video_encoder(std::stop_token stop, int deadline_ms) {
    for (const VideoEncoder& encoder : known_video_encoders()) {
        if (stop.stop_requested()) return Error{Code::unavailable, "Stopped."};
        Pictures pictures;
        auto session = EncodeSession::start(
            {encoder.id, kTrialKbps, kSoundKbps}, [&](const PacketRef& packet) { pictures.count(packet); },
            [] {});
        if (session && pictures.wait_for_one(stop, std::chrono::milliseconds(deadline_ms))) return encoder;
    }
    return Error{Code::unavailable,
                 "No encoder works on this computer. Install OBS's x264 module (package obs-studio)."};
}

int trial_encode(const QString& encoder_id, int kbps, int duration_ms, std::stop_token stop) {
    if (stop.stop_requested()) return -1;
    Pictures pictures;
    std::mutex mutex;
    std::condition_variable_any failed;
    bool fault = false;
    const uint32_t skipped_before = video_output_get_skipped_frames(obs_get_video());
    auto session = EncodeSession::start(
        {encoder_id, kbps, kSoundKbps}, [&](const PacketRef& packet) { pictures.count(packet); },
        [&] {
            std::scoped_lock lock(mutex);
            fault = true;
            failed.notify_all();
        });
    if (!session) return -1;
    {
        std::unique_lock lock(mutex);
        failed.wait_for(lock, stop, std::chrono::milliseconds(duration_ms), [&] { return fault; });
    }
    const int skipped = int(video_output_get_skipped_frames(obs_get_video()) - skipped_before);
    *session = nullptr;
    return fault || stop.stop_requested() || pictures.pictures() == 0 ? -1 : skipped;
}

}  // namespace vitrine::encoder
