// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstdint>
#include <string>

#include "server/shop/ledger/money_terms.h"

namespace vitrine::server {

// Everything an operator can set: by flag, by environment (VITRINE_…), or in one TOML file, in this order of
// precedence. Defaults suit one machine. docs/operating.md shows them all.
struct Settings {
    std::string data_dir;  // database, keys, recordings, endpoints.json
    std::string database = "sqlite";
    // As store::Database takes it.
    std::string database_url() const {
        return database == "sqlite" ? "sqlite://" + data_dir + "/vitrine.db" : database;
    }
    std::string log_level = "info";
    std::string public_url;  // empty: http://<http_address>:<port>
    int64_t exit_when_idle_s = 0;

    std::string http_address = "127.0.0.1";
    int64_t http_port = 8080;
    int64_t http_connections = 10'000;
    int64_t http_idle_s = 60;
    bool trust_forwarded = false;
    std::string frame_ancestors = "'none'";
    std::string player_dir;
    std::string pictures_dir;
    double commands_per_s = 5;
    double commands_burst = 40;

    std::string grpc_address = "127.0.0.1";
    int64_t grpc_port = 50051;

    std::string rtmp_address = "127.0.0.1";
    int64_t rtmp_port = 1935;
    int64_t rtmp_connections = 1000;
    std::string rtmp_url;  // empty: rtmp://<rtmp_address>:<port>/live

    std::string metrics_address = "127.0.0.1";
    int64_t metrics_port = 9090;

    int64_t part_ms = 200;
    int64_t segment_ms = 2000;
    int64_t recording_reserve_mb = 500;

    int64_t hold_ttl_s = 300;
    int64_t escrow_s = 14 * 86'400;
    int64_t creator_bp = 1000;
    std::string commission;

    std::string smtp_url;  // empty: no mail is sent
    std::string mail_from;
    std::string smtp_ca_file;  // empty: whom the system trusts

    std::string gateway = "sandbox";
    int64_t capture_after_s = 0;
    int64_t cancel_within_s = 900;
    std::string stripe_secret_key_file;  // empty: stripe.key in the data directory
    std::string stripe_secret_key;
    std::string stripe_webhook_secret;  // several, with commas, while it is being changed
    std::string stripe_publishable_key;
    std::string stripe_account;
    std::string stripe_url = "https://api.stripe.com";
};

// What `vitrine-server reconcile` is to compare.
struct ReconcileAsked {
    std::string file;
    std::string gateway = "sandbox";
    std::string from, until;  // days, UTC; empty: without bound
};

shop::ledger::MoneyTerms money_terms(const Settings&);

// Reads flags, environment and file. When the program is to end at once (--help, --version, a mistake), says
// so to the operator and sets `exit_code`; else it is -1.
struct Reading {
    Settings settings;
    std::string backup_file;   // with the sub-command backup
    ReconcileAsked reconcile;  // with that sub-command; else its file is empty
    int exit_code = -1;
};

Reading read_settings(int argc, char** argv, const std::string& version);

}  // namespace vitrine::server
