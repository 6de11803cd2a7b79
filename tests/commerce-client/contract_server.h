// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <grpcpp/grpcpp.h>

#include <atomic>
#include <chrono>
#include <condition_variable>
#include <deque>
#include <map>
#include <memory>
#include <mutex>
#include <string>
#include <vector>

#include "vitrine/v1/event.grpc.pb.h"
#include "vitrine/v1/identity.grpc.pb.h"
#include "vitrine/v1/order.grpc.pb.h"
#include "vitrine/v1/room.grpc.pb.h"
#include "vitrine/v1/server.grpc.pb.h"
#include "vitrine/v1/show.grpc.pb.h"

namespace vitrine::test {

// A peer that speaks the contract over real gRPC on loopback, and does on purpose what a real server does
// only by bad luck: expires tokens, breaks streams, skips and repeats events, answers too late.
class ContractServer final : public v1::IdentityService::Service,
                             public v1::ServerService::Service,
                             public v1::EventService::Service,
                             public v1::ShowService::Service,
                             public v1::RoomService::Service,
                             public v1::OrderService::Service {
  public:
    ContractServer() { start(0); }
    ~ContractServer() override { stop(); }

    void start(int port) {
        stopping_ = false;
        grpc::ServerBuilder builder;
        builder.AddChannelArgument(GRPC_ARG_ALLOW_REUSEPORT, 0);
        builder.AddListeningPort("127.0.0.1:" + std::to_string(port), grpc::InsecureServerCredentials(),
                                 &port_);
        builder.RegisterService(static_cast<v1::IdentityService::Service*>(this));
        builder.RegisterService(static_cast<v1::ServerService::Service*>(this));
        builder.RegisterService(static_cast<v1::EventService::Service*>(this));
        builder.RegisterService(static_cast<v1::ShowService::Service*>(this));
        builder.RegisterService(static_cast<v1::RoomService::Service*>(this));
        builder.RegisterService(static_cast<v1::OrderService::Service*>(this));
        server_ = builder.BuildAndStart();
    }
    void stop() {
        {
            std::lock_guard lock(mutex_);
            stopping_ = true;
            changed_.notify_all();
        }
        if (server_) server_->Shutdown(std::chrono::system_clock::now());
        server_.reset();
    }
    int port() const { return port_; }
    std::string address() const { return "127.0.0.1:" + std::to_string(port_); }

    // What the test decides.
    std::atomic<int64_t> access_life_us{600'000'000};
    std::atomic<bool> refuse_refresh{false};
    std::atomic<int> fail_next_pins{0};  // answered UNAVAILABLE after it was done
    std::atomic<int> delay_calls_ms{0};
    std::atomic<int64_t> clock_ahead_us{0};

    // The stream: sent to every subscriber from the start of its call, until broken.
    void script(std::vector<v1::SubscribeResponse> responses) {
        std::lock_guard lock(mutex_);
        scripts_.push_back(std::move(responses));
        changed_.notify_all();
    }
    void breakStreams() { end_streams({grpc::StatusCode::UNAVAILABLE, "broken"}); }
    // As when the tokens ran out with which they were opened.
    void endStreams() { end_streams({grpc::StatusCode::UNAUTHENTICATED, "expired"}); }
    std::vector<v1::SubscribeRequest> subscriptions() {
        std::lock_guard lock(mutex_);
        return subscriptions_;
    }
    std::vector<v1::PinProductRequest> pins() {
        std::lock_guard lock(mutex_);
        return pins_;
    }
    std::vector<std::string> tokens() {
        std::lock_guard lock(mutex_);
        return tokens_;
    }
    void sell(int64_t orders, int64_t paid, int64_t minor) {
        std::lock_guard lock(mutex_);
        totals_.Clear();
        totals_.set_orders(orders);
        totals_.set_paid(paid);
        totals_.add_paid_money()->set_minor(minor);
        totals_.mutable_paid_money(0)->set_currency("EUR");
    }
    int refreshes() const { return refreshes_; }
    void expire(const std::string& access) {
        std::lock_guard lock(mutex_);
        expired_.push_back(access);
    }

  private:
    void end_streams(grpc::Status with) {
        std::lock_guard lock(mutex_);
        ++breaks_;
        break_status_ = std::move(with);
        changed_.notify_all();
    }
    static int64_t now_us() {
        return std::chrono::duration_cast<std::chrono::microseconds>(
                   std::chrono::system_clock::now().time_since_epoch())
            .count();
    }
    static std::string token_of(grpc::ServerContext* context) {
        const auto found = context->client_metadata().find("authorization");
        return found == context->client_metadata().end()
                   ? ""
                   : std::string(found->second.data(), found->second.size());
    }
    grpc::Status authorise(grpc::ServerContext* context) {
        const std::string token = token_of(context);
        std::lock_guard lock(mutex_);
        tokens_.push_back(token);
        for (const auto& each : expired_) {
            if (token == "Bearer " + each) return {grpc::StatusCode::UNAUTHENTICATED, "expired"};
        }
        return token.empty() ? grpc::Status(grpc::StatusCode::UNAUTHENTICATED, "no token") : grpc::Status::OK;
    }
    void give(v1::Session* session) {
        const int number = ++sessions_;
        session->set_access_token("access-" + std::to_string(number));
        session->set_refresh_token("refresh-" + std::to_string(number));
        session->set_access_expires_us(now_us() + access_life_us);
        session->mutable_account()->set_id("creator-id");
        session->mutable_account()->set_login("creator");
        session->mutable_account()->set_display_name("Creator");
        session->mutable_account()->set_role(v1::ROLE_CREATOR);
    }

    grpc::Status SignIn(grpc::ServerContext*, const v1::SignInRequest* request,
                        v1::Session* session) override {
        if (request->password() != "right")
            return {grpc::StatusCode::UNAUTHENTICATED, "Name or password is wrong."};
        give(session);
        return grpc::Status::OK;
    }
    grpc::Status Refresh(grpc::ServerContext*, const v1::RefreshRequest* request,
                         v1::Session* session) override {
        ++refreshes_;
        const std::string current = "refresh-" + std::to_string(sessions_.load());
        if (refuse_refresh || request->refresh_token() != current) {
            return {grpc::StatusCode::UNAUTHENTICATED, "Sign in again."};
        }
        give(session);
        return grpc::Status::OK;
    }
    grpc::Status GetStatus(grpc::ServerContext*, const v1::GetStatusRequest* request,
                           v1::ServerStatus* status) override {
        status->set_sent_us(request->sent_us());
        status->set_server_time_us(now_us() + clock_ahead_us);
        status->set_page_url("http://127.0.0.1:1");
        return grpc::Status::OK;
    }
    grpc::Status PinProduct(grpc::ServerContext* context, const v1::PinProductRequest* request,
                            v1::PinMoment* moment) override {
        if (const auto status = authorise(context); !status.ok()) return status;
        if (delay_calls_ms > 0) {
            std::unique_lock lock(mutex_);
            changed_.wait_for(lock, std::chrono::milliseconds(delay_calls_ms.load()),
                              [&] { return stopping_; });
        }
        std::lock_guard lock(mutex_);
        pins_.push_back(*request);
        if (fail_next_pins > 0) {
            --fail_next_pins;
            return {grpc::StatusCode::UNAVAILABLE, "lost on the way back"};
        }
        moment->set_id(request->command_id());
        moment->set_product_id(request->product_id());
        return grpc::Status::OK;
    }
    grpc::Status Say(grpc::ServerContext* context, const v1::SayRequest* request,
                     v1::ChatLine* line) override {
        if (const auto status = authorise(context); !status.ok()) return status;
        if (request->text() == "forbidden") return {grpc::StatusCode::INVALID_ARGUMENT, "Not in this room."};
        line->set_id(request->command_id());
        line->set_number(1);
        line->set_text(request->text());
        return grpc::Status::OK;
    }
    grpc::Status ListOrders(grpc::ServerContext*, const v1::ListOrdersRequest*,
                            v1::ListOrdersResponse* response) override {
        std::lock_guard lock(mutex_);
        *response->mutable_totals() = totals_;
        return grpc::Status::OK;
    }
    grpc::Status GetOrderTotals(grpc::ServerContext*, const v1::GetOrderTotalsRequest*,
                                v1::OrderTotals* totals) override {
        std::lock_guard lock(mutex_);
        *totals = totals_;
        return grpc::Status::OK;
    }
    grpc::Status Subscribe(grpc::ServerContext* context, const v1::SubscribeRequest* request,
                           grpc::ServerWriter<v1::SubscribeResponse>* writer) override {
        if (const auto status = authorise(context); !status.ok()) return status;
        std::vector<v1::SubscribeResponse> responses;
        int breaks;
        {
            std::unique_lock lock(mutex_);
            subscriptions_.push_back(*request);
            breaks = breaks_;
            changed_.wait(lock, [&] { return stopping_ || !scripts_.empty() || breaks_ != breaks; });
            if (!scripts_.empty()) {
                responses = std::move(scripts_.front());
                scripts_.pop_front();
            }
        }
        for (const auto& response : responses) writer->Write(response);
        std::unique_lock lock(mutex_);
        while (!stopping_ && breaks_ == breaks && !context->IsCancelled()) {
            changed_.wait_for(lock, std::chrono::milliseconds(20));
        }
        return breaks_ != breaks ? break_status_ : grpc::Status::OK;
    }

    std::unique_ptr<grpc::Server> server_;
    int port_ = 0;
    std::mutex mutex_;
    std::condition_variable changed_;
    bool stopping_ = false;
    int breaks_ = 0;
    grpc::Status break_status_;
    v1::OrderTotals totals_;
    std::deque<std::vector<v1::SubscribeResponse>> scripts_;
    std::vector<v1::SubscribeRequest> subscriptions_;
    std::vector<v1::PinProductRequest> pins_;
    std::vector<std::string> tokens_;
    std::vector<std::string> expired_;
    std::atomic<int> sessions_{0};
    std::atomic<int> refreshes_{0};
};

}  // namespace vitrine::test
