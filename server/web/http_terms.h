// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstddef>
#include <cstdint>
#include <string>

namespace vitrine::web {

// The limits of the HTTP front door. Each is configuration (docs/operating.md).
struct HttpTerms {
    std::string address = "127.0.0.1";
    uint16_t port = 8080;                    // 0: the system picks
    const char* port_setting = "http-port";  // what an operator changes when the port is taken
    size_t most_connections = 10'000;
    uint32_t most_header_bytes = 16 << 10;
    uint64_t most_body_bytes = 256 << 10;
    int64_t header_s = 10;  // from the first byte of a request to the end of its header
    int64_t body_s = 20;    // from there to the end of its body
    int64_t idle_s = 60;    // between requests
    int64_t answer_s = 30;  // for a handler; then 503
    int64_t stall_s = 20;   // a client that takes nothing for so long is cut off
    bool trust_forwarded =
        false;  // behind a proxy on this machine: the client's address is X-Forwarded-For's last
};

}  // namespace vitrine::web
