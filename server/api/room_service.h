// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "server/api/services.h"
#include "vitrine/v1/room.grpc.pb.h"

namespace vitrine::api {

class RoomService final : public v1::RoomService::CallbackService {
  public:
    explicit RoomService(const Services& services) : services_(services) {}
    grpc::ServerUnaryReactor* Say(grpc::CallbackServerContext*, const v1::SayRequest*,
                                  v1::ChatLine*) override;
    grpc::ServerUnaryReactor* RemoveLine(grpc::CallbackServerContext*, const v1::RemoveLineRequest*,
                                         v1::ChatLine*) override;
    grpc::ServerUnaryReactor* ListChat(grpc::CallbackServerContext*, const v1::ListChatRequest*,
                                       v1::ListChatResponse*) override;

  private:
    const Services& services_;
};

}  // namespace vitrine::api
