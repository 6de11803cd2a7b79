// SPDX-License-Identifier: GPL-3.0-or-later
#include "server/ingest/handshake.h"

#include <algorithm>
#include <random>

namespace vitrine::ingest {
namespace {

constexpr char kVersion = 3;

std::string s1() {
    std::string block(8, '\0');  // time 0, version 0
    std::random_device seed;
    std::minstd_rand random(seed());
    while (block.size() < Handshake::kBlock) block.push_back(static_cast<char>(random() >> 8));
    return block;
}

}  // namespace

Result<size_t> Handshake::take(std::span<const uint8_t> bytes, std::string& out) {
    const size_t wanted = answered_ ? kBlock : 1 + kBlock;  // C2, or C0 and C1
    const size_t taken = std::min(bytes.size(), wanted - received_.size());
    received_.append(reinterpret_cast<const char*>(bytes.data()), taken);
    // 6 (RTMPE) and above want what this server does not speak; printable characters mean another protocol
    // (§5.2.2).
    if (!answered_ && !received_.empty() && received_[0] != kVersion) {
        return Error{Code::invalid_argument, "this is not RTMP"};
    }
    if (received_.size() < wanted) return taken;
    if (!answered_) {
        out.push_back(kVersion);
        out += s1();
        out.append(received_, 1, kBlock);  // S2 is C1 back
        answered_ = true;
    } else {
        done_ = true;  // what C2 echoes is not checked: clients differ
    }
    received_.clear();
    return taken;
}

}  // namespace vitrine::ingest
