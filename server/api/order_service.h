// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "server/api/services.h"
#include "vitrine/v1/order.grpc.pb.h"

namespace vitrine::api {

class OrderService final : public v1::OrderService::CallbackService {
  public:
    explicit OrderService(const Services& services) : services_(services) {}
    grpc::ServerUnaryReactor* ListOrders(grpc::CallbackServerContext*, const v1::ListOrdersRequest*,
                                         v1::ListOrdersResponse*) override;
    grpc::ServerUnaryReactor* GetOrder(grpc::CallbackServerContext*, const v1::GetOrderRequest*,
                                       v1::Order*) override;
    grpc::ServerUnaryReactor* GetOrderTotals(grpc::CallbackServerContext*, const v1::GetOrderTotalsRequest*,
                                             v1::OrderTotals*) override;

  private:
    const Services& services_;
};

}  // namespace vitrine::api
