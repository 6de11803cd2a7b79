// SPDX-License-Identifier: GPL-3.0-or-later
#include "server/room/snapshots.h"

#include <vector>

namespace vitrine::room {
namespace {

constexpr int kChatLines = 50;

}  // namespace

class Snapshots::Desk : public std::enable_shared_from_this<Snapshots::Desk> {
  public:
    Desk(show::Shows& shows, Chat& chat, show::EventLog& log, Lineup lineup, Watching watching, std::string epoch,
         const Clock& clock)
        : shows_(shows),
          chat_(chat),
          log_(log),
          lineup_(std::move(lineup)),
          watching_(std::move(watching)),
          epoch_(std::move(epoch)),
          clock_(clock) {}

    void take(const std::string& show, Reply<SnapshotPtr> reply) {
        {
            std::lock_guard lock(mutex_);
            const auto [place, first] = waiting_.try_emplace(show);
            if (!first) {
                place->second.push_back(std::move(reply));
                return;
            }
        }
        read(show, {std::move(reply)});
    }

    const std::string& epoch() const { return epoch_; }

  private:
    using Replies = std::vector<Reply<SnapshotPtr>>;
    using Draft = std::shared_ptr<v1::ShowSnapshot>;
    // What is known so far, carried from step to step.
    struct Reading {
        std::string asked;
        Replies replies;
        Draft draft = std::make_shared<v1::ShowSnapshot>();
    };
    using ReadingPtr = std::shared_ptr<Reading>;

    void read(const std::string& show, Replies replies) {
        auto reading = std::make_shared<Reading>();
        reading->asked = show;
        reading->replies = std::move(replies);
        v1::GetShowRequest request;
        request.set_show(show);
        shows_.get(request, step<v1::Show>(reading, [](Desk& desk, ReadingPtr reading, v1::Show show) {
                       desk.read_place(reading, show.id());
                   }));
    }

    // The place first, then the show once more: its state must not be older than the place.
    void read_place(const ReadingPtr& reading, const std::string& show_id) {
        log_.last(show_id, step<show::Cursor>(reading, [show_id](Desk& desk, ReadingPtr reading, show::Cursor cursor) {
                      reading->draft->set_seq(cursor.seq);
                      reading->draft->set_staff_seq(cursor.staff_seq);
                      desk.read_show(reading, show_id);
                  }));
    }

    void read_show(const ReadingPtr& reading, const std::string& show_id) {
        v1::GetShowRequest request;
        request.set_show(show_id);
        shows_.get(request, step<v1::Show>(reading, [](Desk& desk, ReadingPtr reading, v1::Show show) {
                       *reading->draft->mutable_show() = std::move(show);
                       desk.read_products(reading);
                   }));
    }

    void read_products(const ReadingPtr& reading) {
        lineup_(reading->draft->show().id(),
                step<v1::ListProductsResponse>(reading, [](Desk& desk, ReadingPtr reading, v1::ListProductsResponse list) {
                    reading->draft->mutable_products()->Swap(list.mutable_products());
                    desk.read_chat(reading);
                }));
    }

    void read_chat(const ReadingPtr& reading) {
        v1::ListChatRequest request;
        request.set_show_id(reading->draft->show().id());
        request.set_limit(kChatLines);
        chat_.list(request,
                   step<v1::ListChatResponse>(reading, [](Desk& desk, ReadingPtr reading, v1::ListChatResponse list) {
                       reading->draft->mutable_chat()->Swap(list.mutable_lines());
                       v1::ShowSnapshot& snapshot = *reading->draft;
                       snapshot.set_watching(desk.watching_(snapshot.show().id()));
                       snapshot.set_epoch(desk.epoch_);
                       snapshot.set_server_time_us(desk.clock_.now().us);
                       desk.settle(reading, SnapshotPtr(reading->draft));
                   }));
    }

    template <class T, class Next>
    Reply<T> step(const ReadingPtr& reading, Next next) {
        return [self = shared_from_this(), reading, next = std::move(next)](Result<T> answer) {
            if (!answer.ok()) return self->settle(reading, answer.error());
            next(*self, reading, std::move(*answer));
        };
    }

    void settle(const ReadingPtr& reading, const Result<SnapshotPtr>& answer) {
        Replies next;
        {
            std::lock_guard lock(mutex_);
            const auto place = waiting_.find(reading->asked);
            next.swap(place->second);
            if (next.empty()) waiting_.erase(place);
        }
        for (const auto& reply : reading->replies) reply(answer);
        if (!next.empty()) read(reading->asked, std::move(next));
    }

    show::Shows& shows_;
    Chat& chat_;
    show::EventLog& log_;
    const Lineup lineup_;
    const Watching watching_;
    const std::string epoch_;
    const Clock& clock_;
    std::mutex mutex_;
    std::map<std::string, Replies> waiting_;  // by show asked for; an entry while a reading is under way
};

Snapshots::Snapshots(show::Shows& shows, Chat& chat, show::EventLog& log, Lineup lineup, Watching watching,
                     std::string epoch, const Clock& clock)
    : desk_(std::make_shared<Desk>(shows, chat, log, std::move(lineup), std::move(watching), std::move(epoch), clock)) {}

Snapshots::~Snapshots() = default;

void Snapshots::take(const std::string& show, Reply<SnapshotPtr> reply) { desk_->take(show, std::move(reply)); }

const std::string& Snapshots::epoch() const { return desk_->epoch(); }

}  // namespace vitrine::room
