// SPDX-License-Identifier: GPL-3.0-or-later
// vitrine-bench ledger: durable transfers between accounts, beside the bare database in the same run.
#include <cmath>
#include <memory>

#include "bench/books.h"
#include "bench/command.h"
#include "bench/ledger_round.h"
#include "bench/options.h"
#include "bench/statistics.h"
#include "server/store/committer.h"

namespace vitrine::bench {
namespace {

constexpr size_t kGroup = store::CommitterLimits().group;
constexpr int64_t kAtOnce = 4096;  // half of what the committer lets wait

struct Asked {
    Store store = Store::sqlite;
    int64_t transfers = 200'000;
    int64_t wallets = 1000;
    int64_t chain = 1;
    int rounds = 3;
};

// The two take turns, so that a busy moment of the machine hits both.
Figures measure(const Asked& asked) {
    Books databases(asked.store);
    std::vector<double> ours, raw;
    int64_t unbalanced = 0;
    const auto count = static_cast<double>(asked.transfers);
    for (int i = 0; i < asked.rounds; ++i) {
        const LedgerWork work = make_ledger_work(asked.wallets, asked.transfers);
        const std::string url = databases.fresh();
        ours.push_back(count / book_through_the_committer(url, work, asked.chain, kAtOnce));
        unbalanced += count_unbalanced(url);
        if (asked.store == Store::sqlite)
            raw.push_back(count / book_by_hand_in_sqlite(databases.fresh(), work, kGroup));
    }
    Figures figures{{"store", name_of(asked.store)}, {"transfers", asked.transfers},
                    {"wallets", asked.wallets},      {"chain", asked.chain},
                    {"rounds", asked.rounds},        {"transfers_per_s", std::llround(median(ours))}};
    if (asked.store == Store::sqlite) {
        figures["raw_per_s"] = std::llround(median(raw));
        figures["to_raw"] = median(ours) / median(raw);
    }
    figures["unbalanced"] = unbalanced;
    return figures;
}

}  // namespace

Command ledger_command() {
    return {"ledger", "Durable transfers a second between accounts, beside the bare database",
            [](CLI::App& app) -> std::function<Figures()> {
                const auto asked = std::make_shared<Asked>();
                add_store_option(app, asked->store);
                app.add_option("--transfers", asked->transfers, "How many in a round")
                    ->check(CLI::Range(1000, 100'000'000))
                    ->capture_default_str();
                app.add_option("--wallets", asked->wallets, "Paid from so many accounts")
                    ->check(CLI::Range(1, 1'000'000))
                    ->capture_default_str();
                app.add_option("--chain", asked->chain, "So many transfers in a command, all or none")
                    ->check(CLI::Range(1, 1000))
                    ->capture_default_str();
                add_rounds_option(app, asked->rounds);
                return [asked] { return measure(*asked); };
            }};
}

}  // namespace vitrine::bench
