// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "bench/large_shop.h"

namespace vitrine::bench {

struct SearchLatency {
    std::vector<double> ms;  // of each search
    int64_t found = 0;       // products, over all of them
};

// Searches among so many products that fill_large_shop made at this address: two words, one word, the
// beginning of one, an article number in turn.
SearchLatency measure_search(const std::string& url, int64_t products, Words&);

}  // namespace vitrine::bench
