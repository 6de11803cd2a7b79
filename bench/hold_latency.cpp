// SPDX-License-Identifier: GPL-3.0-or-later
#include "bench/hold_latency.h"

#include <algorithm>
#include <cmath>
#include <stdexcept>

#include "bench/http_swarm.h"
#include "bench/open_shop.h"
#include "bench/statistics.h"

namespace vitrine::bench {
namespace {

constexpr int kConnections = 256;
constexpr int kGuests = 8000;
constexpr size_t kMostHolds = kGuests * 18;  // a person holds at most 20 things
constexpr int64_t kUnits = 1'000'000;

}  // namespace

Figures measure_hold_latency(Store store, int articles) {
    OpenShop shop(store, articles, kUnits, kGuests);
    HttpSwarm swarm(shop.port(), kConnections);
    size_t next = 0;
    std::vector<double> ms;
    const auto write = [&](size_t) {
        const size_t i = next++;
        return shop.hold_request(i, i);
    };
    const auto count = [&](const HttpAnswer& answer) {
        if (answer.status != 200)
            throw std::runtime_error("a hold was answered " + std::to_string(answer.status) + ": " +
                                     std::string(answer.body));
        ms.push_back(answer.ms);
    };
    swarm.run(5000, 0, write, count);  // warm
    const size_t at_peak = 40'000;
    const double peak_per_s = static_cast<double>(at_peak) / swarm.run(at_peak, 0, write, count);
    ms.clear();
    const size_t at_half =
        std::min(static_cast<size_t>(peak_per_s / 2 * 6), kMostHolds - at_peak - 5000);  // some six seconds
    swarm.run(at_half, peak_per_s / 2, write, count);
    return {{"http_peak_per_s", std::llround(peak_per_s)},
            {"p50_ms", percentile(ms, 0.5)},
            {"p99_ms", percentile(ms, 0.99)},
            {"http_oversold", shop.number(kOversold)}};
}

}  // namespace vitrine::bench
