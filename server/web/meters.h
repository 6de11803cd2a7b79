// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <array>
#include <atomic>
#include <cstdint>

namespace vitrine::web {

// What the web part counts, read by the metrics page from any thread.
struct Meters {
    std::array<std::atomic<uint64_t>, 6> responses{};  // by status / 100
    std::atomic<uint64_t> connections_refused{0};
    std::atomic<int64_t> connections{0};
    std::atomic<int64_t> sockets{0};        // viewers by WebSocket
    std::atomic<int64_t> event_streams{0};  // viewers by server-sent events
    std::atomic<uint64_t> batches{0};
    std::atomic<uint64_t> deliveries{0};   // a batch to one viewer
    std::atomic<uint64_t> dropped{0};      // lossy pieces that a slow reader lost
    std::atomic<uint64_t> slow_closed{0};  // closed because not even state could be delivered
    std::atomic<uint64_t> resumed{0};
    std::atomic<uint64_t> snapshots{0};
    std::atomic<uint64_t> rate_limited{0};
};

}  // namespace vitrine::web
