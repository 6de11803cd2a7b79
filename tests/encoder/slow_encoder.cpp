// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/encoder/slow_encoder.h"

#include <obs-module.h>

#include <chrono>
#include <condition_variable>
#include <mutex>

namespace vitrine::tests {
namespace {

// No test waits for longer, so that one that fails ends.
constexpr auto kLongest = std::chrono::seconds(5);

struct Opening {
    std::mutex mutex;
    std::condition_variable changed;
    bool let = false;
    int begun = 0;
} opening;

void* open_slowly(obs_data_t*, obs_encoder_t*) {
    std::unique_lock lock(opening.mutex);
    ++opening.begun;
    opening.changed.wait_for(lock, kLongest, [] { return opening.let; });
    return nullptr;
}

}  // namespace

SlowEncoder::SlowEncoder() {
    {
        std::scoped_lock lock(opening.mutex);
        opening.let = false;
        opening.begun = 0;
    }
    obs_encoder_info info = {};
    info.id = "jim_nvenc";
    info.type = OBS_ENCODER_VIDEO;
    info.codec = "h264";
    info.get_name = [](void*) { return "Slow"; };
    info.create = &open_slowly;
    info.destroy = [](void*) {};
    info.encode = [](void*, encoder_frame*, encoder_packet*, bool*) { return false; };
    obs_register_encoder(&info);
}

SlowEncoder::~SlowEncoder() { let(); }

int SlowEncoder::openings() const {
    std::scoped_lock lock(opening.mutex);
    return opening.begun;
}

void SlowEncoder::let() {
    {
        std::scoped_lock lock(opening.mutex);
        opening.let = true;
    }
    opening.changed.notify_all();
}

}  // namespace vitrine::tests
