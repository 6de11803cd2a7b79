// SPDX-License-Identifier: GPL-3.0-or-later
#include "server/api/order_service.h"

#include "server/api/call.h"

namespace vitrine::api {

grpc::ServerUnaryReactor* OrderService::ListOrders(grpc::CallbackServerContext* context,
                                                   const v1::ListOrdersRequest* request,
                                                   v1::ListOrdersResponse* out) {
    return answer(services_.tokens, context, out,
                  [&](const Caller& caller, Reply<v1::ListOrdersResponse> reply) {
                      services_.sales.orders(caller, *request, std::move(reply));
                  });
}

grpc::ServerUnaryReactor* OrderService::GetOrder(grpc::CallbackServerContext* context,
                                                 const v1::GetOrderRequest* request, v1::Order* out) {
    return answer(services_.tokens, context, out, [&](const Caller& caller, Reply<v1::Order> reply) {
        services_.sales.order(caller, *request, std::move(reply));
    });
}

grpc::ServerUnaryReactor* OrderService::GetOrderTotals(grpc::CallbackServerContext* context,
                                                       const v1::GetOrderTotalsRequest* request,
                                                       v1::OrderTotals* out) {
    return answer(services_.tokens, context, out, [&](const Caller& caller, Reply<v1::OrderTotals> reply) {
        services_.sales.order_totals(caller, *request, std::move(reply));
    });
}

}  // namespace vitrine::api
