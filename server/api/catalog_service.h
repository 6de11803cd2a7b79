// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "server/api/services.h"
#include "vitrine/v1/catalog.grpc.pb.h"

namespace vitrine::api {

class CatalogService final : public v1::CatalogService::CallbackService {
  public:
    explicit CatalogService(const Services& services) : services_(services) {}
    grpc::ServerUnaryReactor* ListProducts(grpc::CallbackServerContext*, const v1::ListProductsRequest*,
                                           v1::ListProductsResponse*) override;
    grpc::ServerUnaryReactor* SaveProduct(grpc::CallbackServerContext*, const v1::SaveProductRequest*,
                                          v1::Product*) override;
    grpc::ServerUnaryReactor* ArchiveProduct(grpc::CallbackServerContext*, const v1::ArchiveProductRequest*,
                                             v1::Product*) override;

  private:
    const Services& services_;
};

}  // namespace vitrine::api
