// SPDX-License-Identifier: GPL-3.0-or-later
#include "server/domain/money.h"

#include <algorithm>
#include <array>

namespace vitrine {
namespace {

struct Entry {
    std::string_view code;
    int exponent;
};

// ISO 4217:2015 as amended: the currencies that gateways settle in. Sorted for binary search.
constexpr std::array kCurrencies = {
    Entry{"AED", 2}, Entry{"ARS", 2}, Entry{"AUD", 2}, Entry{"BDT", 2}, Entry{"BGN", 2}, Entry{"BHD", 3},
    Entry{"BRL", 2}, Entry{"CAD", 2}, Entry{"CHF", 2}, Entry{"CLP", 0}, Entry{"CNY", 2}, Entry{"COP", 2},
    Entry{"CZK", 2}, Entry{"DKK", 2}, Entry{"EGP", 2}, Entry{"EUR", 2}, Entry{"GBP", 2}, Entry{"HKD", 2},
    Entry{"HUF", 2}, Entry{"IDR", 2}, Entry{"ILS", 2}, Entry{"INR", 2}, Entry{"ISK", 0}, Entry{"JOD", 3},
    Entry{"JPY", 0}, Entry{"KES", 2}, Entry{"KRW", 0}, Entry{"KWD", 3}, Entry{"MAD", 2}, Entry{"MXN", 2},
    Entry{"MYR", 2}, Entry{"NGN", 2}, Entry{"NOK", 2}, Entry{"NZD", 2}, Entry{"OMR", 3}, Entry{"PEN", 2},
    Entry{"PHP", 2}, Entry{"PKR", 2}, Entry{"PLN", 2}, Entry{"QAR", 2}, Entry{"RON", 2}, Entry{"RSD", 2},
    Entry{"SAR", 2}, Entry{"SEK", 2}, Entry{"SGD", 2}, Entry{"THB", 2}, Entry{"TND", 3}, Entry{"TRY", 2},
    Entry{"TWD", 2}, Entry{"UAH", 2}, Entry{"UGX", 0}, Entry{"USD", 2}, Entry{"VND", 0}, Entry{"XAF", 0},
    Entry{"XOF", 0}, Entry{"ZAR", 2},
};

}  // namespace

Result<Currency> Currency::parse(std::string_view code) {
    const auto found = std::lower_bound(kCurrencies.begin(), kCurrencies.end(), code,
                                        [](const Entry& e, std::string_view c) { return e.code < c; });
    if (found == kCurrencies.end() || found->code != code) {
        return Error{Code::invalid_argument, "“" + std::string(code.substr(0, 8)) + "” is not a currency we know. Use an ISO 4217 code such as EUR."};
    }
    return Currency(std::string(found->code), found->exponent);
}

Result<Money> Money::plus(const Money& other) const {
    if (!(currency == other.currency)) {
        return Error{Code::invalid_argument, "Amounts in " + currency.code() + " and " + other.currency.code() + " cannot be added."};
    }
    Money sum{0, currency};
    if (__builtin_add_overflow(minor, other.minor, &sum.minor)) {
        return Error{Code::invalid_argument, "The amount is too large."};
    }
    return sum;
}

Result<Money> Money::times(int64_t count) const {
    Money product{0, currency};
    if (__builtin_mul_overflow(minor, count, &product.minor)) {
        return Error{Code::invalid_argument, "The amount is too large."};
    }
    return product;
}

std::string Money::text() const {
    const bool negative = minor < 0;
    // Through unsigned, so that the smallest int64 has an absolute value too.
    std::string digits = std::to_string(negative ? 0 - static_cast<uint64_t>(minor) : static_cast<uint64_t>(minor));
    const auto exponent = static_cast<size_t>(currency.exponent());
    if (exponent > 0) {
        if (digits.size() <= exponent) digits.insert(0, exponent + 1 - digits.size(), '0');
        digits.insert(digits.size() - exponent, ".");
    }
    return (negative ? "-" : "") + digits + " " + currency.code();
}

}  // namespace vitrine
