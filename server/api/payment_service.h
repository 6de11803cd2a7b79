// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "server/api/services.h"
#include "vitrine/v1/payment.grpc.pb.h"

namespace vitrine::api {

class PaymentService final : public v1::PaymentService::CallbackService {
  public:
    explicit PaymentService(const Services& services) : services_(services) {}
    grpc::ServerUnaryReactor* CancelOrder(grpc::CallbackServerContext*, const v1::CancelOrderRequest*,
                                          v1::Order*) override;
    grpc::ServerUnaryReactor* RefundOrder(grpc::CallbackServerContext*, const v1::RefundOrderRequest*,
                                          v1::Order*) override;
    grpc::ServerUnaryReactor* ConfirmDelivery(grpc::CallbackServerContext*, const v1::ConfirmDeliveryRequest*,
                                              v1::Order*) override;
    grpc::ServerUnaryReactor* ListRefunds(grpc::CallbackServerContext*, const v1::ListRefundsRequest*,
                                          v1::ListRefundsResponse*) override;

  private:
    const Services& services_;
};

}  // namespace vitrine::api
