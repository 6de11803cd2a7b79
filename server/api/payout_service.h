// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "server/api/services.h"
#include "vitrine/v1/payout.grpc.pb.h"

namespace vitrine::api {

class PayoutService final : public v1::PayoutService::CallbackService {
  public:
    explicit PayoutService(const Services& services) : services_(services) {}
    grpc::ServerUnaryReactor* ListBalances(grpc::CallbackServerContext*, const v1::ListBalancesRequest*,
                                           v1::ListBalancesResponse*) override;
    grpc::ServerUnaryReactor* RequestPayout(grpc::CallbackServerContext*, const v1::RequestPayoutRequest*,
                                            v1::Payout*) override;
    grpc::ServerUnaryReactor* ListPayouts(grpc::CallbackServerContext*, const v1::ListPayoutsRequest*,
                                          v1::ListPayoutsResponse*) override;

  private:
    const Services& services_;
};

}  // namespace vitrine::api
