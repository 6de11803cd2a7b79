// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstdint>
#include <map>
#include <string>
#include <vector>

namespace vitrine::test {

// What a player takes from a moof and mdat (ISO/IEC 14496-12 §8.8). Written apart from the writer it checks.
struct FragmentSample {
    int64_t dts = 0, pts = 0, duration = 0;
    bool sync = false;
    std::string data;
};
struct Fragment {
    uint32_t sequence = 0;
    std::map<uint32_t, std::vector<FragmentSample>> tracks;  // by track id
};

// Throws std::runtime_error with what is wrong: sizes that do not add up, data outside mdat, data left over.
Fragment read_fragment(const std::string& bytes);

}  // namespace vitrine::test
