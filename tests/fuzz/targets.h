// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <vector>

namespace vitrine::fuzz {

// One parser under attack. `run` must come back without a fault whatever the bytes are; what it answers does
// not matter, except for the invariants it checks with VITRINE_CHECK.
struct Target {
    const char* name;
    void (*run)(const uint8_t* data, size_t size);
    std::vector<std::string> (*seeds)();  // well-formed inputs to start from
};

extern const Target kChunks;     // RTMP chunk streams
extern const Target kAmf0;       // AMF 0 values
extern const Target kFlv;        // audio, video and data messages, down to parts
extern const Target kSession;    // a whole RTMP conversation after the handshake
extern const Target kRecording;  // recording index and HLS file names
extern const Target kSocket;     // a WebSocket client's frames
extern const Target kAddress;    // HTTP request targets
extern const Target kReport;     // a gateway's report
extern const Target kTiers;      // the commission's tiers
extern const Target kWebhook;    // what comes as Stripe's word: signatures, events, answers

}  // namespace vitrine::fuzz
