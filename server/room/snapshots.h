// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <deque>
#include <functional>
#include <map>
#include <memory>
#include <mutex>
#include <string>

#include "server/bus/bus.h"
#include "server/domain/caller.h"
#include "server/domain/clock.h"
#include "server/domain/result.h"
#include "server/room/chat.h"
#include "server/show/event_log.h"
#include "server/show/shows.h"
#include "vitrine/v1/catalog.pb.h"
#include "vitrine/v1/event.pb.h"

namespace vitrine::room {

using SnapshotPtr = std::shared_ptr<const v1::ShowSnapshot>;

// The products of a show's line-up, in order. Given by main, out of the shop.
using Lineup = std::function<void(const std::string& show_id, Reply<v1::ListProductsResponse>)>;
// How many watch the show right now. Given by main, out of the web part.
using Watching = std::function<int64_t(const std::string& show_id)>;

// Puts together what a newcomer needs to draw a show. The log's end is read first and the state after it: a snapshot may be
// newer than its seq, never older, and what follows states whole values, so that a repeated event does no harm.
// A crowd that asks at once shares one reading: who asks while one is under way gets the next. Thread-safe; answers on a
// reader's thread. Owned by main.
class Snapshots {
  public:
    Snapshots(show::Shows&, Chat&, show::EventLog&, Lineup, Watching, std::string epoch, const Clock&);
    ~Snapshots();

    // show: id or slug. Without me and buyer.
    void take(const std::string& show, Reply<SnapshotPtr>);
    const std::string& epoch() const;

  private:
    class Desk;
    std::shared_ptr<Desk> desk_;  // shared with readings under way
};

}  // namespace vitrine::room
