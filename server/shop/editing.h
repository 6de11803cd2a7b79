// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <string>

#include "server/domain/caller.h"
#include "server/shop/hold_rules.h"
#include "server/store/committer.h"
#include "vitrine/v1/catalog.pb.h"

// How products are made and changed, inside a command's transaction (committer's thread).
namespace vitrine::shop {

// Who waits for a variant that is on sale again is offered its units.
Result<v1::Product> save_product(store::Unit&, const Caller&, v1::Product, const SaleTerms&);
Result<v1::Product> archive_product(store::Unit&, const std::string& product_id);

}  // namespace vitrine::shop
