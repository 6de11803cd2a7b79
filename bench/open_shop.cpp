// SPDX-License-Identifier: GPL-3.0-or-later
#include "bench/open_shop.h"

#include <nlohmann/json.hpp>
#include <stdexcept>

#include "bench/http_swarm.h"
#include "server/domain/id.h"

namespace vitrine::bench {

OpenShop::OpenShop(Store store, int articles, int64_t units_of_each, int guests, const Past& past)
    : books_(store) {
    const std::filesystem::path data_dir = books_.folder() / "data";
    std::filesystem::create_directory(data_dir);
    url_ = store == Store::sqlite ? "sqlite://" + (data_dir / "vitrine.db").string() : books_.fresh();
    if (past.products > 0) {
        Words words;
        fill_large_shop(url_, past, words);
    }
    stocked_ = StockedShop(url_, articles, units_of_each).stocked();
    std::vector<std::string> more;
    if (store == Store::postgresql) more = {"--database", url_};
    server_ = std::make_unique<ServerProcess>(data_dir, more);
    let_in(guests);
}

void OpenShop::let_in(int guests) {
    HttpSwarm door(port(), 64);
    tokens_.resize(static_cast<size_t>(guests));
    door.run(
        tokens_.size(), 0,
        [](size_t i) { return post("/v1/guests", "", R"({"name":"Guest )" + std::to_string(i) + "\"}"); },
        [this](const HttpAnswer& answer) {
            if (answer.status != 200) throw std::runtime_error("a guest was not let in");
            tokens_[answer.request] = nlohmann::json::parse(answer.body).at("accessToken");
        });
}

std::string OpenShop::hold_request(size_t guest, size_t article) const {
    return post("/v1/holds", tokens_[guest % tokens_.size()],
                R"({"commandId":")" + make_id(SystemClock().now()) + R"(","showId":")" + stocked_.show_id +
                    R"(","variantId":")" + stocked_.variant_ids[article % stocked_.variant_ids.size()] +
                    R"(","quantity":"1"})");
}

int64_t OpenShop::number(const std::string& query) const {
    int64_t number = 0;
    store::Database::open(url_)->connect(true)->run(query, soci::into(number));
    return number;
}

}  // namespace vitrine::bench
