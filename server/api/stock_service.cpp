// SPDX-License-Identifier: GPL-3.0-or-later
#include "server/api/stock_service.h"

#include "server/api/call.h"

namespace vitrine::api {

using Context = grpc::CallbackServerContext;
using Reactor = grpc::ServerUnaryReactor;

Reactor* StockService::GetStock(Context* context, const v1::GetStockRequest* request,
                                v1::GetStockResponse* out) {
    return answer(services_.tokens, context, out,
                  [&](const Caller& caller, Reply<v1::GetStockResponse> reply) {
                      services_.catalogue.stock(caller, *request, std::move(reply));
                  });
}

Reactor* StockService::AdjustStock(Context* context, const v1::AdjustStockRequest* request,
                                   v1::StockLevel* out) {
    return answer(services_.tokens, context, out, [&](const Caller& caller, Reply<v1::StockLevel> reply) {
        services_.catalogue.adjust(caller, *request, std::move(reply));
    });
}

Reactor* StockService::TransferStock(Context* context, const v1::TransferStockRequest* request,
                                     v1::StockLevel* out) {
    return answer(services_.tokens, context, out, [&](const Caller& caller, Reply<v1::StockLevel> reply) {
        services_.warehouse.transfer(caller, *request, std::move(reply));
    });
}

Reactor* StockService::AllocateStock(Context* context, const v1::AllocateStockRequest* request,
                                     v1::StockLevel* out) {
    return answer(services_.tokens, context, out, [&](const Caller& caller, Reply<v1::StockLevel> reply) {
        services_.warehouse.allocate(caller, *request, std::move(reply));
    });
}

Reactor* StockService::ReturnStock(Context* context, const v1::ReturnStockRequest* request,
                                   v1::StockLevel* out) {
    return answer(services_.tokens, context, out, [&](const Caller& caller, Reply<v1::StockLevel> reply) {
        services_.warehouse.return_to_pool(caller, *request, std::move(reply));
    });
}

Reactor* StockService::ListMovements(Context* context, const v1::ListMovementsRequest* request,
                                     v1::ListMovementsResponse* out) {
    return answer(services_.tokens, context, out,
                  [&](const Caller& caller, Reply<v1::ListMovementsResponse> reply) {
                      services_.warehouse.movements(caller, *request, std::move(reply));
                  });
}

Reactor* StockService::ListLocations(Context* context, const v1::ListLocationsRequest* request,
                                     v1::ListLocationsResponse* out) {
    return answer(services_.tokens, context, out,
                  [&](const Caller& caller, Reply<v1::ListLocationsResponse> reply) {
                      services_.warehouse.locations(caller, *request, std::move(reply));
                  });
}

Reactor* StockService::SaveLocation(Context* context, const v1::SaveLocationRequest* request,
                                    v1::Location* out) {
    return answer(services_.tokens, context, out, [&](const Caller& caller, Reply<v1::Location> reply) {
        services_.warehouse.save_location(caller, *request, std::move(reply));
    });
}

Reactor* StockService::ArchiveLocation(Context* context, const v1::ArchiveLocationRequest* request,
                                       v1::Location* out) {
    return answer(services_.tokens, context, out, [&](const Caller& caller, Reply<v1::Location> reply) {
        services_.warehouse.archive_location(caller, *request, std::move(reply));
    });
}

Reactor* StockService::SetShowLimit(Context* context, const v1::SetShowLimitRequest* request,
                                    v1::ShowLimit* out) {
    return answer(services_.tokens, context, out, [&](const Caller& caller, Reply<v1::ShowLimit> reply) {
        services_.warehouse.set_show_limit(caller, *request, std::move(reply));
    });
}

Reactor* StockService::GetShowLimit(Context* context, const v1::GetShowLimitRequest* request,
                                    v1::ShowLimit* out) {
    return answer(services_.tokens, context, out, [&](const Caller& caller, Reply<v1::ShowLimit> reply) {
        services_.warehouse.show_limit(caller, *request, std::move(reply));
    });
}

}  // namespace vitrine::api
