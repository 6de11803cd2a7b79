// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "server/api/services.h"
#include "vitrine/v1/drop.grpc.pb.h"

namespace vitrine::api {

class DropService final : public v1::DropService::CallbackService {
  public:
    explicit DropService(const Services& services) : services_(services) {}
    grpc::ServerUnaryReactor* OpenDrop(grpc::CallbackServerContext*, const v1::OpenDropRequest*,
                                       v1::Drop*) override;
    grpc::ServerUnaryReactor* CallOffDrop(grpc::CallbackServerContext*, const v1::CallOffDropRequest*,
                                          v1::Drop*) override;
    grpc::ServerUnaryReactor* ListDrops(grpc::CallbackServerContext*, const v1::ListDropsRequest*,
                                        v1::ListDropsResponse*) override;
    grpc::ServerUnaryReactor* GetDraw(grpc::CallbackServerContext*, const v1::GetDrawRequest*,
                                      v1::Draw*) override;

  private:
    const Services& services_;
};

}  // namespace vitrine::api
