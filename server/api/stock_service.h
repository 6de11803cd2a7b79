// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "server/api/services.h"
#include "vitrine/v1/stock.grpc.pb.h"

namespace vitrine::api {

class StockService final : public v1::StockService::CallbackService {
  public:
    explicit StockService(const Services& services) : services_(services) {}
    grpc::ServerUnaryReactor* GetStock(grpc::CallbackServerContext*, const v1::GetStockRequest*,
                                       v1::GetStockResponse*) override;
    grpc::ServerUnaryReactor* AdjustStock(grpc::CallbackServerContext*, const v1::AdjustStockRequest*,
                                          v1::StockLevel*) override;
    grpc::ServerUnaryReactor* TransferStock(grpc::CallbackServerContext*, const v1::TransferStockRequest*,
                                            v1::StockLevel*) override;
    grpc::ServerUnaryReactor* AllocateStock(grpc::CallbackServerContext*, const v1::AllocateStockRequest*,
                                            v1::StockLevel*) override;
    grpc::ServerUnaryReactor* ReturnStock(grpc::CallbackServerContext*, const v1::ReturnStockRequest*,
                                          v1::StockLevel*) override;
    grpc::ServerUnaryReactor* ListMovements(grpc::CallbackServerContext*, const v1::ListMovementsRequest*,
                                            v1::ListMovementsResponse*) override;
    grpc::ServerUnaryReactor* ListLocations(grpc::CallbackServerContext*, const v1::ListLocationsRequest*,
                                            v1::ListLocationsResponse*) override;
    grpc::ServerUnaryReactor* SaveLocation(grpc::CallbackServerContext*, const v1::SaveLocationRequest*,
                                           v1::Location*) override;
    grpc::ServerUnaryReactor* ArchiveLocation(grpc::CallbackServerContext*, const v1::ArchiveLocationRequest*,
                                              v1::Location*) override;
    grpc::ServerUnaryReactor* SetShowLimit(grpc::CallbackServerContext*, const v1::SetShowLimitRequest*,
                                           v1::ShowLimit*) override;
    grpc::ServerUnaryReactor* GetShowLimit(grpc::CallbackServerContext*, const v1::GetShowLimitRequest*,
                                           v1::ShowLimit*) override;

  private:
    const Services& services_;
};

}  // namespace vitrine::api
