// SPDX-License-Identifier: GPL-3.0-or-later
#include "server/web/stripe_webhooks.h"

#include <spdlog/spdlog.h>

#include "server/shop/stripe_event.h"
#include "server/shop/stripe_signature.h"
#include "server/web/problem.h"

namespace vitrine::web {

StripeWebhooks::StripeWebhooks(std::vector<std::string> secrets, shop::Sales& sales, const Clock& clock)
    : secrets_(std::move(secrets)), sales_(sales), clock_(clock) {}

void StripeWebhooks::add_to(Router& router) {
    router.add("POST", "/v1/webhooks/stripe",
               [this](const Request& request, const PathParts&, Respond respond) {
                   take(request, std::move(respond));
               });
}

void StripeWebhooks::take(const Request& request, Respond respond) {
    const auto genuine = shop::stripe::check_signature(request.header("stripe-signature"), request.body,
                                                       secrets_, clock_.now());
    if (!genuine.ok()) {
        spdlog::warn("webhook from {}: {}", request.peer, genuine.error().message);
        return respond(refuse(genuine.error()));
    }
    auto event = shop::stripe::read_event(request.body);
    if (!event.ok()) return respond(refuse(event.error()));
    shop::GatewayNews news{std::move(event->id),          std::move(event->type),
                           std::move(event->payment_key), std::move(event->payment_reference),
                           std::move(event->refund_key),  std::move(event->dispute_reference)};
    sales_.gateway_news("stripe", news, [respond = std::move(respond)](Result<Done> noted) {
        respond(noted.ok() ? Response::text(200, "text/plain", "noted\n") : refuse(noted.error()));
    });
}

}  // namespace vitrine::web
