// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <grpcpp/grpcpp.h>

#include <QDeadlineTimer>
#include <QObject>
#include <QPointer>
#include <QTimer>
#include <chrono>
#include <condition_variable>
#include <functional>
#include <memory>
#include <mutex>
#include <set>
#include <string>

#include "commerce-client/faults.h"
#include "commerce-client/outcome.h"

namespace vitrine::commerce {

// How a call is made.
struct Manner {
    int deadline_ms = 5'000;  // of one attempt
    // How long an unanswered call is sent again, unchanged (so with the same command id). 0: one attempt.
    int repeat_for_ms = 0;
    bool with_session = true;  // carries the access token; a refused token is renewed once
};

// A command: it has an id, so sending it again is safe.
inline constexpr Manner kCommand{5'000, 15'000, true};
inline constexpr Manner kQuestion{5'000, 0, true};

// Unary calls on one channel. Lives on the GUI thread, where every answer is delivered, exactly once, unless
// the asker (`context`) or this object is gone by then. gRPC's threads only post to it. At its end it cancels
// what is under way and waits for gRPC to let go.
class Calls final : public QObject {
    Q_OBJECT
  public:
    // Gets a new access token, then answers whether there is one.
    using Renewal = std::function<void(std::function<void(bool)>)>;

    explicit Calls(QObject* parent = nullptr) : QObject(parent) {}
    ~Calls() override;

    void setChannel(std::shared_ptr<grpc::Channel> channel) { channel_ = std::move(channel); }
    const std::shared_ptr<grpc::Channel>& channel() const { return channel_; }
    void setAccessToken(std::string token) { access_token_ = std::move(token); }
    const std::string& accessToken() const { return access_token_; }
    void setRenewal(Renewal renewal) { renewal_ = std::move(renewal); }

    template <class Service, class Request, class Response>
    using Method = void (Service::StubInterface::async_interface::*)(grpc::ClientContext*, const Request*,
                                                                     Response*,
                                                                     std::function<void(grpc::Status)>);

    template <class Service, class Request, class Response>
    void call(Method<Service, Request, Response> method, Request request, Manner manner, QObject* context,
              std::function<void(Outcome<Response>)> reply) {
        auto exchange = std::make_shared<Exchange<Service, Request, Response>>();
        exchange->method = method;
        exchange->request = std::move(request);
        exchange->manner = manner;
        exchange->give_up = QDeadlineTimer(manner.repeat_for_ms);
        exchange->context = context;
        exchange->reply = std::move(reply);
        attempt(exchange);
    }

    // Puts the session on a context made elsewhere (the event stream).
    void equip(grpc::ClientContext& context) const;

    // Asks for a new access token; for those that make their calls elsewhere.
    void renewSession() {
        if (renewal_) renewal_([](bool) {});
    }

  protected:
    bool event(QEvent*) override;

  private:
    template <class Service, class Request, class Response>
    struct Exchange {
        Method<Service, Request, Response> method;
        Request request;
        Response response;
        Manner manner;
        QDeadlineTimer give_up;
        QPointer<QObject> context;
        std::function<void(Outcome<Response>)> reply;
        std::unique_ptr<typename Service::StubInterface> stub;
        std::unique_ptr<grpc::ClientContext> call;
        int attempts = 0;
        std::string token;  // with which the last attempt was made
        bool renewed = false;

        static auto make_stub(const std::shared_ptr<grpc::Channel>& channel) {
            return Service::NewStub(channel);
        }
    };

    template <class E>
    void attempt(std::shared_ptr<E> exchange);
    template <class E>
    void settle(std::shared_ptr<E> exchange, grpc::Status status);

    void began(grpc::ClientContext* call);
    // gRPC's thread: posts what is to be done on the GUI's, then lets go of this object.
    void ended(grpc::ClientContext* call, std::function<void()> settle);
    // Milliseconds before attempt number n + 1, with jitter.
    static int pause_ms(int attempts);

    std::shared_ptr<grpc::Channel> channel_;
    std::string access_token_;
    Renewal renewal_;

    std::mutex mutex_;
    std::condition_variable quiet_;
    std::set<grpc::ClientContext*> under_way_;  // guarded by mutex_
};

template <class E>
void Calls::attempt(std::shared_ptr<E> exchange) {
    if (!channel_) {
        settle(exchange, grpc::Status(grpc::StatusCode::UNAVAILABLE, "no channel"));
        return;
    }
    exchange->call = std::make_unique<grpc::ClientContext>();
    exchange->call->set_deadline(std::chrono::system_clock::now() +
                                 std::chrono::milliseconds(exchange->manner.deadline_ms));
    exchange->token = access_token_;
    if (exchange->manner.with_session) equip(*exchange->call);
    exchange->stub = E::make_stub(channel_);
    exchange->response.Clear();
    ++exchange->attempts;
    began(exchange->call.get());
    (exchange->stub->async()->*exchange->method)(
        exchange->call.get(), &exchange->request, &exchange->response,
        [this, exchange](grpc::Status status) mutable {
            grpc::ClientContext* call = exchange->call.get();
            ended(call, [this, exchange = std::move(exchange), status] { settle(exchange, status); });
        });
}

template <class E>
void Calls::settle(std::shared_ptr<E> exchange, grpc::Status status) {
    if (!exchange->context) return;  // nobody waits any more
    if (status.ok()) {
        exchange->reply(std::move(exchange->response));
        return;
    }
    const Fault fault = fault_of(status);
    if (fault.kind == FaultKind::signed_out && exchange->manner.with_session && !exchange->renewed &&
        renewal_) {
        exchange->renewed = true;
        // Refused together, and another call has brought the new token already: asking for one more would
        // spend the refresh token twice.
        if (exchange->token != access_token_) {
            attempt(exchange);
            return;
        }
        renewal_([this, exchange, fault, self = QPointer<Calls>(this)](bool renewed) {
            if (!self || !exchange->context) return;
            if (renewed) {
                attempt(exchange);
            } else {
                exchange->reply(fault);
            }
        });
        return;
    }
    const int pause = pause_ms(exchange->attempts);
    if (fault.kind == FaultKind::unreachable && exchange->give_up.remainingTime() > pause) {
        QTimer::singleShot(pause, this, [this, exchange] { attempt(exchange); });
        return;
    }
    exchange->reply(fault);
}

}  // namespace vitrine::commerce
