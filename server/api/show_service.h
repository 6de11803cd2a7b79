// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "server/api/services.h"
#include "vitrine/v1/show.grpc.pb.h"

namespace vitrine::api {

class ShowService final : public v1::ShowService::CallbackService {
  public:
    explicit ShowService(const Services& services) : services_(services) {}
    grpc::ServerUnaryReactor* CreateShow(grpc::CallbackServerContext*, const v1::CreateShowRequest*,
                                         v1::Show*) override;
    grpc::ServerUnaryReactor* GetShow(grpc::CallbackServerContext*, const v1::GetShowRequest*,
                                      v1::Show*) override;
    grpc::ServerUnaryReactor* ListShows(grpc::CallbackServerContext*, const v1::ListShowsRequest*,
                                        v1::ListShowsResponse*) override;
    grpc::ServerUnaryReactor* SetLineup(grpc::CallbackServerContext*, const v1::SetLineupRequest*,
                                        v1::Show*) override;
    grpc::ServerUnaryReactor* RenameShow(grpc::CallbackServerContext*, const v1::RenameShowRequest*,
                                         v1::Show*) override;
    grpc::ServerUnaryReactor* StartShow(grpc::CallbackServerContext*, const v1::StartShowRequest*,
                                        v1::Show*) override;
    grpc::ServerUnaryReactor* EndShow(grpc::CallbackServerContext*, const v1::EndShowRequest*,
                                      v1::Show*) override;
    grpc::ServerUnaryReactor* GetStreamTarget(grpc::CallbackServerContext*, const v1::GetStreamTargetRequest*,
                                              v1::StreamTarget*) override;
    // Also cuts off who publishes under the old key.
    grpc::ServerUnaryReactor* RotateStreamKey(grpc::CallbackServerContext*, const v1::RotateStreamKeyRequest*,
                                              v1::StreamTarget*) override;
    grpc::ServerUnaryReactor* PinProduct(grpc::CallbackServerContext*, const v1::PinProductRequest*,
                                         v1::PinMoment*) override;

  private:
    Reply<v1::StreamTarget> with_url(Reply<v1::StreamTarget>) const;
    const Services& services_;
};

}  // namespace vitrine::api
