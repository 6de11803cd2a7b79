// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <memory>
#include <string>
#include <vector>

#include "bench/books.h"
#include "bench/large_shop.h"
#include "bench/server_process.h"
#include "bench/stocked_shop.h"

namespace vitrine::bench {

// The real server with stocked articles, and guests who want them.
class OpenShop {
  public:
    OpenShop(Store, int articles, int64_t units_of_each, int guests, const Past& = {});

    uint16_t port() const { return server_->http_port(); }
    const Stocked& stocked() const { return stocked_; }
    const std::vector<std::string>& tokens() const { return tokens_; }
    // "POST /v1/holds" of one unit, under a new command id.
    std::string hold_request(size_t guest, size_t article) const;
    const std::string& url() const { return url_; }  // of its database
    // What its books say right now.
    int64_t number(const std::string& query) const;

  private:
    void let_in(int guests);

    Books books_;
    std::string url_;
    Stocked stocked_;
    std::unique_ptr<ServerProcess> server_;
    std::vector<std::string> tokens_;
};

}  // namespace vitrine::bench
