// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "server/domain/caller.h"
#include "server/store/committer.h"
#include "server/store/readers.h"
#include "vitrine/v1/catalog.pb.h"
#include "vitrine/v1/stock.pb.h"

namespace vitrine::shop {

// Products and their stock. Changes are emitted to the shows that have the product in their line-up and have not ended
// (ProductChanged, StockChanged). Answers on a store thread. Owned by main; thread-safe.
class Catalogue {
  public:
    Catalogue(store::Committer&, store::Readers&);

    void list(const v1::ListProductsRequest&, Reply<v1::ListProductsResponse>);
    // The products of a show's line-up, in order.
    void lineup(const std::string& show_id, Reply<v1::ListProductsResponse>);
    void save(const Caller&, const v1::SaveProductRequest&, Reply<v1::Product>);  // conflict: another revision
    void archive(const Caller&, const v1::ArchiveProductRequest&, Reply<v1::Product>);

    void stock(const Caller&, const v1::GetStockRequest&, Reply<v1::GetStockResponse>);  // staff
    void adjust(const Caller&, const v1::AdjustStockRequest&, Reply<v1::StockLevel>);    // creator, retailer

    // The demo shop: 8 products with pictures under /pictures/demo/. Returns their ids, in order.
    void load_demo(Reply<std::vector<std::string>>);

  private:
    store::Committer& committer_;
    store::Readers& readers_;
};

}  // namespace vitrine::shop
