// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "server/domain/caller.h"
#include "server/shop/hold_rules.h"
#include "server/store/committer.h"
#include "server/store/readers.h"
#include "vitrine/v1/catalog.pb.h"
#include "vitrine/v1/stock.pb.h"

namespace vitrine::shop {

// Products and their stock. Changes are emitted to the shows that have the product in their line-up and have
// not ended (ProductChanged, StockChanged). Answers on a store thread. Owned by main; thread-safe.
class Catalogue {
  public:
    // The terms are needed for units that come back and are offered to those who wait.
    Catalogue(store::Committer&, store::Readers&, SaleTerms = {});

    // What is on sale, for anybody; with what is archived for creator and retailer.
    void list(const Caller&, const v1::ListProductsRequest&, Reply<v1::ListProductsResponse>);

    // Creator, retailer. An empty id makes a new product. With an id, the revision must be the stored one
    // (conflict: somebody else has changed it); variants left out are taken off sale, variants without an id
    // are new.
    void save(const Caller&, const v1::SaveProductRequest&, Reply<v1::Product>);
    // Takes it off sale and out of line-ups; who holds it may still pay. Archiving twice is no error.
    void archive(const Caller&, const v1::ArchiveProductRequest&, Reply<v1::Product>);

    void stock(const Caller&, const v1::GetStockRequest&, Reply<v1::GetStockResponse>);  // staff
    void adjust(const Caller&, const v1::AdjustStockRequest&, Reply<v1::StockLevel>);    // creator, retailer

    // The demo shop: 8 products with pictures under /pictures/demo/. Returns their ids, in order. A second
    // time: the same ids again, nothing is made twice.
    void load_demo(Reply<std::vector<std::string>>);

  private:
    store::Committer& committer_;
    store::Readers& readers_;
    SaleTerms terms_;
};

}  // namespace vitrine::shop
