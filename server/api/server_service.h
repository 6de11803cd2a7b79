// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <atomic>

#include "server/api/services.h"
#include "vitrine/v1/server.grpc.pb.h"

namespace vitrine::api {

class ServerService final : public v1::ServerService::CallbackService {
  public:
    explicit ServerService(const Services& services) : services_(services) {}
    grpc::ServerUnaryReactor* GetStatus(grpc::CallbackServerContext*, const v1::GetStatusRequest*,
                                        v1::ServerStatus*) override;
    // Steady time (µs) of the last question: a studio that has no show open yet still asks every few seconds.
    int64_t asked_us() const { return asked_us_; }

  private:
    v1::ServerStatus status(bool needs_set_up, bool staff, int64_t sent_us) const;

    const Services& services_;
    std::atomic<int64_t> asked_us_{0};
};

}  // namespace vitrine::api
