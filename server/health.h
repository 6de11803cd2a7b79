// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <functional>
#include <vector>

#include "server/identity/identity.h"
#include "server/store/committer.h"
#include "server/web/http.h"
#include "server/web/meters.h"

namespace vitrine::server {

// /healthz: the process lives. /readyz: it can also read its database.
void add_health_routes(web::Router&, identity::Identity&);

// A number of another part for /metrics.
struct Gauge {
    const char* name;
    const char* help;
    std::function<double()> read;
};
// /metrics in Prometheus's text format.
void add_metrics_route(web::Router&, const web::Meters&, const store::Committer&, std::vector<Gauge>);

}  // namespace vitrine::server
