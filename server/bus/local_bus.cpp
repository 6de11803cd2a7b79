// SPDX-License-Identifier: GPL-3.0-or-later
#include <map>
#include <shared_mutex>

#include "server/bus/bus.h"

namespace vitrine::bus {
namespace {

using Callback = std::function<void(const EventPtr&)>;

// Shared with the subscriptions, which may outlive the bus.
struct Readers {
    std::shared_mutex mutex;
    std::map<uint64_t, Callback> callbacks;
    uint64_t next_id = 1;
};

class LocalSubscription final : public Subscription {
  public:
    LocalSubscription(std::shared_ptr<Readers> readers, uint64_t id) : readers_(std::move(readers)), id_(id) {}
    ~LocalSubscription() override {
        std::unique_lock lock(readers_->mutex);
        readers_->callbacks.erase(id_);
    }

  private:
    std::shared_ptr<Readers> readers_;
    uint64_t id_;
};

class LocalBus final : public Bus {
  public:
    void publish(EventPtr event) override {
        std::shared_lock lock(readers_->mutex);
        for (const auto& [id, callback] : readers_->callbacks) callback(event);
    }

    std::unique_ptr<Subscription> subscribe(Callback on_event) override {
        std::unique_lock lock(readers_->mutex);
        const uint64_t id = readers_->next_id++;
        readers_->callbacks.emplace(id, std::move(on_event));
        return std::make_unique<LocalSubscription>(readers_, id);
    }

  private:
    std::shared_ptr<Readers> readers_ = std::make_shared<Readers>();
};

}  // namespace

std::unique_ptr<Bus> make_local_bus() { return std::make_unique<LocalBus>(); }

}  // namespace vitrine::bus
