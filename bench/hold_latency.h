// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "bench/books.h"
#include "bench/command.h"

namespace vitrine::bench {

// From request over HTTP, keep-alive, to the durable answer, at half of the most that is answered a second.
// Keys: http_peak_per_s, p50_ms, p99_ms, http_oversold.
Figures measure_hold_latency(Store, int articles);

}  // namespace vitrine::bench
