// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <condition_variable>
#include <memory>
#include <mutex>
#include <set>
#include <string>
#include <vector>

#include "server/shop/hold_rules.h"
#include "server/store/committer.h"
#include "server/store/readers.h"

namespace vitrine::shop {

// Carries out draws: reads the entries and computes their order on a reader's thread, then settles them a few
// hundred at a time, so that nobody else's command waits for a whole draw. A draw that was cut off, by a full
// queue or the end of the server, is begun again later and comes to the same result, because seed and entries
// decide it. Thread-safe. Owned by Drops; committer and readers outlive close().
class Draws : public std::enable_shared_from_this<Draws> {
  public:
    Draws(store::Committer&, store::Readers&, SaleTerms);

    // One at a time of each drop; answers when it is drawn or was cut off.
    void start(const std::string& drop_id, Reply<Done>);
    // Waits for the step under way; no other is begun.
    void close();

  private:
    using Order = std::shared_ptr<const std::vector<std::string>>;

    void settle(const std::string& drop_id, Order, size_t from, Reply<Done>);
    void finish(const std::string& drop_id, Reply<Done>);
    bool take_up(const std::string& drop_id);
    bool closed();
    void stop(const std::string& drop_id, Result<Done>, const Reply<Done>&);

    store::Committer& committer_;
    store::Readers& readers_;
    const SaleTerms terms_;
    std::mutex mutex_;
    std::condition_variable idle_;
    std::set<std::string> under_way_;
    bool closed_ = false;
};

}  // namespace vitrine::shop
