// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <condition_variable>
#include <functional>
#include <memory>
#include <mutex>
#include <optional>
#include <string>
#include <vector>

#include <soci/soci.h>

namespace vitrine::shop {

// A payment as the sandbox has it. amount_minor: reserved, later what was taken of it.
struct SandboxCharge {
    int64_t amount_minor = 0;
    std::string currency;
    int64_t state = 0;
};

// The book's rows, for the length of a turn. What every payment needs is prepared once.
class SandboxRows {
  public:
    explicit SandboxRows(soci::session&);

    std::optional<SandboxCharge> find(const std::string& key);
    void put(const std::string& key, const SandboxCharge&);
    void dispute_later(const std::string& key, bool lost);
    soci::session& sql() { return sql_; }

  private:
    soci::session& sql_;
    std::string key_;  // bound to both statements
    SandboxCharge charge_;
    soci::statement find_, put_;
};

// The sandbox gateway's file: payments and refunds, durable before anybody is answered. Calls that come at
// the same time share one transaction, each as if it were alone. Thread-safe.
class SandboxBook {
  public:
    // Throws std::runtime_error when the file cannot be opened.
    explicit SandboxBook(const std::string& file);
    ~SandboxBook();

    // Returns when what `work` wrote is on the disk; throws what it threw, or what the disk did.
    void with(const std::function<void(SandboxRows&)>& work);

  private:
    struct Turn {
        const std::function<void(SandboxRows&)>& work;
        bool done = false;
        std::exception_ptr fault;
    };
    void commit(const std::vector<Turn*>& group);

    std::unique_ptr<soci::session> sql_;
    std::unique_ptr<SandboxRows> rows_;
    std::mutex mutex_;
    std::condition_variable turn_over_;
    std::vector<Turn*> waiting_;  // at most one for each thread that calls
    bool committing_ = false;
};

}  // namespace vitrine::shop
