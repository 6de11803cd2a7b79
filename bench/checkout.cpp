// SPDX-License-Identifier: GPL-3.0-or-later
// vitrine-bench checkout: whole purchases, from the hold to the money that was taken and booked.
#include <cmath>
#include <memory>

#include "bench/books.h"
#include "bench/command.h"
#include "bench/options.h"
#include "bench/purchase_round.h"
#include "bench/statistics.h"

namespace vitrine::bench {
namespace {

struct Asked {
    Store store = Store::sqlite;
    int64_t buyers = 20'000;
    int articles = 10;
    int64_t at_once = 2048;
    int rounds = 3;
};

Figures measure(const Asked& asked) {
    Books books(asked.store);
    std::vector<double> per_s, p50, p99;
    int64_t oversold = 0, unbalanced = 0, bought = 0;
    for (int i = 0; i < asked.rounds; ++i) {
        StockedShop shop(books.fresh(), asked.articles, asked.buyers);
        const PurchaseRound round = buy_through_the_shop(shop, books.folder(), asked.buyers, asked.at_once);
        per_s.push_back(static_cast<double>(round.purchases) / round.seconds);
        p50.push_back(round.sold_p50_ms);
        p99.push_back(round.sold_p99_ms);
        bought += round.purchases;
        oversold += round.oversold;
        unbalanced += std::abs(round.unbalanced);
    }
    return {{"store", name_of(asked.store)},
            {"buyers", asked.buyers},
            {"skus", asked.articles},
            {"at_once", asked.at_once},
            {"rounds", asked.rounds},
            {"bought", bought},
            {"purchases_per_s", std::llround(median(per_s))},
            {"sold_p50_ms", median(p50)},
            {"sold_p99_ms", median(p99)},
            {"oversold", oversold},
            {"unbalanced_minor", unbalanced}};
}

}  // namespace

Command checkout_command() {
    return {"checkout", "Whole purchases a second: hold, payment at the sandbox, order, books",
            [](CLI::App& app) -> std::function<Figures()> {
                const auto asked = std::make_shared<Asked>();
                add_store_option(app, asked->store);
                app.add_option("--buyers", asked->buyers, "How many people, who buy one unit each")
                    ->check(CLI::Range(1, 1'000'000))
                    ->capture_default_str();
                app.add_option("--skus", asked->articles, "How many articles they want")
                    ->check(CLI::Range(1, 1000))
                    ->capture_default_str();
                app.add_option("--at-once", asked->at_once, "At most so many purchases under way")
                    ->check(CLI::Range(1, 4096))
                    ->capture_default_str();
                add_rounds_option(app, asked->rounds);
                return [asked] { return measure(*asked); };
            }};
}

}  // namespace vitrine::bench
