// SPDX-License-Identifier: GPL-3.0-or-later
#include "encoder/sink_thread.h"

namespace vitrine::encoder {

namespace {
constexpr auto kLook = std::chrono::milliseconds(100);
}

SinkThread::SinkThread(SinkTerms terms, QueueBounds bounds, OnChange on_change)
    : terms_(std::move(terms)), on_change_(std::move(on_change)), queue_(bounds) {}

SinkThread::~SinkThread() = default;

void SinkThread::join() {
    abandon();
    if (thread_.joinable()) thread_.join();
}

void SinkThread::begin(const Tracks& tracks) {
    tracks_ = tracks;
    thread_ = std::thread([this] {
        End end = work();
        {
            std::scoped_lock lock(mutex_);
            if (end.state == SinkState::stopped && !outer_fault_.isEmpty())
                end = {SinkState::failed, outer_fault_};
        }
        // Ended first: who hears of the last state may rely on it.
        ended_ = true;
        set_state(end.state, end.sentence);
    });
}

void SinkThread::push(const PacketRef& packet) {
    {
        std::scoped_lock lock(mutex_);
        if (ended_ || finishing_) return;
        queue_.push(packet);
    }
    wake_.notify_one();
}

bool SinkThread::push_cue(Cue cue) {
    if (!takes_cues() || ended_) return false;
    std::scoped_lock lock(mutex_);
    queue_.push_cue(std::move(cue));
    return true;
}

void SinkThread::finish() {
    {
        std::scoped_lock lock(mutex_);
        finishing_ = true;
    }
    wake_.notify_all();
}

void SinkThread::end_as(const QString& fault) {
    {
        std::scoped_lock lock(mutex_);
        outer_fault_ = fault;
    }
    finish();
}

void SinkThread::abandon() {
    {
        std::scoped_lock lock(mutex_);
        io_.abandon();
    }
    wake_.notify_all();
}

SinkHealth SinkThread::health() const {
    std::scoped_lock lock(mutex_);
    SinkHealth health;
    health.id = terms_.id;
    health.name = terms_.name;
    health.state = state_;
    health.sentence = sentence_;
    health.queue_ms = int(queue_.length_us() / 1000);
    health.queue_bytes = int64_t(queue_.bytes());
    health.dropped_frames = queue_.dropped_pictures();
    health.sent_bytes = sent_bytes_;
    health.reconnects = reconnects_;
    return health;
}

std::optional<int64_t> SinkThread::zero_us() const {
    std::scoped_lock lock(mutex_);
    return zero_us_;
}

std::optional<Sendable> SinkThread::next() {
    std::unique_lock lock(mutex_);
    wake_.wait_for(lock, kLook, [&] { return !queue_.empty() || finishing_ || io_.abandoned(); });
    if (io_.abandoned()) return std::nullopt;
    return queue_.pop();
}

bool SinkThread::drained() const {
    std::scoped_lock lock(mutex_);
    return queue_.empty();
}

void SinkThread::restart_queue() {
    std::scoped_lock lock(mutex_);
    queue_.restart_at_keyframe();
}

void SinkThread::rest(int64_t ms) {
    std::unique_lock lock(mutex_);
    wake_.wait_for(lock, std::chrono::milliseconds(ms), [&] { return finishing_ || io_.abandoned(); });
}

void SinkThread::set_state(SinkState state, const QString& sentence) {
    {
        std::scoped_lock lock(mutex_);
        if (state_ == state && sentence_ == sentence) return;
        state_ = state;
        sentence_ = sentence;
    }
    on_change_(terms_.id, state, sentence);
}

int64_t SinkThread::zero_ticks(const Packet& packet) {
    if (!zero_video_ticks_) {  // the queue begins with a keyframe, so this is a picture
        zero_video_ticks_ = packet.dts;
        zero_base_ = packet.time_base;
        std::scoped_lock lock(mutex_);
        zero_us_ = packet.dts_us();
    }
    return rescale(*zero_video_ticks_, zero_base_, packet.time_base);
}

}  // namespace vitrine::encoder
