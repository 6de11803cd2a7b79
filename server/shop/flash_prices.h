// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <optional>
#include <string>

#include "server/store/committer.h"
#include "vitrine/v1/price.pb.h"

// Prices for a short while in one show. They begin and end by the server's clock: offer.h looks at it for
// each hold, so that nothing depends on when the end is noticed here. Committer's thread, inside the
// command's transaction. Changes are told to EVERYONE in the show.
namespace vitrine::shop::flash_prices {

// Of something that is on sale in a live show and has none; programme_time_us: when it belongs on the
// picture, 0: at once. not_found, precondition, invalid_argument.
Result<v1::FlashPriceChanged> start(store::Unit&, const v1::StartFlashPriceRequest&,
                                    int64_t programme_time_us);
// Twice is no error.
Result<v1::FlashPriceChanged> end(store::Unit&, const std::string& show_id, const std::string& variant_id);
// Notices those whose time is over, and those of shows that have ended; answers how many.
int64_t end_those_over(store::Unit&);

}  // namespace vitrine::shop::flash_prices
