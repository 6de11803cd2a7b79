// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <string>
#include <vector>

#include "server/domain/clock.h"
#include "server/shop/sales.h"
#include "server/web/http.h"

namespace vitrine::web {

// POST /v1/webhooks/stripe. The signature is checked over the body as it came; what is genuine is committed
// and then answered 200, also when it is about nothing of ours, or came before. 400: not Stripe's; 503: not
// committed, Stripe sends it again for days. A body over the front door's limit is answered 413 there. Runs
// on the web loop; the news outlive it.
class StripeWebhooks {
  public:
    // Without secrets everything is refused.
    StripeWebhooks(std::vector<std::string> secrets, shop::Sales&, const Clock&);
    void add_to(Router&);

  private:
    void take(const Request&, Respond);

    const std::vector<std::string> secrets_;
    shop::Sales& sales_;
    const Clock& clock_;
};

}  // namespace vitrine::web
