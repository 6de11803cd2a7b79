// SPDX-License-Identifier: GPL-3.0-or-later
#include "bench/purchase_round.h"

#include <algorithm>
#include <atomic>
#include <chrono>
#include <mutex>
#include <semaphore>
#include <stdexcept>
#include <unordered_map>

#include "bench/hold_round.h"
#include "bench/statistics.h"
#include "server/domain/id.h"
#include "server/shop/payment_worker.h"
#include "server/shop/sandbox_gateway.h"

namespace vitrine::bench {
namespace {

using Steady = std::chrono::steady_clock;

constexpr auto kPatience = std::chrono::seconds(60);  // for the next purchase to end

// The buyers' way through the shop, and what the room hears of it.
class Till {
  public:
    Till(StockedShop& shop, int64_t buyers, int64_t at_once)
        : shop_(shop), wishes_(make_wishes(shop.stocked(), buyers, buyers)), room_(at_once) {
        began_.resize(wishes_.size());
        for (size_t i = 0; i < wishes_.size(); ++i) {
            pay_.push_back(make_id(shop.clock.now()));
            number_of_.emplace(pay_.back(), i);
        }
        listening_ = shop.bus().subscribe([this](const bus::EventPtr& event) {
            if (event->body_case() == v1::ShowEvent::kOrder) heard(event->order());
        });
    }

    void run(int64_t at_once) {
        for (size_t i = 0; i < wishes_.size(); ++i) {
            wait_for_room();
            buy(i);
        }
        for (int64_t i = 0; i < at_once; ++i) wait_for_room();
        if (!fault_.empty()) throw std::runtime_error("a purchase was refused: " + fault_);
    }

    int64_t paid() const { return paid_; }
    std::vector<double> take_sold_ms() { return std::move(sold_ms_); }

  private:
    void wait_for_room() {
        if (!room_.try_acquire_for(kPatience)) throw std::runtime_error("a purchase never ended.");
    }

    void buy(size_t i) {
        began_[i] = Steady::now();
        shop_.sales().hold(wishes_[i].caller, wishes_[i].request, [this, i](const Result<v1::Hold>& hold) {
            if (!hold.ok()) return refused(hold.error());
            v1::PayRequest request;
            request.set_command_id(pay_[i]);
            request.set_hold_id(hold->id());
            request.set_email("buyer@example.org");
            request.set_payment_token("sandbox_approve");
            shop_.sales().pay(wishes_[i].caller, request, [this](const Result<v1::Order>& order) {
                if (!order.ok()) refused(order.error());
            });
        });
    }

    // On the committer's thread, once for the staff and once for the buyer.
    void heard(const v1::Order& order) {
        const auto found = number_of_.find(order.id());
        if (found == number_of_.end()) return;
        const bool reserved = order.state() == v1::ORDER_STATE_AUTHORISED;
        const bool paid = order.state() == v1::ORDER_STATE_PAID;
        Steps& step = steps_[found->second];
        if ((reserved || paid) && !std::exchange(step.sold, true)) {
            const std::chrono::duration<double, std::milli> took = Steady::now() - began_[found->second];
            sold_ms_.push_back(took.count());
        }
        if (paid && !std::exchange(step.paid, true)) {
            ++paid_;
            room_.release();
        }
    }

    void refused(const Error& error) {
        std::lock_guard lock(mutex_);
        if (fault_.empty()) fault_ = error.message;
        room_.release();
    }

    struct Steps {
        bool sold = false, paid = false;
    };

    StockedShop& shop_;
    const std::vector<shop::HoldWish> wishes_;
    std::vector<std::string> pay_;  // ids of the commands, which become the orders' ids
    std::unordered_map<std::string, size_t> number_of_;
    std::vector<Steady::time_point> began_;
    std::counting_semaphore<> room_;
    std::vector<Steps> steps_ = std::vector<Steps>(wishes_.size());  // the committer's thread only
    std::vector<double> sold_ms_;
    std::atomic<int64_t> paid_ = 0;
    std::mutex mutex_;
    std::string fault_;
    std::unique_ptr<bus::Subscription> listening_;
};

}  // namespace

PurchaseRound buy_through_the_shop(StockedShop& shop, const std::filesystem::path& folder, int64_t buyers,
                                   int64_t at_once) {
    const std::filesystem::path book = folder / ("sandbox-" + make_id(shop.clock.now()) + ".db");
    shop::SandboxGateway gateway(book.string());
    const auto worker = shop::start_payment_worker(shop.committer(), shop.readers(), gateway, shop.clock);
    shop.sales().when_payment_is_due(worker->waker());
    Till till(shop, buyers, at_once);
    const auto began = Steady::now();
    till.run(at_once);
    PurchaseRound round;
    round.seconds = std::chrono::duration<double>(Steady::now() - began).count();
    round.purchases = till.paid();
    std::vector<double> ms = till.take_sold_ms();
    round.sold_p50_ms = percentile(ms, 0.5);
    round.sold_p99_ms = percentile(ms, 0.99);
    round.oversold = shop.number(kOversold);
    round.unbalanced =
        shop.number("SELECT COALESCE(SUM(debits_posted - credits_posted), 0) FROM ledger_account");
    return round;
}

}  // namespace vitrine::bench
