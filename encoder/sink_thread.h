// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <atomic>
#include <condition_variable>
#include <functional>
#include <mutex>
#include <optional>
#include <thread>

#include "encoder/health.h"
#include "encoder/io_deadline.h"
#include "encoder/send_queue.h"
#include "encoder/sink.h"

namespace vitrine::encoder {

// One way out: a queue, a thread that empties it, and a state. push, push_cue, finish, abandon and the
// readings may be called from any thread and never wait for the network or the disk. Owned by Broadcast.
class SinkThread {
  public:
    // Told on the sink's thread.
    using OnChange = std::function<void(const QString& id, SinkState, const QString& sentence)>;

    SinkThread(SinkTerms, QueueBounds, OnChange);
    virtual ~SinkThread();
    SinkThread(const SinkThread&) = delete;
    SinkThread& operator=(const SinkThread&) = delete;

    // Packets may come before; the thread works from here on. Once.
    void begin(const Tracks&);
    void push(const PacketRef&);
    bool push_cue(Cue);  // false: this sink carries none
    // Writes what is queued, closes, and ends; within a few seconds.
    void finish();
    // As finish, but because of a fault that is not this sink's: it ends as failed, with this sentence.
    void end_as(const QString& fault);
    // Ends now, whatever is queued.
    void abandon();
    bool ended() const { return ended_; }

    const SinkTerms& terms() const { return terms_; }
    SinkHealth health() const;  // all but sent_kbps
    // The broadcast's time that is this sink's zero; nothing before its first picture was written.
    std::optional<int64_t> zero_us() const;

  protected:
    // The thread's work: until finish, abandon or a fault. Answers the last state.
    struct End {
        SinkState state;
        QString sentence;
    };
    virtual End work() = 0;
    virtual bool takes_cues() const = 0;

    // The next thing to write, waiting up to 100 ms for it. Nothing: look whether to go on.
    std::optional<Sendable> next();
    bool go_on() const { return !io_.abandoned() && !(finishing_ && drained()); }
    bool finishing() const { return finishing_; }
    void restart_queue();
    // Waits, but not past finish or abandon.
    void rest(int64_t ms);
    void set_state(SinkState, const QString& sentence = {});
    // The zero of this sink in the packet's own ticks; fixed at the first picture, kept for good.
    int64_t zero_ticks(const Packet& packet);
    void count_sent(size_t bytes) { sent_bytes_ += int64_t(bytes); }
    void count_reconnect() { ++reconnects_; }

    // Called first in every leaf's destructor: the thread uses the leaf.
    void join();

    const SinkTerms terms_;
    IoDeadline io_;
    Tracks tracks_;

  private:
    bool drained() const;

    const OnChange on_change_;
    mutable std::mutex mutex_;
    std::condition_variable wake_;
    SendQueue queue_;
    SinkState state_ = SinkState::connecting;
    QString sentence_;
    QString outer_fault_;
    std::optional<int64_t> zero_us_;
    std::optional<int64_t> zero_video_ticks_;
    TimeBase zero_base_;
    std::atomic<bool> finishing_{false};
    std::atomic<bool> ended_{false};
    std::atomic<int64_t> sent_bytes_{0};
    std::atomic<int> reconnects_{0};
    std::thread thread_;
};

}  // namespace vitrine::encoder
