// SPDX-License-Identifier: GPL-3.0-or-later
#include "server/web/rest.h"

#include "server/web/bearer.h"
#include "server/web/gzip.h"
#include "server/web/json.h"
#include "server/web/problem.h"

namespace vitrine::web {
namespace {

Response answer_with(const google::protobuf::Message& message) {
    Response response = Response::text(200, "application/json", to_json(message));
    response.headers.emplace_back("Cache-Control", "no-store");
    return response;
}

template <class Out>
Reply<Out> responding(Respond respond) {
    return [respond = std::move(respond)](Result<Out> answer) {
        respond(answer.ok() ? answer_with(*answer) : refuse(answer.error()));
    };
}

// Nobody can be made to send such a request by a form on another site (Fetch §2.2.2: not a "simple" content
// type).
bool is_json(const Request& request) {
    const std::string& type = request.header("content-type");
    return type == "application/json" || type.starts_with("application/json;") ||
           type.starts_with("application/json ");
}

// The path names it; a body that names another one is a mistake.
bool name(const PathParts& parts, const char* part, std::string* field) {
    const std::string& value = parts.at(part);
    if (field->empty()) *field = value;
    return *field == value;
}

}  // namespace

Rest::Rest(Loop& loop, ShowHubs& hubs, RestTerms terms, Meters& meters)
    : loop_(loop),
      hubs_(hubs),
      services_(hubs.services()),
      meters_(meters),
      limits_(terms.commands_per_s, terms.commands_burst) {}

void Rest::add_to(Router& router) {
    add_identity(router);
    add_show(router);
    add_sale(router);
    add_prices(router);
    add_drops(router);
}

bool Rest::within_limit(const Request& request, Response& refusal) {
    const int64_t wait_ms = limits_.take(request.peer, services_.clock.steady_us());
    if (wait_ms == 0) return true;
    ++meters_.rate_limited;
    refusal = refuse(
        {Code::rate_limited, "Too many requests from your address. Wait a moment and try again.", wait_ms});
    return false;
}

template <class In, class Out>
Handler Rest::command(Call<In, Out> call, std::function<bool(const PathParts&, In&)> fill, bool limited) {
    return [this, call = std::move(call), fill = std::move(fill), limited](
               const Request& request, const PathParts& parts, Respond respond) {
        Response refusal;
        if (limited && !within_limit(request, refusal)) return respond(std::move(refusal));
        if (!is_json(request)) {
            return respond(
                refuse_with(415, {Code::invalid_argument, "Send the request as application/json."}));
        }
        // A token that ran out must not keep anybody from getting a new one.
        auto caller = request.path.starts_with("/v1/sessions") || request.path == "/v1/guests"
                          ? Result<Caller>(Caller{})
                          : caller_of(services_.tokens, request);
        if (!caller.ok()) return respond(refuse(caller.error()));
        In message;
        if (auto read = from_json(request.body, message); !read.ok()) return respond(refuse(read.error()));
        if (fill && !fill(parts, message)) {
            return respond(
                refuse({Code::invalid_argument, "The address and the body name different things."}));
        }
        call(*caller, message, responding<Out>(std::move(respond)));
    };
}

template <class Out>
Handler Rest::query(std::function<void(const Caller&, const PathParts&, Reply<Out>)> call) {
    return [this, call = std::move(call)](const Request& request, const PathParts& parts, Respond respond) {
        auto caller = caller_of(services_.tokens, request);
        if (!caller.ok()) return respond(refuse(caller.error()));
        call(*caller, parts, responding<Out>(std::move(respond)));
    };
}

void Rest::add_identity(Router& router) {
    auto& identity = services_.identity;
    router.add("POST", "/v1/guests",
               command<v1::GuestRequest, v1::Session>(
                   [&identity](const Caller&, const v1::GuestRequest& request, Reply<v1::Session> reply) {
                       reply(identity.guest(request));
                   }));
    router.add("POST", "/v1/sessions",
               command<v1::SignInRequest, v1::Session>(
                   [&identity](const Caller&, const v1::SignInRequest& request, Reply<v1::Session> reply) {
                       identity.sign_in(request, std::move(reply));
                   }));
    router.add("POST", "/v1/sessions/refresh",
               command<v1::RefreshRequest, v1::Session>(
                   [&identity](const Caller&, const v1::RefreshRequest& request, Reply<v1::Session> reply) {
                       identity.refresh(request, std::move(reply));
                   }));
    router.add(
        "POST", "/v1/sessions/end",
        command<v1::SignOutRequest, v1::SignOutResponse>(
            [&identity](const Caller&, const v1::SignOutRequest& request, Reply<v1::SignOutResponse> reply) {
                identity.sign_out(request, std::move(reply));
            }));
}

void Rest::add_show(Router& router) {
    router.add("GET", "/v1/shows/{show}",
               [this](const Request& request, const PathParts& parts, Respond respond) {
                   auto caller = caller_of(services_.tokens, request);
                   if (!caller.ok()) return respond(refuse(caller.error()));
                   services_.snapshots.take(
                       parts.at("show"), *caller,
                       [this, request, caller = *caller, respond](Result<v1::ShowSnapshot> snapshot) {
                           if (!snapshot.ok()) return respond(refuse(snapshot.error()));
                           hubs_.complete(*snapshot, caller);
                           Response response = answer_with(*snapshot);
                           gzip_if_accepted(request, response);
                           respond(std::move(response));
                       });
               });
    router.add("POST", "/v1/shows/{show}/chat",
               command<v1::SayRequest, v1::ChatLine>(
                   [this](const Caller& caller, const v1::SayRequest& request, Reply<v1::ChatLine> reply) {
                       services_.chat.say(caller, request, std::move(reply));
                   },
                   [](const PathParts& parts, v1::SayRequest& request) {
                       return name(parts, "show", request.mutable_show_id());
                   },
                   false));  // the room has its own limit for each sender
}

void Rest::add_sale(Router& router) {
    auto& sales = services_.sales;
    router.add("POST", "/v1/holds",
               command<v1::HoldRequest, v1::Hold>(
                   [&sales](const Caller& caller, const v1::HoldRequest& request, Reply<v1::Hold> reply) {
                       sales.hold(caller, request, std::move(reply));
                   }));
    router.add("POST", "/v1/holds/{hold}/release",
               command<v1::ReleaseHoldRequest, v1::Hold>(
                   [&sales](const Caller& caller, const v1::ReleaseHoldRequest& request,
                            Reply<v1::Hold> reply) { sales.release(caller, request, std::move(reply)); },
                   [](const PathParts& parts, v1::ReleaseHoldRequest& request) {
                       return name(parts, "hold", request.mutable_hold_id());
                   }));
    router.add("POST", "/v1/waitlist",
               command<v1::JoinWaitlistRequest, v1::WaitlistPlace>(
                   [&sales](const Caller& caller, const v1::JoinWaitlistRequest& request,
                            Reply<v1::WaitlistPlace> reply) {
                       sales.join_waitlist(caller, request, std::move(reply));
                   }));
    router.add("POST", "/v1/orders",
               command<v1::PayRequest, v1::Order>(
                   [&sales](const Caller& caller, const v1::PayRequest& request, Reply<v1::Order> reply) {
                       sales.pay(caller, request, std::move(reply));
                   }));
    router.add("POST", "/v1/orders/{order}/confirm",
               command<v1::ConfirmPaymentRequest, v1::Order>(
                   [&sales](const Caller& caller, const v1::ConfirmPaymentRequest& request,
                            Reply<v1::Order> reply) { sales.confirm(caller, request, std::move(reply)); },
                   [](const PathParts& parts, v1::ConfirmPaymentRequest& request) {
                       return name(parts, "order", request.mutable_order_id());
                   }));
    router.add("POST", "/v1/orders/{order}/cancel",
               command<v1::CancelOrderRequest, v1::Order>(
                   [&sales](const Caller& caller, const v1::CancelOrderRequest& request,
                            Reply<v1::Order> reply) { sales.cancel(caller, request, std::move(reply)); },
                   [](const PathParts& parts, v1::CancelOrderRequest& request) {
                       return name(parts, "order", request.mutable_order_id());
                   }));
    router.add("GET", "/v1/orders/{order}/refunds",
               query<v1::ListRefundsResponse>([&sales](const Caller& caller, const PathParts& parts,
                                                       Reply<v1::ListRefundsResponse> reply) {
                   v1::ListRefundsRequest request;
                   request.set_order_id(parts.at("order"));
                   sales.refunds(caller, request, std::move(reply));
               }));
    router.add(
        "GET", "/v1/orders/{order}",
        query<v1::Order>([&sales](const Caller& caller, const PathParts& parts, Reply<v1::Order> reply) {
            v1::GetOrderRequest request;
            request.set_order_id(parts.at("order"));
            sales.order(caller, request, std::move(reply));
        }));
}

void Rest::add_prices(Router& router) {
    auto& pricing = services_.pricing;
    router.add("GET", "/v1/shows/{show}/prices",
               [this](const Request& request, const PathParts& parts, Respond respond) {
                   auto caller = caller_of(services_.tokens, request);
                   if (!caller.ok()) return respond(refuse(caller.error()));
                   v1::GetPricesRequest asked;
                   asked.set_show_id(parts.at("show"));
                   const auto currency = request.query.find("currency");
                   if (currency != request.query.end()) asked.set_currency(currency->second);
                   services_.pricing.prices(*caller, asked,
                                            responding<v1::GetPricesResponse>(std::move(respond)));
               });
    router.add("POST", "/v1/currency",
               command<v1::ChooseCurrencyRequest, v1::ChooseCurrencyResponse>(
                   [&pricing](const Caller& caller, const v1::ChooseCurrencyRequest& request,
                              Reply<v1::ChooseCurrencyResponse> reply) {
                       pricing.choose_currency(caller, request, std::move(reply));
                   }));
    auto& coupons = services_.coupons;
    router.add(
        "POST", "/v1/coupons/check",
        command<v1::CheckCouponRequest, v1::CouponCheck>(
            [&coupons](const Caller& caller, const v1::CheckCouponRequest& request,
                       Reply<v1::CouponCheck> reply) { coupons.check(caller, request, std::move(reply)); }));
}

void Rest::add_drops(Router& router) {
    auto& drops = services_.drops;
    router.add("POST", "/v1/drops/{drop}/entries",
               command<v1::EnterDropRequest, v1::DropEntry>(
                   [&drops](const Caller& caller, const v1::EnterDropRequest& request,
                            Reply<v1::DropEntry> reply) { drops.enter(caller, request, std::move(reply)); },
                   [](const PathParts& parts, v1::EnterDropRequest& request) {
                       return name(parts, "drop", request.mutable_drop_id());
                   }));
    router.add("GET", "/v1/drops/{drop}",
               query<v1::Draw>([&drops](const Caller&, const PathParts& parts, Reply<v1::Draw> reply) {
                   v1::GetDrawRequest request;
                   request.set_drop_id(parts.at("drop"));
                   drops.draw(request, std::move(reply));
               }));
    router.add("GET", "/v1/shows/{show}/drops",
               query<v1::ListDropsResponse>(
                   [&drops](const Caller&, const PathParts& parts, Reply<v1::ListDropsResponse> reply) {
                       v1::ListDropsRequest request;
                       request.set_show_id(parts.at("show"));
                       drops.list(request, std::move(reply));
                   }));
}

}  // namespace vitrine::web
