// SPDX-License-Identifier: GPL-3.0-or-later
#include "bench/statistics.h"

#include <algorithm>
#include <cstddef>

namespace vitrine::bench {

double percentile(std::vector<double> values, double share) {
    if (values.empty()) return 0;
    const auto at = values.begin() + static_cast<ptrdiff_t>(static_cast<double>(values.size() - 1) * share);
    std::nth_element(values.begin(), at, values.end());
    return *at;
}

double median(std::vector<double> values) { return percentile(std::move(values), 0.5); }

}  // namespace vitrine::bench
