// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "bench/books.h"
#include "bench/large_shop.h"

namespace vitrine::bench {

struct HoldLatency {
    double peak_per_s = 0;  // the most that is answered a second
    double p50_ms = 0, p99_ms = 0;
    int64_t oversold = 0;
    double search_p99_ms = 0;  // in a shop with a past, when nobody buys
};

// From request over HTTP, keep-alive, to the durable answer, at so many a second; 0: half of the peak.
HoldLatency measure_hold_latency(Store, int articles, double per_s = 0, const Past& = {});

}  // namespace vitrine::bench
