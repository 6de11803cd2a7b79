// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstdint>
#include <random>
#include <string>
#include <vector>

#include "bench/long_past.h"

namespace vitrine::bench {

// So many words that a usual one stands in some thousand titles of a million.
class Words {
  public:
    Words();
    // A few are frequent and most are rare, as in any language.
    const std::string& any();
    std::string some(int count);

  private:
    std::mt19937 random_{20};
    std::vector<std::string> all_;
};

// Makes the database at this address, with products SKU-1, SKU-2, … and a past with them.
void fill_large_shop(const std::string& url, const Past&, Words&);

}  // namespace vitrine::bench
