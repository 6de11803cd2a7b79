// SPDX-License-Identifier: GPL-3.0-or-later
// Rest: carts, one-tap buying, what buyers keep with the shop, their orders.
#include <algorithm>
#include <charconv>

#include "server/web/rest_handlers.h"

namespace vitrine::web {
namespace {

constexpr int64_t kGuestReturns_s = 30 * 24 * 3600;  // as long as a guest can come back

// A number in the address; 0 where there is none, -1 where it is no number.
int64_t number_in(const Request& request, const char* name) {
    const auto found = request.query.find(name);
    if (found == request.query.end()) return 0;
    int64_t value = 0;
    const char* const end = found->second.data() + found->second.size();
    const auto parsed = std::from_chars(found->second.data(), end, value);
    return parsed.ec == std::errc() && parsed.ptr == end ? value : -1;
}

}  // namespace

void Rest::add_buyer(Router& router) {
    auto& carts = services_.carts;
    auto& sales = services_.sales;
    router.add("GET", "/v1/shows/{show}/cart",
               query<v1::Cart>([&carts](const Caller& caller, const PathParts& parts, Reply<v1::Cart> reply) {
                   carts.cart(caller, parts.at("show"), std::move(reply));
               }));
    router.add("POST", "/v1/cart/lines",
               command<v1::SetCartLineRequest, v1::Cart>(
                   [&carts](const Caller& caller, const v1::SetCartLineRequest& request,
                            Reply<v1::Cart> reply) { carts.set_line(caller, request, std::move(reply)); }));
    router.add("POST", "/v1/cart/renew",
               command<v1::RenewCartLineRequest, v1::Cart>(
                   [&carts](const Caller& caller, const v1::RenewCartLineRequest& request,
                            Reply<v1::Cart> reply) { carts.renew(caller, request, std::move(reply)); }));
    router.add("POST", "/v1/cart/merge",
               command<v1::MergeCartRequest, v1::MergeCartResponse>(
                   [this, &carts](const Caller& caller, const v1::MergeCartRequest& request,
                                  Reply<v1::MergeCartResponse> reply) {
                       const auto guest =
                           services_.tokens.verify_lapsed(request.guest_token(), kGuestReturns_s);
                       if (!guest.ok()) return reply(guest.error());
                       carts.merge(caller, *guest, request, std::move(reply));
                   }));
    router.add("POST", "/v1/orders/now",
               command<v1::BuyNowRequest, v1::Order>(
                   [&sales](const Caller& caller, const v1::BuyNowRequest& request, Reply<v1::Order> reply) {
                       sales.buy_now(caller, request, std::move(reply));
                   }));
    router.add("GET", "/v1/orders", [this](const Request& request, const PathParts&, Respond respond) {
        auto caller = caller_of(services_.tokens, request);
        if (!caller.ok()) return respond(refuse(caller.error()));
        v1::ListMyOrdersRequest list;
        list.set_before_us(number_in(request, "before"));
        list.set_limit(static_cast<int32_t>(std::clamp<int64_t>(number_in(request, "limit"), -1, 1000)));
        services_.carts.orders(*caller, list, responding<v1::MyOrders>(std::move(respond)));
    });
    router.add("GET", "/v1/profile",
               query<v1::Profile>([&carts](const Caller& caller, const PathParts&, Reply<v1::Profile> reply) {
                   carts.profile(caller, std::move(reply));
               }));
    router.add(
        "POST", "/v1/profile/addresses",
        command<v1::SaveAddressRequest, v1::Profile>(
            [&carts](const Caller& caller, const v1::SaveAddressRequest& request, Reply<v1::Profile> reply) {
                carts.save_address(caller, request, std::move(reply));
            }));
    router.add(
        "POST", "/v1/profile/addresses/{address}/delete",
        command<v1::DeleteAddressRequest, v1::Profile>(
            [&carts](const Caller& caller, const v1::DeleteAddressRequest& request,
                     Reply<v1::Profile> reply) { carts.delete_address(caller, request, std::move(reply)); },
            [](const PathParts& parts, v1::DeleteAddressRequest& request) {
                return name(parts, "address", request.mutable_address_id());
            }));
    router.add(
        "POST", "/v1/profile/cards/{card}/forget",
        command<v1::ForgetMethodRequest, v1::Profile>(
            [&carts](const Caller& caller, const v1::ForgetMethodRequest& request, Reply<v1::Profile> reply) {
                carts.forget_method(caller, request, std::move(reply));
            },
            [](const PathParts& parts, v1::ForgetMethodRequest& request) {
                return name(parts, "card", request.mutable_method_id());
            }));
    add_links(router);
}

// Who has the link may see the order, and cancel it as its buyer may.
void Rest::add_links(Router& router) {
    auto& carts = services_.carts;
    auto& sales = services_.sales;
    router.add("GET", "/v1/order-links/{token}",
               query<v1::Order>([&carts](const Caller&, const PathParts& parts, Reply<v1::Order> reply) {
                   carts.order_by_link(parts.at("token"), std::move(reply));
               }));
    router.add(
        "POST", "/v1/order-links/{token}/cancel",
        [this, &carts, &sales](const Request& request, const PathParts& parts, Respond respond) {
            const auto cancel = command<v1::CancelOrderRequest, v1::Order>(
                [&carts, &sales, token = parts.at("token")](
                    const Caller&, const v1::CancelOrderRequest& asked, Reply<v1::Order> reply) {
                    carts.order_by_link(
                        token, [&sales, asked, reply = std::move(reply)](Result<v1::Order> order) {
                            if (!order.ok()) return reply(order.error());
                            v1::CancelOrderRequest cancelled = asked;
                            cancelled.set_order_id(order->id());
                            const Caller buyer{order->buyer_id(), order->buyer_name(), v1::ROLE_VIEWER, true};
                            sales.cancel(buyer, cancelled, reply);
                        });
                });
            cancel(request, parts, std::move(respond));
        });
}

}  // namespace vitrine::web
