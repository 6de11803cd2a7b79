// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <vector>

namespace vitrine::bench {

// The value at `share` (0.99: the 99th percentile) of all. 0 when there are none.
double percentile(std::vector<double> values, double share);
double median(std::vector<double> values);

}  // namespace vitrine::bench
