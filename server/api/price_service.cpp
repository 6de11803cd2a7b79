// SPDX-License-Identifier: GPL-3.0-or-later
#include "server/api/price_service.h"

#include "server/api/call.h"

namespace vitrine::api {

using Context = grpc::CallbackServerContext;
using Reactor = grpc::ServerUnaryReactor;

Reactor* PriceService::StartFlashPrice(Context* context, const v1::StartFlashPriceRequest* request,
                                       v1::FlashPriceChanged* out) {
    return answer(services_.tokens, context, out,
                  [&](const Caller& caller, Reply<v1::FlashPriceChanged> reply) {
                      services_.pricing.start_flash(caller, *request, std::move(reply));
                  });
}

Reactor* PriceService::EndFlashPrice(Context* context, const v1::EndFlashPriceRequest* request,
                                     v1::FlashPriceChanged* out) {
    return answer(services_.tokens, context, out,
                  [&](const Caller& caller, Reply<v1::FlashPriceChanged> reply) {
                      services_.pricing.end_flash(caller, *request, std::move(reply));
                  });
}

Reactor* PriceService::SetExchangeRate(Context* context, const v1::SetExchangeRateRequest* request,
                                       v1::ExchangeRate* out) {
    return answer(services_.tokens, context, out, [&](const Caller& caller, Reply<v1::ExchangeRate> reply) {
        services_.pricing.set_rate(caller, *request, std::move(reply));
    });
}

Reactor* PriceService::ListExchangeRates(Context* context, const v1::ListExchangeRatesRequest*,
                                         v1::ListExchangeRatesResponse* out) {
    return answer_anyone(context, out, [&](Reply<v1::ListExchangeRatesResponse> reply) {
        services_.pricing.rates(std::move(reply));
    });
}

Reactor* PriceService::GetPrices(Context* context, const v1::GetPricesRequest* request,
                                 v1::GetPricesResponse* out) {
    return answer(services_.tokens, context, out,
                  [&](const Caller& caller, Reply<v1::GetPricesResponse> reply) {
                      services_.pricing.prices(caller, *request, std::move(reply));
                  });
}

}  // namespace vitrine::api
