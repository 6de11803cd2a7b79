// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QJsonArray>
#include <QTest>

#include "server/domain/id.h"
#include "tests/server/running_server.h"
#include "vitrine/v1/catalog.grpc.pb.h"
#include "vitrine/v1/identity.grpc.pb.h"
#include "vitrine/v1/order.grpc.pb.h"
#include "vitrine/v1/payment.grpc.pb.h"
#include "vitrine/v1/show.grpc.pb.h"
#include "vitrine/v1/stock.grpc.pb.h"

namespace vitrine::test {

inline QByteArray command_id() { return QByteArray::fromStdString(make_id(SystemClock().now())); }

// A server with the demo shop set up and its show live, as a creator has it at the first start.
struct ShopOnAir {
    QTemporaryDir directory;
    std::unique_ptr<RunningServer> server;
    v1::SetUpResponse made;
    std::string token;  // the creator's
    std::string show_id;
    std::string slug;

    bool open(const QStringList& settings = {}) {
        server = std::make_unique<RunningServer>(directory.path(), settings);
        if (!server->ready()) return false;
        grpc::ClientContext context;
        v1::SetUpRequest request;
        request.set_demo_shop(true);
        if (!v1::IdentityService::NewStub(server->channel())->SetUp(&context, request, &made).ok())
            return false;
        show_id = made.show_id();
        return sign_in() && start_show();
    }
    bool sign_in() {
        grpc::ClientContext context;
        v1::SignInRequest request;
        request.set_login(made.accounts(0).account().login());
        request.set_password(made.accounts(0).password());
        v1::Session session;
        const bool ok =
            v1::IdentityService::NewStub(server->channel())->SignIn(&context, request, &session).ok();
        token = session.access_token();
        return ok;
    }
    bool start_show() {
        grpc::ClientContext context;
        authorise(context);
        v1::StartShowRequest request;
        request.set_command_id(command_id().toStdString());
        request.set_show_id(show_id);
        v1::Show show;
        const bool ok = v1::ShowService::NewStub(server->channel())->StartShow(&context, request, &show).ok();
        slug = show.slug();
        return ok;
    }
    void authorise(grpc::ClientContext& context) const {
        context.AddMetadata("authorization", "Bearer " + token);
        context.set_deadline(std::chrono::system_clock::now() + std::chrono::seconds(20));
    }

    QByteArray guest(const QString& name = "Ana") const {
        return server->request("POST", "/v1/guests", "", {{"name", name}})
            .json()["accessToken"]
            .toString()
            .toUtf8();
    }
    QJsonObject snapshot(const QByteArray& as = "") const {
        return server->request("GET", "/v1/shows/" + QByteArray::fromStdString(slug), as).json();
    }
    QString variant(int product = 0) const {
        return snapshot()["products"]
            .toArray()[product]
            .toObject()["variants"]
            .toArray()[0]
            .toObject()["id"]
            .toString();
    }
    RunningServer::Answer hold(const QByteArray& as, const QString& variant, int quantity,
                               const QByteArray& id) const {
        return server->request("POST", "/v1/holds", as,
                               {{"commandId", QString(id)},
                                {"showId", QString::fromStdString(show_id)},
                                {"variantId", variant},
                                {"quantity", QString::number(quantity)}});
    }
    RunningServer::Answer pay(const QByteArray& as, const QString& hold_id, const QString& card,
                              const QByteArray& id) const {
        return server->request("POST", "/v1/orders", as,
                               {{"commandId", QString(id)},
                                {"holdId", hold_id},
                                {"email", "ana@example.org"},
                                {"paymentToken", card}});
    }
    // The order once the payment worker has settled it: what is reserved is taken too.
    QJsonObject settled(const QByteArray& as, const QByteArray& order_id) const {
        QDeadlineTimer deadline(20'000);
        QJsonObject order;
        while (!deadline.hasExpired()) {
            order = server->request("GET", "/v1/orders/" + order_id, as).json();
            const QString state = order["state"].toString();
            if (state != "ORDER_STATE_PAYING" && state != "ORDER_STATE_AUTHORISED") return order;
            QThread::msleep(20);
        }
        return order;
    }
    std::vector<v1::StockLevel> stock() const {
        grpc::ClientContext context;
        authorise(context);
        v1::GetStockResponse response;
        (void)v1::StockService::NewStub(server->channel())->GetStock(&context, {}, &response);
        return {response.levels().begin(), response.levels().end()};
    }
    bool add_stock(const QString& variant, int64_t units) const {
        grpc::ClientContext context;
        authorise(context);
        v1::AdjustStockRequest request;
        request.set_command_id(command_id().toStdString());
        request.set_variant_id(variant.toStdString());
        request.set_delta(units);
        request.set_reason("delivery");
        v1::StockLevel level;
        return v1::StockService::NewStub(server->channel())->AdjustStock(&context, request, &level).ok();
    }
    // All of the show, page by page, newest first.
    std::vector<v1::Order> orders() const {
        std::vector<v1::Order> all;
        v1::ListOrdersRequest request;
        request.set_show_id(show_id);
        request.set_limit(500);
        for (;;) {
            grpc::ClientContext context;
            authorise(context);
            v1::ListOrdersResponse page;
            const auto status =
                v1::OrderService::NewStub(server->channel())->ListOrders(&context, request, &page);
            if (!status.ok() || page.orders().empty()) return all;
            all.insert(all.end(), page.orders().begin(), page.orders().end());
            request.set_before_us(all.back().created_us());
        }
    }
};

}  // namespace vitrine::test
