// SPDX-License-Identifier: GPL-3.0-or-later
#include "bench/ledger_round.h"

#include <algorithm>
#include <atomic>
#include <chrono>
#include <semaphore>
#include <stdexcept>

#include "server/domain/id.h"
#include "server/shop/ledger/books.h"

namespace vitrine::bench {
namespace {

using namespace shop::ledger;

constexpr int64_t kPrice_minor = 100;

Transfer movement(const Party& debit, const Party& credit, int64_t minor, Reason reason) {
    static const Currency euro = *Currency::parse("EUR");
    return {make_id(SystemClock().now()),
            Phase::single,
            "",
            debit,
            credit,
            Money{minor, euro},
            0,
            reason,
            "",
            ""};
}

double seconds_since(std::chrono::steady_clock::time_point began) {
    return std::chrono::duration<double>(std::chrono::steady_clock::now() - began).count();
}

}  // namespace

LedgerWork make_ledger_work(int64_t wallets, int64_t transfers) {
    const Party gateway{AccountKind::gateway, "bench"}, escrow{AccountKind::escrow, ""};
    std::vector<Party> buyers;
    LedgerWork work;
    for (int64_t i = 0; i < wallets; ++i) {
        buyers.push_back({AccountKind::wallet, make_id(SystemClock().now())});
        work.fill.push_back(movement(gateway, buyers.back(), transfers * kPrice_minor, Reason::topped_up));
    }
    for (int64_t i = 0; i < transfers; ++i) {
        work.pay.push_back(
            movement(buyers[static_cast<size_t>(i % wallets)], escrow, kPrice_minor, Reason::spent));
        // As a payment's do, each belongs to an order.
        work.pay.back().reference = work.pay.back().id;
    }
    return work;
}

double book_through_the_committer(const std::string& url, const LedgerWork& work, int64_t chain,
                                  int64_t at_once) {
    const SystemClock clock;
    const auto database = store::Database::open(url);
    const auto bus = bus::make_local_bus();
    const auto committer = store::make_committer(*database, *bus, clock);
    std::counting_semaphore<> room(at_once);
    std::atomic<int64_t> booked = 0;
    const auto submit = [&](std::span<const Transfer> transfers) {
        room.acquire();
        committer->submit<int64_t>([transfers](store::Unit& unit) { return record(unit, transfers); },
                                   [&](const Result<int64_t>& result) {
                                       if (result.ok()) booked += *result;
                                       room.release();
                                   });
    };
    const auto settle = [&](size_t expected) {
        for (int64_t i = 0; i < at_once; ++i) room.acquire();
        room.release(at_once);
        if (booked.exchange(0) != static_cast<int64_t>(expected))
            throw std::runtime_error("The books refused a transfer.");
    };
    for (const Transfer& transfer : work.fill) submit(std::span(&transfer, 1));
    settle(work.fill.size());
    const auto began = std::chrono::steady_clock::now();
    for (size_t i = 0; i < work.pay.size(); i += static_cast<size_t>(chain))
        submit(std::span(work.pay).subspan(i, std::min(static_cast<size_t>(chain), work.pay.size() - i)));
    settle(work.pay.size());
    return seconds_since(began);
}

int64_t count_unbalanced(const std::string& url) {
    const auto database = store::Database::open(url);
    const auto session = database->connect(true);
    int64_t accounts = 0, currencies = 0;
    session->run(
        "SELECT COUNT(*) FROM ledger_account a LEFT JOIN (SELECT debit_account AS id, SUM(amount_minor) AS s "
        "FROM ledger_transfer GROUP BY debit_account) d ON d.id = a.id LEFT JOIN (SELECT credit_account AS "
        "id, "
        "SUM(amount_minor) AS s FROM ledger_transfer GROUP BY credit_account) c ON c.id = a.id "
        "WHERE a.debits_posted <> COALESCE(d.s, 0) OR a.credits_posted <> COALESCE(c.s, 0)",
        soci::into(accounts));
    session->run(
        "SELECT COUNT(*) FROM (SELECT currency FROM ledger_account GROUP BY currency "
        "HAVING SUM(debits_posted) <> SUM(credits_posted)) AS uneven",
        soci::into(currencies));
    return accounts + currencies;
}

}  // namespace vitrine::bench
