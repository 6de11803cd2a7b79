// SPDX-License-Identifier: GPL-3.0-or-later
// vitrine-bench holds: durable holds on few hot articles, beside the bare database in the same run.
#include <algorithm>
#include <cmath>
#include <memory>

#include "bench/books.h"
#include "bench/command.h"
#include "bench/hold_latency.h"
#include "bench/hold_round.h"
#include "bench/options.h"
#include "bench/statistics.h"

namespace vitrine::bench {
namespace {

constexpr int64_t kAtOnce = 4096;  // half of what the committer lets wait
constexpr int kConnections = 32;

struct Asked {
    int64_t buyers = 10'000;
    int articles = 1;
    Store store = Store::sqlite;
    int64_t holds_of_each = 10;
    int rounds = 3;
    size_t group = store::CommitterLimits().group;
    bool http = true;
    Past past;
};

// The contenders take turns, so that a busy moment of the machine hits all of them.
class Contest {
  public:
    explicit Contest(const Asked& asked) : asked_(asked), books_(asked.store) {}

    Figures run() {
        for (int i = 0; i < asked_.rounds; ++i) round();
        const double ours = median(ours_), naive = median(naive_);
        Figures figures{{"store", name_of(asked_.store)},    {"buyers", asked_.buyers},
                        {"skus", asked_.articles},           {"holds", asked_.buyers * asked_.holds_of_each},
                        {"rounds", asked_.rounds},           {"group", asked_.group},
                        {"holds_per_s", std::llround(ours)}, {"naive_per_s", std::llround(naive)}};
        if (asked_.store == Store::sqlite) {
            figures["raw_per_s"] = std::llround(median(raw_));
            figures["to_raw"] = ours / median(raw_);
        }
        figures["to_naive"] = ours / naive;
        figures["oversold"] = oversold_;
        return figures;
    }

  private:
    void round() {
        const int64_t holds = asked_.buyers * asked_.holds_of_each;
        {
            StockedShop shop(books_.fresh(), asked_.articles, holds, {.group = asked_.group});
            const auto wishes = make_wishes(shop.stocked(), asked_.buyers, holds);
            ours_.push_back(hold_through_the_shop(shop, wishes, kAtOnce).per_s());
            oversold_ += shop.number(kOversold);
        }
        // Few: a transaction each is slow.
        const auto by_hand = [&](int64_t count, auto hold) {
            const std::string url = books_.fresh();
            const Stocked stocked = StockedShop(url, asked_.articles, holds).stocked();
            return hold(url, make_wishes(stocked, asked_.buyers, count)).per_s();
        };
        if (asked_.store == Store::sqlite) {
            raw_.push_back(by_hand(holds, [this](const auto& url, const auto& wishes) {
                return hold_by_hand_in_sqlite(url, wishes, asked_.group);
            }));
            naive_.push_back(by_hand(
                std::min<int64_t>(holds, 10'000),
                [](const auto& url, const auto& wishes) { return hold_by_hand_in_sqlite(url, wishes, 1); }));
        } else {
            naive_.push_back(
                by_hand(std::min<int64_t>(holds, 10'000), [](const auto& url, const auto& wishes) {
                    return hold_naively_in_postgresql(url, wishes, kConnections);
                }));
        }
    }

    const Asked asked_;
    Books books_;
    std::vector<double> ours_, raw_, naive_;
    int64_t oversold_ = 0;
};

// Beside it, at the same pace, in a shop with a long past.
Figures measure_over_http(const Asked& asked) {
    const HoldLatency young = measure_hold_latency(asked.store, asked.articles);
    Figures figures{{"http_peak_per_s", std::llround(young.peak_per_s)},
                    {"p50_ms", young.p50_ms},
                    {"p99_ms", young.p99_ms},
                    {"http_oversold", young.oversold}};
    if (asked.past.products == 0) return figures;
    const HoldLatency old =
        measure_hold_latency(asked.store, asked.articles, young.peak_per_s / 2, asked.past);
    figures["past_products"] = asked.past.products;
    figures["past_orders"] = asked.past.orders;
    figures["past_p99_ms"] = old.p99_ms;
    figures["past_to_young"] = old.p99_ms / young.p99_ms;
    figures["past_search_p99_ms"] = old.search_p99_ms;
    return figures;
}

}  // namespace

Command holds_command() {
    return {"holds",
            "Durable holds a second on few articles, beside the bare database; and how long one takes",
            [](CLI::App& app) -> std::function<Figures()> {
                const auto asked = std::make_shared<Asked>();
                app.add_option("--buyers", asked->buyers, "How many people")
                    ->check(CLI::Range(1, 1'000'000))
                    ->capture_default_str();
                app.add_option("--skus", asked->articles, "How many articles they want")
                    ->check(CLI::Range(1, 1000))
                    ->capture_default_str();
                add_store_option(app, asked->store);
                app.add_option("--holds-each", asked->holds_of_each, "Of each buyer")
                    ->check(CLI::Range(1, 20))
                    ->capture_default_str();
                add_rounds_option(app, asked->rounds);
                app.add_option("--group", asked->group, "At most so many commands in one transaction")
                    ->check(CLI::Range(1, 8192))
                    ->capture_default_str();
                auto* products = app.add_option("--past-products", asked->past.products,
                                                "Over HTTP also beside so many products")
                                     ->check(CLI::Range(1, 10'000'000));
                app.add_option("--past-orders", asked->past.orders, "and so many orders of theirs")
                    ->check(CLI::Range(1, 100'000'000))
                    ->needs(products);
                app.add_flag("!--no-http", asked->http, "Leave out the time over HTTP");
                return [asked] {
                    Figures figures = Contest(*asked).run();
                    if (asked->http) figures.update(measure_over_http(*asked));
                    return figures;
                };
            }};
}

}  // namespace vitrine::bench
