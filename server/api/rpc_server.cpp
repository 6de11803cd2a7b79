// SPDX-License-Identifier: GPL-3.0-or-later
#include "server/api/rpc_server.h"

#include <grpcpp/ext/proto_server_reflection_plugin.h>
#include <grpcpp/grpcpp.h>
#include <grpcpp/health_check_service_interface.h>

#include <chrono>
#include <stdexcept>

#include "server/api/catalog_service.h"
#include "server/api/coupon_service.h"
#include "server/api/drop_service.h"
#include "server/api/event_service.h"
#include "server/api/identity_service.h"
#include "server/api/order_service.h"
#include "server/api/payment_service.h"
#include "server/api/payout_service.h"
#include "server/api/price_service.h"
#include "server/api/room_service.h"
#include "server/api/server_service.h"
#include "server/api/show_service.h"
#include "server/api/stock_service.h"

namespace vitrine::api {
namespace {

constexpr auto kLastCalls = std::chrono::seconds(2);

class GrpcServer final : public RpcServer {
  public:
    GrpcServer(const RpcTerms& terms, Services services) : services_(std::move(services)) {
        grpc::EnableDefaultHealthCheckService(true);
        grpc::reflection::InitProtoReflectionServerBuilderPlugin();
        grpc::ServerBuilder builder;
        const std::string where = terms.address + ":" + std::to_string(terms.port);
        builder.AddListeningPort(where, grpc::InsecureServerCredentials(), &port_);
        builder.SetMaxReceiveMessageSize(terms.most_message_bytes);
        builder.SetMaxSendMessageSize(4 * terms.most_message_bytes);
        builder.AddChannelArgument(GRPC_ARG_ALLOW_REUSEPORT,
                                   0);  // a second server must not share the port unseen
        builder.AddChannelArgument(GRPC_ARG_KEEPALIVE_TIME_MS, static_cast<int>(terms.keepalive_s * 1000));
        builder.AddChannelArgument(GRPC_ARG_KEEPALIVE_TIMEOUT_MS, 10'000);
        builder.AddChannelArgument(GRPC_ARG_KEEPALIVE_PERMIT_WITHOUT_CALLS, 1);
        builder.AddChannelArgument(GRPC_ARG_HTTP2_MIN_RECV_PING_INTERVAL_WITHOUT_DATA_MS, 5'000);
        for (grpc::Service* service : std::initializer_list<grpc::Service*>{
                 &identity_, &catalog_, &stock_, &prices_, &coupons_, &drops_, &show_, &room_, &order_,
                 &payment_, &payout_, &events_, &server_service_}) {
            builder.RegisterService(service);
        }
        server_ = builder.BuildAndStart();
        if (!server_ || port_ == 0) {
            throw std::runtime_error(
                "Cannot listen for gRPC on " + where +
                ": the port is taken or the address is not this machine's. Is another server running? "
                "Choose another port with --grpc-port or grpc-port in vitrine.toml in the data directory.");
        }
    }

    ~GrpcServer() override { close(); }

    uint16_t port() const override { return static_cast<uint16_t>(port_); }
    int64_t streams() const override { return events_.streams(); }
    int64_t asked_us() const override { return server_service_.asked_us(); }

    void close() override {
        if (closed_) return;
        closed_ = true;
        server_->GetHealthCheckService()->SetServingStatus(false);
        events_.send_away();
        server_->Shutdown(std::chrono::system_clock::now() + kLastCalls);
        server_->Wait();
    }

  private:
    const Services services_;
    IdentityService identity_{services_};
    CatalogService catalog_{services_};
    StockService stock_{services_};
    PriceService prices_{services_};
    CouponService coupons_{services_};
    DropService drops_{services_};
    ShowService show_{services_};
    RoomService room_{services_};
    OrderService order_{services_};
    PaymentService payment_{services_};
    PayoutService payout_{services_};
    EventService events_{services_};
    ServerService server_service_{services_};
    int port_ = 0;
    bool closed_ = false;
    std::unique_ptr<grpc::Server> server_;
};

}  // namespace

std::unique_ptr<RpcServer> start_rpc_server(RpcTerms terms, Services services) {
    return std::make_unique<GrpcServer>(terms, std::move(services));
}

}  // namespace vitrine::api
