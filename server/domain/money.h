// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstdint>
#include <string>
#include <string_view>

#include "server/domain/result.h"

namespace vitrine {

// ISO 4217 alphabetic code with its exponent (the number of minor digits: EUR 2, JPY 0, KWD 3).
class Currency {
  public:
    // invalid_argument for a code that is not a currency in the list we know.
    static Result<Currency> parse(std::string_view code);
    const std::string& code() const { return code_; }
    int exponent() const { return exponent_; }
    friend bool operator==(const Currency& a, const Currency& b) { return a.code_ == b.code_; }

  private:
    Currency(std::string code, int exponent) : code_(std::move(code)), exponent_(exponent) {}
    std::string code_;
    int exponent_;
};

// An amount in minor units; no floating point anywhere. Arithmetic that would overflow or mix currencies is an Error.
struct Money {
    int64_t minor = 0;
    Currency currency;

    Result<Money> plus(const Money& other) const;
    Result<Money> times(int64_t count) const;
    // "12.50 EUR": for logs and receipts; pages and the studio format by their own locale.
    std::string text() const;
    friend bool operator==(const Money& a, const Money& b) = default;
};

}  // namespace vitrine
