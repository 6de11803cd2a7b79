// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <condition_variable>
#include <cstdint>
#include <deque>
#include <functional>
#include <map>
#include <memory>
#include <mutex>
#include <string>
#include <thread>

#include "server/media/recording_index.h"

namespace vitrine::media {

// Reads recordings from disk on a thread of its own, so that no loop waits for a disk. Thread-safe. Owned by
// the programmes. Answers on its thread; at most kQueued requests wait, more are answered 503 at once on the
// caller's.
class ReplayShelf {
  public:
    static constexpr size_t kQueued = 1024;

    explicit ReplayShelf(std::string directory);
    ~ReplayShelf();

    // file: "index.m3u8", "stream.m3u8", "init-N.mp4" or "seg-N.m4s"; every other name is 404 and never
    // reaches the disk.
    void get(const std::string& show_id, const std::string& file, std::function<void(HlsAnswer)> answer);
    // What is on disk of this show; reads the file on the caller's thread.
    RecordingIndex read_index(const std::string& show_id) const;

  private:
    struct Request {
        std::string show_id, file;
        std::function<void(HlsAnswer)> answer;
    };
    void run();
    HlsAnswer read(const Request&);

    const std::string directory_;
    std::mutex mutex_;
    std::condition_variable changed_;
    std::deque<Request> queue_;
    bool stopping_ = false;
    std::thread thread_;
};

// Whether a show id may be part of a path: 1 to 64 letters, digits, '-' and '_'.
bool is_safe_show_id(const std::string&);

}  // namespace vitrine::media
