// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <condition_variable>
#include <cstddef>
#include <deque>
#include <mutex>
#include <vector>

namespace vitrine::store {

// A bounded queue between callers and the threads that serve them. Overflow: push() says no, and so it does
// once it is closed. Thread-safe.
template <class Item>
class WorkQueue {
  public:
    explicit WorkQueue(size_t most) : most_(most) {}

    // False when full or closed; the item is left as it was.
    [[nodiscard]] bool push(Item&& item) {
        {
            std::lock_guard lock(mutex_);
            if (closed_ || items_.size() >= most_) return false;
            items_.push_back(std::move(item));
        }
        ready_.notify_one();
        return true;
    }

    // Waits for work and takes up to `most` items, oldest first. Empty: closed, and nothing is left.
    std::vector<Item> take(size_t most) {
        std::unique_lock lock(mutex_);
        ready_.wait(lock, [this] { return closed_ || !items_.empty(); });
        std::vector<Item> taken;
        while (!items_.empty() && taken.size() < most) {
            taken.push_back(std::move(items_.front()));
            items_.pop_front();
        }
        return taken;
    }

    size_t size() const {
        std::lock_guard lock(mutex_);
        return items_.size();
    }

    // Lets the takers finish what is there, and then go.
    void close() {
        {
            std::lock_guard lock(mutex_);
            closed_ = true;
        }
        ready_.notify_all();
    }

  private:
    const size_t most_;
    mutable std::mutex mutex_;
    std::condition_variable ready_;
    std::deque<Item> items_;
    bool closed_ = false;
};

}  // namespace vitrine::store
