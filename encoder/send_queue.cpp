// SPDX-License-Identifier: GPL-3.0-or-later
#include "encoder/send_queue.h"

#include <algorithm>

namespace vitrine::encoder {

namespace {
constexpr size_t kMostCues = 64;

bool is_keyframe(const PacketRef& packet) { return packet->track == Track::video && packet->keyframe; }
}  // namespace

void SendQueue::push(PacketRef packet) {
    if (waiting_for_keyframe_) {
        if (!is_keyframe(packet)) {
            if (begun_ && packet->track == Track::video) ++dropped_pictures_;
            return;
        }
        waiting_for_keyframe_ = false;
        begun_ = true;
    }
    bytes_ += packet->bytes.size();
    packets_.push_back(std::move(packet));
    keep_within_bounds();
}

void SendQueue::push_cue(Cue cue) {
    if (cues_.size() == kMostCues) cues_.pop_front();
    auto later = std::upper_bound(cues_.begin(), cues_.end(), cue.time_us,
                                  [](int64_t time_us, const Cue& other) { return time_us < other.time_us; });
    cues_.insert(later, std::move(cue));
}

std::optional<Sendable> SendQueue::pop() {
    if (packets_.empty()) return std::nullopt;
    PacketRef& front = packets_.front();
    if (!cues_.empty() && cues_.front().time_us <= front->dts_us()) {
        Cue cue = std::move(cues_.front());
        cues_.pop_front();
        return cue;
    }
    PacketRef packet = std::move(front);
    bytes_ -= packet->bytes.size();
    packets_.pop_front();
    return packet;
}

void SendQueue::restart_at_keyframe() {
    const auto newest = std::find_if(packets_.rbegin(), packets_.rend(), is_keyframe);
    const size_t keep = newest == packets_.rend() ? 0 : size_t(newest - packets_.rbegin()) + 1;
    while (packets_.size() > keep) drop_front();
    waiting_for_keyframe_ = packets_.empty();
}

int64_t SendQueue::length_us() const {
    return packets_.empty() ? 0 : packets_.back()->dts_us() - packets_.front()->dts_us();
}

void SendQueue::keep_within_bounds() {
    if (!over()) return;
    restart_at_keyframe();
    if (!over()) return;
    while (!packets_.empty()) drop_front();
    waiting_for_keyframe_ = true;
}

void SendQueue::drop_front() {
    if (packets_.front()->track == Track::video) ++dropped_pictures_;
    bytes_ -= packets_.front()->bytes.size();
    packets_.pop_front();
}

}  // namespace vitrine::encoder
