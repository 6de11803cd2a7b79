// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <condition_variable>
#include <functional>
#include <memory>
#include <mutex>
#include <string>
#include <vector>

namespace soci {
class session;
}

namespace vitrine::shop {

// The sandbox gateway's file: payments and refunds, durable before anybody is answered. Calls that come at
// the same time share one transaction, each as if it were alone. Thread-safe.
class SandboxBook {
  public:
    // Throws std::runtime_error when the file cannot be opened.
    explicit SandboxBook(const std::string& file);
    ~SandboxBook();

    // Returns when what `work` wrote is on the disk; throws what it threw, or what the disk did.
    void with(const std::function<void(soci::session&)>& work);

  private:
    struct Turn {
        const std::function<void(soci::session&)>& work;
        bool done = false;
        std::exception_ptr fault;
    };
    void commit(const std::vector<Turn*>& group);

    std::unique_ptr<soci::session> sql_;
    std::mutex mutex_;
    std::condition_variable turn_over_;
    std::vector<Turn*> waiting_;  // at most one for each thread that calls
    bool committing_ = false;
};

}  // namespace vitrine::shop
