// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "server/web/http.h"
#include "server/web/loop.h"
#include "server/web/rate_limits.h"
#include "server/web/services.h"
#include "server/web/show_hubs.h"

namespace vitrine::web {

struct RestTerms {
    // Per address, for what costs work or could be guessed: guests, sign-in, holds, payments.
    double commands_per_s = 5;
    double commands_burst = 40;
    // The same for letters with codes.
    double codes_per_s = 1.0 / 120;
    double codes_burst = 15;
};

// The commands of the page: JSON of the contract's messages in and out (docs/operating.md lists the
// addresses).
class Rest {
  public:
    Rest(Loop&, ShowHubs&, RestTerms, Meters&);
    void add_to(Router&);

  private:
    template <class In, class Out>
    using Call = std::function<void(const Caller&, const In&, Reply<Out>)>;
    // fill: takes what the path names into the message; false when the body names something else.
    template <class In, class Out>
    Handler command(Call<In, Out> call, std::function<bool(const PathParts&, In&)> fill = nullptr,
                    bool limited = true);
    template <class Out>
    Handler query(std::function<void(const Caller&, const PathParts&, Reply<Out>)> call);

    void add_identity(Router&);
    void add_show(Router&);
    void add_sale(Router&);
    void add_drops(Router&);
    void add_settled_money(Router&);
    void add_prices(Router&);
    void add_buyer(Router&);  // carts, orders, address book: buyer_routes.cpp
    void add_links(Router&);  // to orders
    bool within_limit(RateLimits&, const Request&, Response& refusal);

    Loop& loop_;
    ShowHubs& hubs_;
    const Services services_;
    Meters& meters_;
    RateLimits limits_;
    RateLimits code_limits_;
};

}  // namespace vitrine::web
