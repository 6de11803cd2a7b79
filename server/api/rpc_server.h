// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstdint>
#include <memory>
#include <string>

#include "server/api/services.h"

namespace vitrine::api {

struct RpcTerms {
    std::string address = "127.0.0.1";
    uint16_t port = 50051;  // 0: the system picks
    int most_message_bytes = 1 << 20;
    int64_t keepalive_s = 30;
};

// The contract over gRPC: all services, health (grpc.health.v1) and reflection. Runs on gRPC's own threads.
// Owned by main.
class RpcServer {
  public:
    virtual ~RpcServer() = default;
    virtual uint16_t port() const = 0;
    virtual int64_t streams() const = 0;
    // Steady time (µs) at which somebody last asked for the server's status; 0: nobody has.
    virtual int64_t asked_us() const = 0;
    // Ends the event streams, takes no new calls, waits shortly for those under way. Health says so first.
    virtual void close() = 0;
};

// Throws std::runtime_error with a sentence for the operator when the port is taken.
std::unique_ptr<RpcServer> start_rpc_server(RpcTerms, Services);

}  // namespace vitrine::api
