// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <atomic>
#include <functional>
#include <map>
#include <memory>
#include <mutex>
#include <optional>
#include <string>
#include <vector>

#include "server/media/hls_answers.h"
#include "server/media/live_window.h"
#include "server/media/recorder.h"

namespace vitrine::media {

// The terms of MediaTerms in the packager's and the playlist's units.
struct ProgrammeTerms {
    PackagerTerms packager;
    int64_t target_duration_s = 4;
    int64_t part_hold_back_us = 1'200'000;
    LiveWindow::Limits window;
    size_t most_waiting = 20'000;  // requests that wait for parts; more are answered 503
};
ProgrammeTerms programme_terms(const MediaTerms&);

// One show's programme: its live window, its markers, who publishes it, and the viewers' requests that wait
// for the next part. Thread-safe; calls answers and callbacks without holding its lock. Owned by the
// programmes.
class Programme {
  public:
    // Where the numbering goes on: after what a recording of the same show has, 0 for a new show.
    struct Beginning {
        int64_t next_segment = 0;
        int64_t next_period = 0;
        int64_t discontinuities = 0;
        std::vector<Marker> markers;
    };
    Programme(std::string show_id, ProgrammeTerms, const Clock&, Recorder&, Beginning);

    // The publisher's side. attach() gives him a ticket; calls with a ticket that is no longer valid answer
    // precondition.
    // Who finds a publisher that has been silent for kSilent_us takes his place: it is most often himself,
    // back from a lost network before the lost connection was noticed.
    using Ticket = int64_t;
    static constexpr int64_t kSilent_us = 3'000'000;
    Result<Ticket> attach(Interrupted);
    // Something of the publisher's was received.
    void heard(Ticket ticket) {
        if (ticket == ticket_) heard_us_ = clock_.steady_us();
    }
    // Everything that follows belongs to a new period. With `stream_us`, that moment of the stream is now:
    // programme time is fixed anew (once per publish, and when the publisher's clock breaks).
    Result<Done> begin_period(Ticket, const Tracks&, std::optional<int64_t> stream_us);
    // True: it is the first part since attach().
    Result<bool> add(Ticket, Part, int64_t frame_us);
    void cue(Ticket, int64_t stream_us, Marker);
    // Whether the ticket was valid until now.
    bool detach(Ticket);

    // Cuts the publisher off, if there is one; true when there was.
    bool cut_off(const std::string& why);
    // The show is over. True the first time.
    bool finish();

    void mark(const Marker&);
    std::optional<int64_t> programme_time_us(std::optional<int64_t> stream_us) const;

    void get(const std::string& file, const std::map<std::string, std::string>& query,
             std::function<void(HlsAnswer)>);
    // Answers 503 to those who have waited too long by the clock, or to all who wait.
    void expire(bool all = false);

    bool published() const;
    bool finished() const;
    bool has_pictures() const;
    // Steady time since when nobody has published; 0 while somebody does.
    int64_t idle_since_us() const;
    const ProgrammeTerms& terms() const { return terms_; }

  private:
    struct Waiting {
        HlsName name;
        int64_t segment = 0;
        std::optional<int64_t> part;
        int64_t deadline_us = 0;
        std::function<void(HlsAnswer)> answer;
    };
    using Answers = std::vector<std::pair<std::function<void(HlsAnswer)>, HlsAnswer>>;

    // All below: precondition mutex_ held.
    void end_segment();
    bool add_marker(Marker);
    std::optional<HlsAnswer> answer_media_playlist(const std::map<std::string, std::string>& query, Waiting&);
    std::optional<HlsAnswer> answer_part(const HlsName&) const;
    bool reached(int64_t segment, std::optional<int64_t> part) const;
    bool too_far(int64_t segment, std::optional<int64_t> part) const;
    std::shared_ptr<const std::string> playlist();
    HlsAnswer master() const;
    HlsAnswer blocked_playlist_answer();
    Answers ready();
    static void give(Answers);

    const std::string show_id_;
    const ProgrammeTerms terms_;
    const Clock& clock_;
    Recorder& recorder_;

    mutable std::mutex mutex_;
    LiveWindow window_;
    std::shared_ptr<const Period> period_;
    bool period_begins_ = false;
    int64_t next_period_;
    bool has_past_;                // something of this show came before: the next segment is a discontinuity
    std::vector<Marker> markers_;  // at most kMarkers, the newest
    std::vector<Waiting> waiting_;
    std::shared_ptr<const std::string> playlist_;  // null: to be rendered again

    std::atomic<Ticket> ticket_ = 0;  // of the present publisher
    std::atomic<int64_t> heard_us_ = 0;
    bool published_ = false;
    bool shown_ = false;  // the present publisher's first part is there
    Interrupted interrupted_;
    bool finished_ = false;
    int64_t idle_since_us_;
    int64_t frame_us_ = 0;
    struct Anchor {
        int64_t stream_us = 0;
        int64_t programme_us = 0;
    };
    std::optional<Anchor> anchor_;
};

}  // namespace vitrine::media
