// SPDX-License-Identifier: GPL-3.0-or-later
#include "bench/hold_latency.h"

#include <algorithm>
#include <stdexcept>

#include "bench/http_swarm.h"
#include "bench/open_shop.h"
#include "bench/search_latency.h"
#include "bench/statistics.h"

namespace vitrine::bench {
namespace {

constexpr int kConnections = 256;
constexpr int kGuests = 8000;
constexpr size_t kMostHolds = kGuests * 18;  // a person holds at most 20 things
constexpr int64_t kUnits = 1'000'000;

}  // namespace

HoldLatency measure_hold_latency(Store store, int articles, double per_s, const Past& past) {
    OpenShop shop(store, articles, kUnits, kGuests, past);
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
    if (per_s == 0) per_s = peak_per_s / 2;
    const size_t holds =
        std::min(static_cast<size_t>(per_s * 6), kMostHolds - at_peak - 5000);  // some six seconds
    swarm.run(holds, per_s, write, count);
    HoldLatency measured{peak_per_s, percentile(ms, 0.5), percentile(ms, 0.99), shop.number(kOversold)};
    if (past.products > 0) {
        Words words;
        measured.search_p99_ms = percentile(measure_search(shop.url(), past.products, words).ms, 0.99);
    }
    return measured;
}

}  // namespace vitrine::bench
