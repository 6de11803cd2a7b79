// SPDX-License-Identifier: GPL-3.0-or-later
#include "server/api/catalog_service.h"

#include "server/api/call.h"

namespace vitrine::api {

using Context = grpc::CallbackServerContext;
using Reactor = grpc::ServerUnaryReactor;

Reactor* CatalogService::ListProducts(Context* context, const v1::ListProductsRequest* request,
                                      v1::ListProductsResponse* out) {
    return answer(services_.tokens, context, out,
                  [&](const Caller& caller, Reply<v1::ListProductsResponse> reply) {
                      services_.catalogue.list(caller, *request, std::move(reply));
                  });
}

Reactor* CatalogService::SaveProduct(Context* context, const v1::SaveProductRequest* request,
                                     v1::Product* out) {
    return answer(services_.tokens, context, out, [&](const Caller& caller, Reply<v1::Product> reply) {
        services_.catalogue.save(caller, *request, std::move(reply));
    });
}

Reactor* CatalogService::ArchiveProduct(Context* context, const v1::ArchiveProductRequest* request,
                                        v1::Product* out) {
    return answer(services_.tokens, context, out, [&](const Caller& caller, Reply<v1::Product> reply) {
        services_.catalogue.archive(caller, *request, std::move(reply));
    });
}

}  // namespace vitrine::api
