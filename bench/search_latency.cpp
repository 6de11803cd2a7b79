// SPDX-License-Identifier: GPL-3.0-or-later
#include "bench/search_latency.h"

#include <future>
#include <stdexcept>

#include "server/bus/bus.h"
#include "server/domain/clock.h"
#include "server/shop/catalogue.h"
#include "server/store/committer.h"
#include "server/store/database.h"
#include "server/store/readers.h"

namespace vitrine::bench {
namespace {

constexpr int kSearches = 500;

std::string query(int i, int64_t products, Words& words) {
    switch (i % 4) {
        case 0:
            return words.some(2);
        case 1:
            return words.any();
        case 2:
            return words.any().substr(0, 3);
        default:
            return "SKU-" + std::to_string(1 + (i * 7919) % products);
    }
}

}  // namespace

SearchLatency measure_search(const std::string& url, int64_t products, Words& words) {
    const auto database = store::Database::open(url);
    const auto bus = bus::make_local_bus();
    const SystemClock clock;
    const auto committer = store::make_committer(*database, *bus, clock);
    const auto readers = store::make_readers(*database);
    shop::Catalogue catalogue(*committer, *readers);
    SearchLatency measured;
    for (int i = 0; i < kSearches; ++i) {
        v1::ListProductsRequest request;
        request.set_query(query(i, products, words));
        std::promise<Result<v1::ListProductsResponse>> answer;
        const int64_t began_us = clock.steady_us();
        catalogue.list(Caller{}, request,
                       [&](Result<v1::ListProductsResponse> page) { answer.set_value(std::move(page)); });
        const auto page = answer.get_future().get();
        measured.ms.push_back(static_cast<double>(clock.steady_us() - began_us) / 1000);
        if (!page.ok()) throw std::runtime_error("a search failed: " + page.error().message);
        measured.found += page->products_size();
    }
    return measured;
}

}  // namespace vitrine::bench
