// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <vector>

#include "server/domain/caller.h"
#include "server/store/committer.h"
#include "vitrine/v1/price.pb.h"

// The exchange rates that the retailer has set.
namespace vitrine::shop::rates {

std::vector<v1::ExchangeRate> all(store::Session&);
// rate_e9 0 takes it away. invalid_argument. Committer's thread.
Result<v1::ExchangeRate> set(store::Unit&, const Caller&, v1::ExchangeRate);

}  // namespace vitrine::shop::rates
