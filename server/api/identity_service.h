// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "server/api/services.h"
#include "vitrine/v1/identity.grpc.pb.h"

namespace vitrine::api {

class IdentityService final : public v1::IdentityService::CallbackService {
  public:
    explicit IdentityService(const Services& services) : services_(services) {}

    // From this machine only.
    grpc::ServerUnaryReactor* SetUp(grpc::CallbackServerContext*, const v1::SetUpRequest*,
                                    v1::SetUpResponse*) override;
    grpc::ServerUnaryReactor* SignIn(grpc::CallbackServerContext*, const v1::SignInRequest*,
                                     v1::Session*) override;
    grpc::ServerUnaryReactor* Refresh(grpc::CallbackServerContext*, const v1::RefreshRequest*,
                                      v1::Session*) override;
    grpc::ServerUnaryReactor* SignOut(grpc::CallbackServerContext*, const v1::SignOutRequest*,
                                      v1::SignOutResponse*) override;
    grpc::ServerUnaryReactor* WhoAmI(grpc::CallbackServerContext*, const v1::WhoAmIRequest*,
                                     v1::Account*) override;

  private:
    const Services& services_;
};

}  // namespace vitrine::api
