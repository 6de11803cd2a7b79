// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "server/domain/clock.h"
#include "server/domain/result.h"
#include "server/store/session.h"
#include "vitrine/v1/price.pb.h"

namespace vitrine::shop {

// What the line-up of a show costs in a currency ('' : each product in its own); what is not sold in it is
// left out. not_found, invalid_argument.
Result<v1::GetPricesResponse> quotes_of_show(store::Session&, const v1::GetPricesRequest&, Instant now);

}  // namespace vitrine::shop
