// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "server/api/services.h"
#include "vitrine/v1/price.grpc.pb.h"

namespace vitrine::api {

class PriceService final : public v1::PriceService::CallbackService {
  public:
    explicit PriceService(const Services& services) : services_(services) {}
    grpc::ServerUnaryReactor* StartFlashPrice(grpc::CallbackServerContext*, const v1::StartFlashPriceRequest*,
                                              v1::FlashPriceChanged*) override;
    grpc::ServerUnaryReactor* EndFlashPrice(grpc::CallbackServerContext*, const v1::EndFlashPriceRequest*,
                                            v1::FlashPriceChanged*) override;
    grpc::ServerUnaryReactor* SetExchangeRate(grpc::CallbackServerContext*, const v1::SetExchangeRateRequest*,
                                              v1::ExchangeRate*) override;
    grpc::ServerUnaryReactor* ListExchangeRates(grpc::CallbackServerContext*,
                                                const v1::ListExchangeRatesRequest*,
                                                v1::ListExchangeRatesResponse*) override;
    grpc::ServerUnaryReactor* GetPrices(grpc::CallbackServerContext*, const v1::GetPricesRequest*,
                                        v1::GetPricesResponse*) override;

  private:
    const Services& services_;
};

}  // namespace vitrine::api
