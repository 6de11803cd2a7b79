// SPDX-License-Identifier: GPL-3.0-or-later
#include "server/api/payout_service.h"

#include "server/api/call.h"

namespace vitrine::api {

grpc::ServerUnaryReactor* PayoutService::ListBalances(grpc::CallbackServerContext* context,
                                                      const v1::ListBalancesRequest*,
                                                      v1::ListBalancesResponse* out) {
    return answer(services_.tokens, context, out,
                  [&](const Caller& caller, Reply<v1::ListBalancesResponse> reply) {
                      services_.settled_money.balances(caller, std::move(reply));
                  });
}

grpc::ServerUnaryReactor* PayoutService::RequestPayout(grpc::CallbackServerContext* context,
                                                       const v1::RequestPayoutRequest* request,
                                                       v1::Payout* out) {
    return answer(services_.tokens, context, out, [&](const Caller& caller, Reply<v1::Payout> reply) {
        services_.settled_money.request_payout(caller, *request, std::move(reply));
    });
}

grpc::ServerUnaryReactor* PayoutService::ListPayouts(grpc::CallbackServerContext* context,
                                                     const v1::ListPayoutsRequest*,
                                                     v1::ListPayoutsResponse* out) {
    return answer(services_.tokens, context, out,
                  [&](const Caller& caller, Reply<v1::ListPayoutsResponse> reply) {
                      services_.settled_money.payouts(caller, std::move(reply));
                  });
}

}  // namespace vitrine::api
