// SPDX-License-Identifier: GPL-3.0-or-later
#include "server/web/payment_routes.h"

#include "server/web/json.h"

namespace vitrine::web {

void add_gateway_route(Router& router, const v1::PaymentGateway& gateway) {
    router.add("GET", "/v1/payments/gateway",
               [body = to_json(gateway)](const Request&, const PathParts&, Respond respond) {
                   Response response = Response::text(200, "application/json", body);
                   response.headers.emplace_back("Cache-Control", "no-store");
                   respond(std::move(response));
               });
}

}  // namespace vitrine::web
