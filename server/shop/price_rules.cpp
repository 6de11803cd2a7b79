// SPDX-License-Identifier: GPL-3.0-or-later
#include "server/shop/price_rules.h"

#include <algorithm>

namespace vitrine::shop {
namespace {

// A price times a rate times a power of ten has up to 30 decimal digits.
__extension__ using Wide = __int128;

constexpr int64_t kShortestFlash_s = 5, kLongestFlash_s = 24 * 3600;

Wide power_of_ten(int exponent) {
    Wide power = 1;
    for (int i = 0; i < exponent; ++i) power *= 10;
    return power;
}

Wide rounded(Wide numerator, Wide denominator) { return (2 * numerator + denominator) / (2 * denominator); }

// The regular price, or the flash price, in the buyer's currency.
Result<Money> in_currency(const Money& own, const std::optional<int64_t>& set, const Currency& wanted,
                          const std::optional<int64_t>& rate_e9) {
    if (own.currency == wanted) return own;
    if (set) return Money{*set, wanted};
    if (rate_e9) return convert(own, wanted, *rate_e9);
    return Error{Code::precondition, "This is not sold in " + wanted.code() + ". Choose another currency."};
}

}  // namespace

Result<Done> check_price(int64_t minor) {
    if (minor >= 1 && minor <= kMostPriceMinor) return Done{};
    return Error{Code::invalid_argument, "The price must be above zero and below ten million."};
}

Result<Done> check_rate(const Currency& base, const Currency& quote, int64_t rate_e9) {
    if (base == quote) {
        return Error{Code::invalid_argument, "A rate needs two currencies; both are " + base.code() + "."};
    }
    if (rate_e9 < 1 || rate_e9 > kMostRate) {
        return Error{Code::invalid_argument, "The rate must be above zero and at most a million."};
    }
    return Done{};
}

Result<Money> convert(const Money& base, const Currency& to, int64_t rate_e9) {
    const Wide numerator = Wide{base.minor} * rate_e9 * power_of_ten(to.exponent());
    const Wide denominator = Wide{kRateOne} * power_of_ten(base.currency.exponent());
    const Wide minor = std::max<Wide>(1, rounded(numerator, denominator));
    if (minor > kMostPriceMinor) {
        return Error{Code::too_large,
                     "The price in " + to.code() + " is too large. Choose another currency."};
    }
    return Money{static_cast<int64_t>(minor), to};
}

int64_t implied_rate(const Money& base, const Money& quoted) {
    const Wide numerator = Wide{quoted.minor} * kRateOne * power_of_ten(base.currency.exponent());
    const Wide denominator = Wide{base.minor} * power_of_ten(quoted.currency.exponent());
    return static_cast<int64_t>(std::clamp<Wide>(rounded(numerator, denominator), 1, kMostRate));
}

Result<Quote> quote_price(const PriceTerms& terms, const Currency& wanted, Instant now) {
    const Result<Money> regular = in_currency(terms.regular, terms.regular_override, wanted, terms.rate_e9);
    if (!regular.ok()) return regular.error();
    Quote quote{*regular, *regular, kRateOne, std::nullopt};
    if (!(wanted == terms.regular.currency)) {
        quote.rate_e9 = terms.rate_e9 ? *terms.rate_e9 : implied_rate(terms.regular, *regular);
    }
    if (!terms.flash || now >= terms.flash->until) return quote;
    // Without a rate or a flash price of its own, this currency takes part in the proportion of the prices.
    const Result<Money> flash = in_currency({terms.flash->price_minor, terms.regular.currency},
                                            terms.flash_override, wanted, quote.rate_e9);
    if (!flash.ok()) return flash.error();
    quote.price.minor = std::min(regular->minor, flash->minor);
    quote.flash_until = terms.flash->until;
    return quote;
}

Result<Done> check_flash_price(const Money& regular, const Money& flash, int64_t duration_s) {
    if (!(flash.currency == regular.currency)) {
        return Error{Code::invalid_argument,
                     "The flash price must be in " + regular.currency.code() + ", as the product's own."};
    }
    if (flash.minor < 1 || flash.minor >= regular.minor) {
        return Error{Code::invalid_argument,
                     "The flash price must lie above zero and below " + regular.text() + "."};
    }
    if (duration_s < kShortestFlash_s || duration_s > kLongestFlash_s) {
        return Error{Code::invalid_argument, "A flash price lasts between 5 seconds and a day."};
    }
    return Done{};
}

}  // namespace vitrine::shop
