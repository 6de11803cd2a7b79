// SPDX-License-Identifier: GPL-3.0-or-later
#include "server/media/recorder.h"

#include <spdlog/spdlog.h>

#include <chrono>

#include "server/media/playlist.h"

namespace vitrine::media {

Recorder::Recorder(RecorderTerms terms, std::unique_ptr<RecordingDisk> disk, Finished finished)
    : terms_(std::move(terms)), disk_(std::move(disk)), finished_(std::move(finished)) {
    thread_ = std::thread([this] { run(); });
}

Recorder::~Recorder() {
    {
        std::unique_lock lock(mutex_);
        stopping_ = true;
        changed_.notify_all();
        if (!changed_.wait_for(lock, std::chrono::seconds(5), [this] { return queue_.empty(); })) {
            spdlog::error("Recording: the disk is too slow; the last {} pieces of the recordings are lost.",
                          queue_.size());
            abandoned_ = true;
        }
    }
    changed_.notify_all();
    thread_.join();
}

void Recorder::add(const std::string& show_id, const Segment& segment) {
    Work work;
    work.show_id = show_id;
    work.period = segment.period;
    work.body = segment.body();
    const auto bytes = segment.bytes();
    work.segment = {segment.number,       segment.period->number, segment.discontinuity,
                    segment.programme_us, segment.duration_us,    static_cast<int64_t>(bytes)};
    std::lock_guard lock(mutex_);
    if (queued_bytes_ + bytes > terms_.queue_bytes) {
        Show& show = shows_[show_id];
        if (show.left_out++ == 0) {
            show.trouble =
                "The disk is too slow for the recording: parts of it are missing. The live picture is not "
                "affected.";
            spdlog::error("Recording of show {}: {} Use a faster disk.", show_id, show.trouble);
        }
        return;
    }
    queued_bytes_ += bytes;
    queue_.push_back(std::move(work));
    changed_.notify_all();
}

void Recorder::mark(const std::string& show_id, const Marker& marker) {
    std::lock_guard lock(mutex_);
    if (queue_.size() >= kQueuedMarkers) return;
    Work work;
    work.show_id = show_id;
    work.marker = marker;
    queue_.push_back(std::move(work));
    changed_.notify_all();
}

void Recorder::finish(const std::string& show_id) {
    std::lock_guard lock(mutex_);
    Work work;
    work.show_id = show_id;
    work.finish = true;
    queue_.push_back(std::move(work));
    changed_.notify_all();
}

std::map<std::string, std::string> Recorder::troubles() const {
    std::lock_guard lock(mutex_);
    std::map<std::string, std::string> troubles;
    for (const auto& [show_id, show] : shows_) {
        if (!show.trouble.empty()) troubles.emplace(show_id, show.trouble);
    }
    return troubles;
}

void Recorder::run() {
    std::unique_lock lock(mutex_);
    while (true) {
        changed_.wait(lock, [this] { return stopping_ || !queue_.empty(); });
        if (abandoned_ || queue_.empty()) return;
        const Work& work = queue_.front();  // stays valid: only this thread takes from the front of the deque
        lock.unlock();
        carry_out(work);
        lock.lock();
        if (work.period) queued_bytes_ -= static_cast<size_t>(work.segment.bytes);
        queue_.pop_front();
        changed_.notify_all();
    }
}

void Recorder::carry_out(const Work& work) {
    const std::string folder = this->folder(work.show_id);
    if (work.period) {
        bool new_period;
        {
            std::lock_guard lock(mutex_);
            new_period = shows_[work.show_id].last_period != work.period->number;
        }
        const std::string trouble = write_segment(work, new_period);
        std::lock_guard lock(mutex_);
        report(work.show_id, trouble);
        return;
    }
    const std::string line = work.finish ? index_end_line() : index_line(*work.marker);
    const std::string trouble = disk_->append(folder, kRecordingIndexName, line);
    {
        std::lock_guard lock(mutex_);
        if (!trouble.empty()) report(work.show_id, trouble);
        if (work.finish) shows_.erase(work.show_id);
    }
    if (work.finish) finished_(work.show_id);
}

// The files first, then the lines that name them: a line is a promise.
std::string Recorder::write_segment(const Work& work, bool new_period) {
    const std::string folder = this->folder(work.show_id);
    const Period& period = *work.period;
    if (!leaves_reserve(folder, work.segment.bytes)) {
        return "the last " + std::to_string(terms_.reserve_bytes >> 20) +
               " MB of the disk are kept for the shop";
    }
    std::string lines;
    if (new_period) {
        if (auto trouble = disk_->write(folder, init_name(period.number), {period.init}); !trouble.empty())
            return trouble;
        lines = index_line(RecordedPeriod{period.number, static_cast<int64_t>(period.init->size()),
                                          period.width, period.height, period.codecs});
    }
    if (auto trouble = disk_->write(folder, segment_name(work.segment.number), work.body); !trouble.empty())
        return trouble;
    lines += index_line(work.segment);
    if (auto trouble = disk_->append(folder, kRecordingIndexName, lines); !trouble.empty()) return trouble;
    std::lock_guard lock(mutex_);
    shows_[work.show_id].last_period = period.number;
    return {};
}

// Once held back, it goes on when there is an eighth of the reserve more: not for one segment at a time.
bool Recorder::leaves_reserve(const std::string& folder, int64_t bytes) {
    const auto free_bytes = disk_->free_bytes(folder);
    if (!free_bytes) return true;  // writing will say what is wrong
    const int64_t more = held_back_ ? terms_.reserve_bytes / 8 : 0;
    held_back_ = *free_bytes - bytes < terms_.reserve_bytes + more;
    return !held_back_;
}

// Says it once when it begins and once when it ends. Precondition: mutex_ held.
void Recorder::report(const std::string& show_id, const std::string& trouble) {
    Show& show = shows_[show_id];
    if (trouble.empty()) {
        if (!show.trouble.empty() && show.left_out == 0)
            spdlog::info("Recording of show {}: writes again.", show_id);
        if (show.left_out > 0 && queued_bytes_ > terms_.queue_bytes / 2) return;  // still behind
        if (show.left_out > 0)
            spdlog::info("Recording of show {}: keeps up again, {} segments are missing.", show_id,
                         show.left_out);
        show.left_out = 0;
        show.trouble.clear();
        return;
    }
    const std::string words = "The recording cannot be written (" + trouble +
                              "). Free some space; it goes on by itself. The live picture is not affected.";
    if (show.trouble != words) spdlog::error("Recording of show {}: {}", show_id, words);
    show.trouble = words;
}

}  // namespace vitrine::media
