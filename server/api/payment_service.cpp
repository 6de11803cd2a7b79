// SPDX-License-Identifier: GPL-3.0-or-later
#include "server/api/payment_service.h"

#include "server/api/call.h"

namespace vitrine::api {

grpc::ServerUnaryReactor* PaymentService::CancelOrder(grpc::CallbackServerContext* context,
                                                      const v1::CancelOrderRequest* request, v1::Order* out) {
    return answer(services_.tokens, context, out, [&](const Caller& caller, Reply<v1::Order> reply) {
        services_.sales.cancel(caller, *request, std::move(reply));
    });
}

grpc::ServerUnaryReactor* PaymentService::RefundOrder(grpc::CallbackServerContext* context,
                                                      const v1::RefundOrderRequest* request, v1::Order* out) {
    return answer(services_.tokens, context, out, [&](const Caller& caller, Reply<v1::Order> reply) {
        services_.sales.refund(caller, *request, std::move(reply));
    });
}

grpc::ServerUnaryReactor* PaymentService::ConfirmDelivery(grpc::CallbackServerContext* context,
                                                          const v1::ConfirmDeliveryRequest* request,
                                                          v1::Order* out) {
    return answer(services_.tokens, context, out, [&](const Caller& caller, Reply<v1::Order> reply) {
        services_.settled_money.confirm_delivery(caller, *request, std::move(reply));
    });
}

grpc::ServerUnaryReactor* PaymentService::ListRefunds(grpc::CallbackServerContext* context,
                                                      const v1::ListRefundsRequest* request,
                                                      v1::ListRefundsResponse* out) {
    return answer(services_.tokens, context, out,
                  [&](const Caller& caller, Reply<v1::ListRefundsResponse> reply) {
                      services_.sales.refunds(caller, *request, std::move(reply));
                  });
}

}  // namespace vitrine::api
