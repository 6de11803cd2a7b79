// SPDX-License-Identifier: GPL-3.0-or-later
#include "server/web/rest.h"

#include "server/web/gzip.h"
#include "server/web/rest_handlers.h"

namespace vitrine::web {
Rest::Rest(Loop& loop, ShowHubs& hubs, RestTerms terms, Meters& meters)
    : loop_(loop),
      hubs_(hubs),
      services_(hubs.services()),
      meters_(meters),
      limits_(terms.commands_per_s, terms.commands_burst),
      code_limits_(terms.codes_per_s, terms.codes_burst) {}

void Rest::add_to(Router& router) {
    add_identity(router);
    add_show(router);
    add_sale(router);
    add_prices(router);
    add_drops(router);
    add_buyer(router);
    add_settled_money(router);
}

bool Rest::within_limit(RateLimits& limits, const Request& request, Response& refusal) {
    const int64_t wait_ms = limits.take(request.peer, services_.clock.steady_us());
    if (wait_ms == 0) return true;
    ++meters_.rate_limited;
    refusal = refuse(
        {Code::rate_limited, "Too many requests from your address. Wait a moment and try again.", wait_ms});
    return false;
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
    // Each is a letter to somebody: nobody writes to the whole world through us.
    router.add("POST", "/v1/sessions/codes",
               [this, ask = command<v1::SignInCodeRequest, v1::SignInCodeResponse>(
                          [&identity](const Caller&, const v1::SignInCodeRequest& request,
                                      Reply<v1::SignInCodeResponse> reply) {
                              identity.ask_code(request, std::move(reply));
                          })](const Request& request, const PathParts& parts, Respond respond) {
                   Response refusal;
                   if (!within_limit(code_limits_, request, refusal)) return respond(std::move(refusal));
                   ask(request, parts, std::move(respond));
               });
    router.add(
        "POST", "/v1/sessions/by-code",
        command<v1::CodeSignInRequest, v1::Session>(
            [&identity](const Caller&, const v1::CodeSignInRequest& request, Reply<v1::Session> reply) {
                identity.sign_in_with_code(request, std::move(reply));
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

void Rest::add_settled_money(Router& router) {
    auto& money = services_.settled_money;
    router.add(
        "POST", "/v1/orders/{order}/delivery-confirmation",
        command<v1::ConfirmDeliveryRequest, v1::Order>(
            [&money](const Caller& caller, const v1::ConfirmDeliveryRequest& request,
                     Reply<v1::Order> reply) { money.confirm_delivery(caller, request, std::move(reply)); },
            [](const PathParts& parts, v1::ConfirmDeliveryRequest& request) {
                return name(parts, "order", request.mutable_order_id());
            }));
}

}  // namespace vitrine::web
