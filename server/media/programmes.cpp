// SPDX-License-Identifier: GPL-3.0-or-later
#include "server/media/programmes.h"

#include <chrono>
#include <condition_variable>
#include <map>
#include <mutex>
#include <thread>

#include "server/media/live_publication.h"
#include "server/media/make_programmes.h"
#include "server/media/replay_shelf.h"

namespace vitrine::media {
namespace {

constexpr int64_t kForgetIdle_us = int64_t{3600} * 1'000'000, kForgetFinished_us = int64_t{600} * 1'000'000;
// A number that viewers may have seen before the server died must not come again with other pictures.
constexpr int64_t kNumbersLeftOut = 16;

class AllProgrammes final : public Programmes {
  public:
    AllProgrammes(MediaTerms terms, const Clock& clock, PictureChanged changed,
                  std::unique_ptr<RecordingDisk> disk)
        : terms_(programme_terms(terms)),
          clock_(clock),
          changed_(std::move(changed)),
          shelf_(terms.directory),
          recorder_({.directory = terms.directory, .reserve_bytes = terms.recording_reserve_bytes},
                    std::move(disk), [this](const std::string& show) { recorded(show); }) {
        sweeper_ = std::thread([this] { sweep(); });
    }

    ~AllProgrammes() override {
        {
            std::lock_guard lock(mutex_);
            stopping_ = true;
        }
        wake_.notify_all();
        sweeper_.join();
        for (const auto& programme : all()) {
            programme->cut_off("The server is going down.");
            programme->expire(true);
        }
    }

    Result<std::unique_ptr<Publication>> open(const std::string& show_id, Interrupted interrupted) override {
        if (!is_safe_show_id(show_id)) return Error{Code::invalid_argument, "That is not a show's id."};
        auto programme = find_or_make(show_id);
        if (!programme)
            return Error{Code::precondition, "This show has ended. Start a new show to go live again."};
        auto ticket = programme->attach(std::move(interrupted));
        if (!ticket) return ticket.error();
        auto picture = [this, show_id](bool live) { changed_(show_id, live, false); };
        return std::unique_ptr<Publication>(
            std::make_unique<LivePublication>(std::move(programme), *ticket, std::move(picture)));
    }

    void interrupt(const std::string& show_id, const std::string& why) override {
        const auto programme = find(show_id);
        if (programme && programme->cut_off(why)) changed_(show_id, false, false);
    }

    void finish(const std::string& show_id) override {
        const auto programme = find(show_id);
        if (programme && !programme->finish()) return;
        const RecordingIndex past = programme ? RecordingIndex() : shelf_.read_index(show_id);
        if (programme ? programme->has_pictures() : !past.segments.empty() && !past.ended) {
            recorder_.finish(show_id);
        } else {
            // An ended show that is only edited is finished once more: its replay stays.
            changed_(show_id, false, !past.segments.empty());
        }
    }

    std::optional<int64_t> programme_time_us(const std::string& show_id,
                                             std::optional<int64_t> stream_time_ms) const override {
        const auto programme = find(show_id);
        if (!programme) return std::nullopt;
        return programme->programme_time_us(stream_time_ms ? std::optional(*stream_time_ms * 1000)
                                                           : std::nullopt);
    }

    void mark(const std::string& show_id, const Marker& marker) override {
        if (const auto programme = find(show_id)) programme->mark(marker);
    }

    void live(const std::string& show_id, const std::string& file,
              const std::map<std::string, std::string>& query,
              std::function<void(HlsAnswer)> answer) override {
        if (const auto programme = find(show_id)) {
            programme->get(file, query, std::move(answer));
        } else {
            answer(refusal(404, "This show has no picture yet."));
        }
    }

    void replay(const std::string& show_id, const std::string& file,
                std::function<void(HlsAnswer)> answer) override {
        shelf_.get(show_id, file, std::move(answer));
    }

    int64_t publishing() const override {
        int64_t count = 0;
        for (const auto& programme : all()) count += programme->published() ? 1 : 0;
        return count;
    }

    std::map<std::string, std::string> recording_troubles() const override { return recorder_.troubles(); }

  private:
    std::shared_ptr<Programme> find(const std::string& show_id) const {
        std::lock_guard lock(mutex_);
        const auto found = programmes_.find(show_id);
        return found == programmes_.end() ? nullptr : found->second;
    }

    std::vector<std::shared_ptr<Programme>> all() const {
        std::lock_guard lock(mutex_);
        std::vector<std::shared_ptr<Programme>> out;
        for (const auto& [id, programme] : programmes_) out.push_back(programme);
        return out;
    }

    // Null when the show's recording was finished before this server started.
    std::shared_ptr<Programme> find_or_make(const std::string& show_id) {
        if (auto programme = find(show_id)) return programme;
        const RecordingIndex past = shelf_.read_index(show_id);
        if (past.ended) return nullptr;
        Programme::Beginning beginning;
        if (!past.segments.empty()) {
            beginning.next_segment = past.segments.back().number + 1 + kNumbersLeftOut;
            beginning.next_period = past.periods.back().number + 1;
            beginning.discontinuities = past.discontinuities();
            beginning.markers = past.markers;
        }
        std::lock_guard lock(mutex_);
        auto& programme = programmes_[show_id];
        if (!programme)
            programme = std::make_shared<Programme>(show_id, terms_, clock_, recorder_, std::move(beginning));
        return programme;
    }

    // On the recorder's thread.
    void recorded(const std::string& show_id) {
        changed_(show_id, false, !shelf_.read_index(show_id).segments.empty());
    }

    // Answers requests that waited too long, and lets go of programmes that nobody publishes any more.
    void sweep() {
        std::unique_lock lock(mutex_);
        while (!wake_.wait_for(lock, std::chrono::milliseconds(200), [this] { return stopping_; })) {
            lock.unlock();
            for (const auto& programme : all()) programme->expire();
            lock.lock();
            const int64_t now_us = clock_.steady_us();
            std::erase_if(programmes_, [&](const auto& entry) {
                const int64_t since_us = entry.second->idle_since_us();
                const bool finished = entry.second->finished();
                return since_us > 0 && entry.second.use_count() == 1 &&
                       now_us - since_us > (finished ? kForgetFinished_us : kForgetIdle_us);
            });
        }
    }

    const ProgrammeTerms terms_;
    const Clock& clock_;
    const PictureChanged changed_;
    ReplayShelf shelf_;
    Recorder recorder_;

    mutable std::mutex mutex_;
    std::condition_variable wake_;
    std::map<std::string, std::shared_ptr<Programme>> programmes_;
    bool stopping_ = false;
    std::thread sweeper_;
};

}  // namespace

std::unique_ptr<Programmes> make_programmes(MediaTerms terms, const Clock& clock, PictureChanged changed) {
    return make_programmes_on(make_recording_disk(), std::move(terms), clock, std::move(changed));
}

std::unique_ptr<Programmes> make_programmes_on(std::unique_ptr<RecordingDisk> disk, MediaTerms terms,
                                               const Clock& clock, PictureChanged changed) {
    return std::make_unique<AllProgrammes>(std::move(terms), clock, std::move(changed), std::move(disk));
}

}  // namespace vitrine::media
