// SPDX-License-Identifier: GPL-3.0-or-later
#include "server/health.h"

#include <prometheus/metric_family.h>
#include <prometheus/text_serializer.h>

#include "server/store/committer_meters.h"

namespace vitrine::server {
namespace {

using prometheus::MetricFamily;
using prometheus::MetricType;

web::Response plain(int status, const char* text) {
    web::Response response = web::Response::text(status, "text/plain; charset=utf-8", text);
    response.headers.emplace_back("Cache-Control", "no-store");
    return response;
}

MetricFamily family(const char* name, const char* help, MetricType type, double value) {
    MetricFamily made{name, help, type, {}};
    prometheus::ClientMetric metric;
    if (type == MetricType::Counter) {
        metric.counter.value = value;
    } else {
        metric.gauge.value = value;
    }
    made.metric.push_back(metric);
    return made;
}

MetricFamily counter(const char* name, const char* help, uint64_t value) {
    return family(name, help, MetricType::Counter, static_cast<double>(value));
}

MetricFamily gauge(const char* name, const char* help, int64_t value) {
    return family(name, help, MetricType::Gauge, static_cast<double>(value));
}

MetricFamily histogram(const char* name, const char* help, const prometheus::Histogram& observed) {
    return {name, help, MetricType::Histogram, {observed.Collect()}};
}

std::vector<MetricFamily> families_of(const store::Committer& committer) {
    const store::CommitterMeters& meters = committer.meters();
    return {
        histogram("vitrine_commit_group_commands", "Commands in one transaction", meters.group_size),
        histogram("vitrine_commit_seconds", "From a group's begin to its durable commit", meters.commit_s),
        gauge("vitrine_commands_waiting", "Commands that wait for the one writer",
              static_cast<int64_t>(committer.waiting())),
        counter("vitrine_commands_refused_total", "Commands over the limit of those that wait",
                meters.refused),
        counter("vitrine_commit_groups_lost_total", "Groups undone: disk full, database gone",
                meters.groups_lost),
    };
}

std::vector<MetricFamily> families_of(const web::Meters& meters) {
    std::vector<MetricFamily> all{
        gauge("vitrine_http_connections", "Open connections on the HTTP ports", meters.connections),
        counter("vitrine_http_connections_refused_total", "Connections over the limit",
                meters.connections_refused),
        counter("vitrine_http_rate_limited_total", "Commands over one address's rate", meters.rate_limited),
        gauge("vitrine_sockets", "Viewers by WebSocket", meters.sockets),
        gauge("vitrine_event_streams", "Viewers by server-sent events", meters.event_streams),
        counter("vitrine_fanout_batches_total", "Batches framed", meters.batches),
        counter("vitrine_fanout_deliveries_total", "Batches handed to a viewer", meters.deliveries),
        counter("vitrine_fanout_dropped_total", "Chat and counts that slow viewers lost", meters.dropped),
        counter("vitrine_fanout_slow_closed_total", "Viewers closed because state could not be delivered",
                meters.slow_closed),
        counter("vitrine_fanout_resumed_total", "Viewers that came back and resumed", meters.resumed),
        counter("vitrine_fanout_snapshots_total", "Snapshots sent to viewers", meters.snapshots),
    };
    MetricFamily responses{"vitrine_http_responses_total",
                           "Answers by the first digit of their status",
                           MetricType::Counter,
                           {}};
    for (size_t digit = 1; digit < meters.responses.size(); ++digit) {
        prometheus::ClientMetric metric;
        metric.label = {{"class", std::to_string(digit) + "xx"}};
        metric.counter.value = static_cast<double>(meters.responses[digit]);
        responses.metric.push_back(metric);
    }
    all.push_back(responses);
    return all;
}

}  // namespace

void add_health_routes(web::Router& router, identity::Identity& identity) {
    router.add("GET", "/healthz", [](const web::Request&, const web::PathParts&, web::Respond respond) {
        respond(plain(200, "ok\n"));
    });
    router.add(
        "GET", "/readyz", [&identity](const web::Request&, const web::PathParts&, web::Respond respond) {
            identity.needs_set_up([respond](Result<bool> answer) {
                respond(answer.ok() ? plain(200, "ready\n") : plain(503, "the database does not answer\n"));
            });
        });
}

void add_metrics_route(web::Router& router, const web::Meters& meters, const store::Committer& committer,
                       std::vector<Gauge> gauges) {
    router.add("GET", "/metrics",
               [&meters, &committer, gauges = std::move(gauges)](const web::Request&, const web::PathParts&,
                                                                 web::Respond respond) {
                   auto families = families_of(meters);
                   for (auto& of_store : families_of(committer)) families.push_back(std::move(of_store));
                   for (const Gauge& gauge : gauges) {
                       families.push_back(family(gauge.name, gauge.help, MetricType::Gauge, gauge.read()));
                   }
                   respond(web::Response::text(200, "text/plain; version=0.0.4; charset=utf-8",
                                               prometheus::TextSerializer().Serialize(families)));
               });
}

}  // namespace vitrine::server
