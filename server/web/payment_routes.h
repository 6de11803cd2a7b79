// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "server/web/http.h"
#include "vitrine/v1/payment.pb.h"

namespace vitrine::web {

// GET /v1/payments/gateway: with what the page makes its card form. Nothing in it is secret.
void add_gateway_route(Router&, const v1::PaymentGateway&);

}  // namespace vitrine::web
