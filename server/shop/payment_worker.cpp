// SPDX-License-Identifier: GPL-3.0-or-later
#include "server/shop/payment_worker.h"

#include <spdlog/spdlog.h>

#include <algorithm>
#include <condition_variable>
#include <deque>
#include <future>
#include <mutex>
#include <set>
#include <thread>
#include <vector>

#include "server/shop/payment_call.h"

namespace vitrine::shop {
namespace {

using std::chrono::milliseconds;

// They wait nearly all the time; at the sandbox those that come together share a commit.
constexpr int kCallers = 32;
// Read from the outbox at once; the rest waits there. More than a group of the committer can make due in one
// instant, so that reading gets past it.
constexpr int64_t kAtOnce = 1024;
constexpr size_t kFew = 256;  // with fewer waiting, more is read
constexpr int64_t kGatewayDeadlineMs = 10'000;
constexpr int64_t kLookAgainMs = 1000;  // also when nobody rings: time alone makes payments due
// So often the whole outbox is read and not only what became due since, and whenever nobody rang: an outcome
// that could not be committed, and what a clock that was set back has hidden.
constexpr int64_t kReadAllEvery_us = 1'000'000;
constexpr int64_t kQueryDeadlineMs = 5000;

// What the threads of a worker share with each other and with answers that are still on their way when it
// ends.
struct Desk {
    std::mutex mutex;
    std::condition_variable work_came;  // for the callers
    std::condition_variable rang;       // for the one who looks for work
    std::deque<GatewayTask> waiting;
    std::set<std::string> in_hand;  // keys that wait, are at the gateway, or whose outcome is being committed
    Breaker breaker;
    bool bell = false;
    bool closed = false;

    void ring() {
        {
            std::lock_guard lock(mutex);
            bell = true;
        }
        rang.notify_one();
    }
};

// What the outbox holds now, and how long until more is due.
struct Outbox {
    TasksDue due;
    int64_t next_ms = kLookAgainMs;
};

class Worker final : public PaymentWorker {
  public:
    Worker(store::Committer& committer, store::Readers& readers, PaymentGateway& gateway, const Clock& clock,
           SaleTerms terms)
        : committer_(committer), readers_(readers), gateway_(gateway), clock_(clock), terms_(terms) {
        threads_.emplace_back([this] { look_for_work(); });
        for (int i = 0; i < kCallers; ++i) threads_.emplace_back([this] { call(); });
    }

    ~Worker() override {
        {
            std::lock_guard lock(desk_->mutex);
            desk_->closed = true;
        }
        desk_->rang.notify_all();
        desk_->work_came.notify_all();
        for (std::thread& thread : threads_) thread.join();
    }

    void wake() override { desk_->ring(); }
    std::function<void()> waker() override {
        return [desk = desk_] { desk->ring(); };
    }

  private:
    void look_for_work() {
        Instant from;  // what became due before has been read
        int64_t read_all_us = 0;
        while (true) {
            if (clock_.steady_us() >= read_all_us) {
                from = {};
                read_all_us = clock_.steady_us() + kReadAllEvery_us;
            }
            Outbox outbox = read_outbox(from);
            from = outbox.due.read_until;
            std::unique_lock lock(desk_->mutex);
            for (GatewayTask& task : outbox.due.tasks) {
                if (desk_->in_hand.insert(key_of(task)).second) desk_->waiting.push_back(std::move(task));
            }
            desk_->work_came.notify_all();
            if (outbox.due.more) desk_->bell = true;
            const bool rang = desk_->rang.wait_for(lock, milliseconds(outbox.next_ms), [this] {
                return desk_->closed || (desk_->bell && desk_->waiting.size() < kFew);
            });
            if (!rang) read_all_us = 0;
            desk_->bell = false;
            if (desk_->closed) return;
        }
    }

    Outbox read_outbox(Instant from) {
        auto answer = std::make_shared<std::promise<Outbox>>();
        std::future<Outbox> found = answer->get_future();
        readers_.run<Outbox>(
            [from, now = clock_.now(), gateway = gateway_.name()](store::Session& sql) -> Result<Outbox> {
                Outbox outbox{tasks_due(sql, gateway, {from, now, kAtOnce}), kLookAgainMs};
                if (const auto next = next_task_due(sql, gateway, now)) {
                    outbox.next_ms = std::clamp<int64_t>((next->us - now.us) / 1000 + 1, 1, kLookAgainMs);
                }
                return outbox;
            },
            [answer](Result<Outbox> result) {
                answer->set_value(result.ok() ? std::move(*result) : Outbox{});
            });
        if (found.wait_for(milliseconds(kQueryDeadlineMs)) != std::future_status::ready) return {};
        return found.get();
    }

    void call() {
        while (const std::optional<GatewayTask> task = take()) {
            const GatewayOutcome outcome = call_gateway(gateway_, *task, kGatewayDeadlineMs);
            {
                std::lock_guard lock(desk_->mutex);
                outcome.heard ? desk_->breaker.answered() : desk_->breaker.failed(clock_.steady_us());
            }
            if (outcome.unknown()) {
                spdlog::warn("gateway {}: the outcome of {} is not known, asking again", gateway_.name(),
                             key_of(*task));
            }
            commit(*task, outcome);
        }
    }

    // The next task to do, when the gateway may be called; nothing at the end.
    std::optional<GatewayTask> take() {
        std::unique_lock lock(desk_->mutex);
        while (!desk_->closed) {
            if (desk_->waiting.empty()) {
                desk_->work_came.wait(lock);
                continue;
            }
            const int64_t wait_ms = desk_->breaker.wait_ms(clock_.steady_us());
            if (wait_ms > 0) {
                desk_->work_came.wait_for(lock, milliseconds(std::min(wait_ms, kLookAgainMs)));
                continue;
            }
            desk_->breaker.calling(clock_.steady_us(), kGatewayDeadlineMs);
            GatewayTask task = std::move(desk_->waiting.front());
            desk_->waiting.pop_front();
            if (desk_->waiting.size() + 1 == kFew) desk_->rang.notify_one();
            return task;
        }
        return std::nullopt;
    }

    void commit(const GatewayTask& task, const GatewayOutcome& outcome) {
        committer_.submit<Done>(
            [task, outcome, terms = terms_](store::Unit& unit) { return settle(unit, task, outcome, terms); },
            [desk = desk_, key = key_of(task)](const Result<Done>& settled) {
                {
                    std::lock_guard lock(desk->mutex);
                    desk->in_hand.erase(key);
                }
                // Not committed: it is still in the outbox and comes round again, at the pace of the
                // look-out.
                if (settled.ok()) {
                    desk->ring();
                } else {
                    spdlog::error("the outcome of {} was not committed: {}", key, settled.error().message);
                }
            });
    }

    store::Committer& committer_;
    store::Readers& readers_;
    PaymentGateway& gateway_;
    const Clock& clock_;
    const SaleTerms terms_;
    const std::shared_ptr<Desk> desk_ = std::make_shared<Desk>();
    std::vector<std::thread> threads_;
};

}  // namespace

std::unique_ptr<PaymentWorker> start_payment_worker(store::Committer& committer, store::Readers& readers,
                                                    PaymentGateway& gateway, const Clock& clock,
                                                    SaleTerms terms) {
    return std::make_unique<Worker>(committer, readers, gateway, clock, terms);
}

}  // namespace vitrine::shop
