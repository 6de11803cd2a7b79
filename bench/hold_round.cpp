// SPDX-License-Identifier: GPL-3.0-or-later
#include "bench/hold_round.h"

#include <atomic>
#include <chrono>
#include <condition_variable>
#include <mutex>
#include <stdexcept>

#include "server/domain/id.h"

namespace vitrine::bench {
namespace {

// Lets a submitter wait until fewer than `most` answers are outstanding.
class Outstanding {
  public:
    explicit Outstanding(int64_t most) : most_(most) {}
    void one_more() {
        std::unique_lock lock(mutex_);
        fewer_.wait(lock, [this] { return count_ < most_; });
        ++count_;
    }
    void answered() {
        std::lock_guard lock(mutex_);
        // Woken in batches: a wake for each answer would cost more than the answer.
        if (--count_ == 0 || count_ == most_ / 2) fewer_.notify_one();
    }
    void all() {
        std::unique_lock lock(mutex_);
        fewer_.wait(lock, [this] { return count_ == 0; });
    }

  private:
    const int64_t most_;
    std::mutex mutex_;
    std::condition_variable fewer_;
    int64_t count_ = 0;
};

}  // namespace

std::vector<shop::HoldWish> make_wishes(const Stocked& stocked, int64_t buyers, int64_t wishes) {
    const SystemClock clock;
    std::vector<Caller> callers;
    for (int64_t i = 0; i < buyers; ++i)
        callers.push_back({make_id(clock.now()), "Buyer " + std::to_string(i), v1::ROLE_VIEWER, true});
    std::vector<shop::HoldWish> made(static_cast<size_t>(wishes));
    for (size_t i = 0; i < made.size(); ++i) {
        made[i].caller = callers[i % callers.size()];
        made[i].request.set_command_id(make_id(clock.now()));
        made[i].request.set_show_id(stocked.show_id);
        made[i].request.set_variant_id(stocked.variant_ids[i % stocked.variant_ids.size()]);
        made[i].request.set_quantity(1);
    }
    return made;
}

Round hold_through_the_shop(StockedShop& shop, const std::vector<shop::HoldWish>& wishes, int64_t at_once) {
    Outstanding outstanding(at_once);
    std::atomic<int64_t> held = 0;
    const auto began = std::chrono::steady_clock::now();
    for (const shop::HoldWish& wish : wishes) {
        outstanding.one_more();
        shop.sales().hold(wish.caller, wish.request, [&](Result<v1::Hold> hold) {
            held += hold.ok();
            outstanding.answered();
        });
    }
    outstanding.all();
    return {held, std::chrono::duration<double>(std::chrono::steady_clock::now() - began).count()};
}

}  // namespace vitrine::bench
