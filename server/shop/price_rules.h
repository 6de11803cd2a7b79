// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstdint>
#include <optional>
#include <vector>

#include "server/domain/clock.h"
#include "server/domain/money.h"
#include "server/domain/result.h"

// What a variant costs whom, and when. Pure.
namespace vitrine::shop {

// A rate is the number of units of one currency for 10^9 units of another, both as people count them: 163.25
// JPY for 1 EUR is 163'250'000'000, whatever the exponents.
constexpr int64_t kRateOne = 1'000'000'000;
constexpr int64_t kMostRate = 1'000'000'000'000'000;

// Far below where anything that is computed from prices could overflow.
constexpr int64_t kMostPriceMinor = 1'000'000'000;

// invalid_argument outside 1…kMostPriceMinor.
Result<Done> check_price(int64_t minor);
// invalid_argument outside 1…kMostRate, or of a currency to itself.
Result<Done> check_rate(const Currency& base, const Currency& quote, int64_t rate_e9);

// Rounded to the nearest minor unit, halves up, and at least one: nothing becomes free by rounding.
// Precondition: both within their bounds. too_large past kMostPriceMinor.
Result<Money> convert(const Money& base, const Currency& to, int64_t rate_e9);
// The rate at which one price is the other. Precondition: both are valid prices.
int64_t implied_rate(const Money& base, const Money& quoted);

// It counts from the moment there is one: everybody was told. A clock that is set back makes it longer, and
// takes it from nobody who sees it.
struct FlashTerms {
    int64_t price_minor = 0;  // in the variant's currency
    Instant until;            // at this instant itself it is over
};
struct PriceTerms {
    Money regular;                            // in the variant's own currency
    std::optional<FlashTerms> flash;          // in this show
    std::optional<int64_t> regular_override;  // set by the retailer in the buyer's currency
    std::optional<int64_t> flash_override;
    std::optional<int64_t> rate_e9;  // from the variant's currency to the buyer's
};
struct Quote {
    Money price;    // what counts now
    Money regular;  // without the flash price
    int64_t rate_e9 = kRateOne;
    std::optional<Instant> flash_until;
};
// A price set by the retailer goes before a converted one; a flash price never raises a price. precondition:
// there is neither a price nor a rate for this currency.
Result<Quote> quote_price(const PriceTerms&, const Currency& wanted, Instant now);

// A flash price lies above zero and below the regular one and lasts 5 s … 24 h. invalid_argument.
Result<Done> check_flash_price(const Money& regular, const Money& flash, int64_t duration_s);

}  // namespace vitrine::shop
