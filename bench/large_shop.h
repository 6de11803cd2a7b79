// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstdint>
#include <random>
#include <string>
#include <vector>

namespace vitrine::bench {

// What a shop has behind it: products in the catalogue, and orders that were paid long ago.
struct Past {
    int64_t products = 0;
    int64_t orders = 0;
};

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

// Makes the database at this address, with products SKU-1, SKU-2, … and orders for them.
void fill_large_shop(const std::string& url, const Past&, Words&);

}  // namespace vitrine::bench
