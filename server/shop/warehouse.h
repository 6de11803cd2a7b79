// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "server/domain/caller.h"
#include "server/shop/hold_rules.h"
#include "server/store/committer.h"
#include "server/store/readers.h"
#include "vitrine/v1/stock.pb.h"

namespace vitrine::shop {

// Where stock lies and which show may sell it: locations, transfers, allocations, the journal, and how much
// one buyer may have in a show. Creator and retailer change it, staff see it. Changes are told to the shows
// that sell from what changed (StockChanged). Answers on a store thread. Owned by main; thread-safe.
class Warehouse {
  public:
    // The terms are needed for units that come free and are offered to those who wait.
    Warehouse(store::Committer&, store::Readers&, SaleTerms = {});

    void locations(const Caller&, const v1::ListLocationsRequest&, Reply<v1::ListLocationsResponse>);
    void save_location(const Caller&, const v1::SaveLocationRequest&, Reply<v1::Location>);
    void archive_location(const Caller&, const v1::ArchiveLocationRequest&, Reply<v1::Location>);

    void transfer(const Caller&, const v1::TransferStockRequest&, Reply<v1::StockLevel>);
    void allocate(const Caller&, const v1::AllocateStockRequest&, Reply<v1::StockLevel>);
    void return_to_pool(const Caller&, const v1::ReturnStockRequest&, Reply<v1::StockLevel>);
    void movements(const Caller&, const v1::ListMovementsRequest&, Reply<v1::ListMovementsResponse>);

    void set_show_limit(const Caller&, const v1::SetShowLimitRequest&, Reply<v1::ShowLimit>);
    void show_limit(const Caller&, const v1::GetShowLimitRequest&, Reply<v1::ShowLimit>);

    // What ended shows still have goes back to the pool. Called each second by main; answers of how many
    // variants.
    void fetch_from_ended_shows(Reply<int64_t>);

  private:
    template <class T, class Request>
    void command(const char* name, const Caller&, const Request&, std::function<Result<T>(store::Unit&)>,
                 Reply<T>);
    template <class T>
    void query(const Caller&, std::function<Result<T>(store::Session&)>, Reply<T>);

    store::Committer& committer_;
    store::Readers& readers_;
    SaleTerms terms_;
};

}  // namespace vitrine::shop
