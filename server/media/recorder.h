// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <condition_variable>
#include <cstdint>
#include <deque>
#include <functional>
#include <map>
#include <memory>
#include <mutex>
#include <optional>
#include <string>
#include <thread>
#include <vector>

#include "server/media/live_window.h"
#include "server/media/recording_index.h"

namespace vitrine::media {

using Pieces = std::vector<std::shared_ptr<const std::string>>;

// Where recordings are written. The recorder's thread only. Each call returns an empty string, or what went
// wrong in the operating system's words.
class RecordingDisk {
  public:
    virtual ~RecordingDisk() = default;
    // Writes a whole file and makes it durable; on failure nothing is left of it. Makes the folder if there
    // is none.
    virtual std::string write(const std::string& folder, const std::string& name, const Pieces&) = 0;
    // Appends to a file and makes it durable; a torn last line is ended first.
    virtual std::string append(const std::string& folder, const std::string& name,
                               const std::string& text) = 0;
    // What this program may still write where the folder lies; nothing when the system does not say. Makes
    // the folder if there is none.
    virtual std::optional<int64_t> free_bytes(const std::string& folder) = 0;
};
std::unique_ptr<RecordingDisk> make_recording_disk();

struct RecorderTerms {
    std::string directory;
    size_t queue_bytes = 64 << 20;
    // The database lies on the same disk and must go on when recordings have filled it: segments leave so
    // much free. Markers and ends are written all the same, they are small.
    int64_t reserve_bytes = int64_t{500} << 20;
};

// Writes recordings behind the live path. add/mark/finish never wait: they put work into one queue (at most
// `queue_bytes`; beyond that the newest segment is left out of the recording, which then has a gap) that one
// thread empties. Thread-safe. Owned by the programmes.
class Recorder {
  public:
    // Called on the recorder's thread when all of a finished show's recording is on disk.
    using Finished = std::function<void(const std::string& show_id)>;

    Recorder(RecorderTerms, std::unique_ptr<RecordingDisk>, Finished);
    ~Recorder();  // writes what is queued, at most for five seconds

    void add(const std::string& show_id, const Segment&);
    void mark(const std::string& show_id, const Marker&);
    void finish(const std::string& show_id);

    // By show, in words for its host; a show where all is well is not there.
    std::map<std::string, std::string> troubles() const;
    std::string folder(const std::string& show_id) const { return terms_.directory + "/" + show_id; }

  private:
    static constexpr size_t kQueuedMarkers = 10'000;
    struct Work {
        std::string show_id;
        std::shared_ptr<const Period> period;  // with a segment
        RecordedSegment segment;
        Pieces body;
        std::optional<Marker> marker;
        bool finish = false;
    };
    struct Show {
        int64_t last_period = -1;
        std::string trouble;
        int64_t left_out = 0;
    };

    void run();
    void carry_out(const Work&);
    std::string write_segment(const Work&, bool new_period);
    bool leaves_reserve(const std::string& folder, int64_t bytes);
    void report(const std::string& show_id, const std::string& trouble);

    const RecorderTerms terms_;
    const std::unique_ptr<RecordingDisk> disk_;
    const Finished finished_;
    bool held_back_ = false;  // by the reserve; the recorder's thread only

    mutable std::mutex mutex_;
    std::condition_variable changed_;
    std::deque<Work>
        queue_;  // markers: at most kQueuedMarkers wait, later ones are left out; ends always fit
    size_t queued_bytes_ = 0;
    bool stopping_ = false;
    bool abandoned_ = false;
    std::map<std::string, Show> shows_;
    std::thread thread_;
};

}  // namespace vitrine::media
