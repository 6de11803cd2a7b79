// SPDX-License-Identifier: GPL-3.0-or-later
// vitrine-bench search: how long a search takes in a very large catalogue.
#include <memory>

#include "bench/books.h"
#include "bench/command.h"
#include "bench/options.h"
#include "bench/search_latency.h"
#include "bench/statistics.h"

namespace vitrine::bench {
namespace {

Figures measure(Store store, int64_t products) {
    Books books(store);
    const std::string url = books.fresh();
    Words words;
    fill_large_shop(url, {products, 0}, words);
    const SearchLatency measured = measure_search(url, products, words);
    const auto searches = static_cast<int64_t>(measured.ms.size());
    return {{"store", name_of(store)},
            {"products", products},
            {"searches", searches},
            {"found_per_search", static_cast<double>(measured.found) / static_cast<double>(searches)},
            {"search_p50_ms", percentile(measured.ms, 0.5)},
            {"search_p99_ms", percentile(measured.ms, 0.99)},
            {"search_most_ms", percentile(measured.ms, 1)}};
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
