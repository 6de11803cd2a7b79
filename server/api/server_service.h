// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "server/api/services.h"
#include "vitrine/v1/server.grpc.pb.h"

namespace vitrine::api {

class ServerService final : public v1::ServerService::CallbackService {
  public:
    explicit ServerService(const Services& services) : services_(services) {}
    grpc::ServerUnaryReactor* GetStatus(grpc::CallbackServerContext*, const v1::GetStatusRequest*,
                                        v1::ServerStatus*) override;

  private:
    const Services& services_;
};

}  // namespace vitrine::api
