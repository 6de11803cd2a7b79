// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <memory>
#include <mutex>
#include <nlohmann/json.hpp>
#include <string>
#include <utility>
#include <vector>

#include "server/domain/result.h"

namespace vitrine::shop::stripe {

struct ClientTerms {
    std::string secret_key;
    // Anything else than https is refused unless it is this machine: the key would travel in the clear.
    std::string url = "https://api.stripe.com";
};

using Form = std::vector<std::pair<std::string, std::string>>;

struct HttpAnswer {
    int status = 0;
    nlohmann::json body;    // an object; null when it was none
    bool replayed = false;  // Stripe had answered this idempotency key before, and repeats itself

    bool ok() const { return status == 200; }
};

// Stripe's HTTP API: forms out, JSON in. No answer in time, or one that makes no sense: unavailable. It never
// repeats a request by itself: the payment worker does, who looks first. Neither keys nor secrets nor tokens
// reach the log. Thread-safe; blocks up to the deadline.
class Client {
  public:
    // Throws std::runtime_error with a sentence for the operator.
    explicit Client(ClientTerms);
    ~Client();

    Result<HttpAnswer> get(const std::string& path, const Form& query, int64_t deadline_ms);
    // idempotency_key: the same key and the same form again do nothing and get the same answer, for at least
    // 24 h.
    Result<HttpAnswer> post(const std::string& path, const Form&, const std::string& idempotency_key,
                            int64_t deadline_ms);

  private:
    class Connection;
    std::unique_ptr<Connection> take();
    void put_back(std::unique_ptr<Connection>);

    const ClientTerms terms_;
    std::mutex mutex_;
    std::vector<std::unique_ptr<Connection>> idle_;  // at most one for each thread that ever called
};

}  // namespace vitrine::shop::stripe
