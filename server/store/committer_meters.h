// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <prometheus/histogram.h>

#include <atomic>
#include <cstdint>

namespace vitrine::store {

// What the committer did, for the metrics page. Read from any thread.
struct CommitterMeters {
    prometheus::Histogram group_size{{1, 2, 4, 8, 16, 32, 64, 128, 256}};
    // From BEGIN to the end of COMMIT, which waits for the disk.
    prometheus::Histogram commit_s{{0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5}};
    std::atomic<uint64_t> groups_lost{0};  // undone as a whole: disk full, database gone
    std::atomic<uint64_t> refused{0};      // commands that the full queue did not take
};

}  // namespace vitrine::store
