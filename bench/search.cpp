// SPDX-License-Identifier: GPL-3.0-or-later
// vitrine-bench search: how long a search takes in a very large catalogue.
#include <future>
#include <memory>
#include <stdexcept>

#include "bench/books.h"
#include "bench/command.h"
#include "bench/large_shop.h"
#include "bench/options.h"
#include "bench/statistics.h"
#include "server/shop/catalogue.h"
#include "server/store/committer.h"
#include "server/store/readers.h"

namespace vitrine::bench {
namespace {

constexpr int kSearches = 500;

// Two words, one word, the beginning of one, an article number.
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

Figures measure(Store store, int64_t products) {
    Books books(store);
    const std::string url = books.fresh();
    Words words;
    fill_large_shop(url, {products, 0}, words);
    const auto database = store::Database::open(url);
    const auto bus = bus::make_local_bus();
    const SystemClock clock;
    const auto committer = store::make_committer(*database, *bus, clock);
    const auto readers = store::make_readers(*database);
    shop::Catalogue catalogue(*committer, *readers);
    std::vector<double> ms;
    int64_t found = 0;
    for (int i = 0; i < kSearches; ++i) {
        v1::ListProductsRequest request;
        request.set_query(query(i, products, words));
        std::promise<Result<v1::ListProductsResponse>> answer;
        const int64_t began_us = clock.steady_us();
        catalogue.list(Caller{}, request,
                       [&](Result<v1::ListProductsResponse> page) { answer.set_value(std::move(page)); });
        const auto page = answer.get_future().get();
        ms.push_back(static_cast<double>(clock.steady_us() - began_us) / 1000);
        if (!page.ok()) throw std::runtime_error("a search failed: " + page.error().message);
        found += page->products_size();
    }
    return {{"store", name_of(store)},
            {"products", products},
            {"searches", kSearches},
            {"found_per_search", static_cast<double>(found) / kSearches},
            {"search_p50_ms", percentile(ms, 0.5)},
            {"search_p99_ms", percentile(ms, 0.99)},
            {"search_most_ms", percentile(ms, 1)}};
}

}  // namespace

Command search_command() {
    return {"search", "How long a search for products takes in a large catalogue",
            [](CLI::App& app) -> std::function<Figures()> {
                struct Asked {
                    Store store = Store::sqlite;
                    int64_t products = 1'000'000;
                };
                const auto asked = std::make_shared<Asked>();
                add_store_option(app, asked->store);
                app.add_option("--products", asked->products, "How many products there are")
                    ->check(CLI::Range(100, 10'000'000))
                    ->capture_default_str();
                return [asked] { return measure(asked->store, asked->products); };
            }};
}

}  // namespace vitrine::bench
