// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <memory>
#include <string>
#include <vector>

#include "server/bus/bus.h"
#include "server/domain/clock.h"
#include "server/shop/sales.h"
#include "server/store/committer.h"
#include "server/store/readers.h"

namespace vitrine::bench {

// A live show whose articles are in stock, made by the shop's own services.
struct Stocked {
    std::string show_id, slug;
    std::vector<std::string> variant_ids;
};

// The server's shop without its doors: the real store, committer and sales, in this process.
class StockedShop {
  public:
    StockedShop(const std::string& url, int articles, int64_t units_of_each, store::CommitterLimits = {});

    const Stocked& stocked() const { return stocked_; }
    shop::Sales& sales() { return *sales_; }
    store::Committer& committer() { return *committer_; }
    store::Readers& readers() { return *readers_; }
    bus::Bus& bus() { return *bus_; }
    int64_t number(const std::string& query);

    SystemClock clock;

  private:
    void stock(int articles, int64_t units_of_each);

    std::unique_ptr<store::Database> database_;
    std::unique_ptr<bus::Bus> bus_;
    std::unique_ptr<store::Committer> committer_;
    std::unique_ptr<store::Readers> readers_;
    std::unique_ptr<shop::Sales> sales_;
    Stocked stocked_;
};

// What the auditor of a bench asks: units held or sold beyond what there is, over all articles. 0, or it is a
// bug.
inline const char* const kOversold =
    "SELECT COALESCE(SUM(CASE WHEN s.held > s.on_hand THEN s.held - s.on_hand ELSE 0 END), 0) + "
    "COUNT(CASE WHEN s.held <> COALESCE(h.units, 0) THEN 1 END) FROM stock s LEFT JOIN (SELECT variant_id, "
    "SUM(quantity) AS units FROM hold WHERE state = 1 GROUP BY variant_id) h ON h.variant_id = s.variant_id";

}  // namespace vitrine::bench
