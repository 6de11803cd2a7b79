// SPDX-License-Identifier: GPL-3.0-or-later
#include "server/settings.h"

#include <spdlog/common.h>
#include <toml++/toml.h>
#include <CLI/CLI.hpp>
#include <algorithm>
#include <cstdlib>
#include <filesystem>
#include <iostream>
#include <sstream>
#include <variant>
#include <vector>

namespace vitrine::server {
namespace {

namespace fs = std::filesystem;

constexpr int kBadSettings = 2;
constexpr double kNoBound = 1e12;

using Place = std::variant<std::string*, int64_t*, double*, bool*>;

struct Entry {
    const char* name;  // flag --name, key `name`, environment VITRINE_NAME
    Place place;
    const char* what;
    double least = 0;
    double most = kNoBound;
    CLI::Option* option = nullptr;
};

fs::path default_data_dir() {
    if (const char* given = std::getenv("XDG_DATA_HOME"); given && *given) return fs::path(given) / "vitrine";
    if (const char* home = std::getenv("HOME"); home && *home) return fs::path(home) / ".local/share/vitrine";
    return "vitrine-data";
}

// Beside the program when installed (bin/../share/vitrine), in the tree when built there (build/bin,
// build/share). The first place where `proof` lies.
std::string beside_program(std::initializer_list<const char*> places, const char* proof) {
    std::error_code error;
    const fs::path bin = fs::read_symlink("/proc/self/exe", error).parent_path();
    for (const char* place : places) {
        if (fs::exists(bin / place / proof, error)) return fs::weakly_canonical(bin / place, error).string();
    }
    return fs::weakly_canonical(bin / *places.begin(), error).string();
}

std::vector<Entry> entries(Settings& s) {
    return {
        {"data-dir", &s.data_dir, "where everything is kept: database, keys, recordings"},
        {"database", &s.database,
         "sqlite: a file in the data directory; or postgresql://user@host/name, made by you"},
        {"log-level", &s.log_level, "trace, debug, info, warn, error or off"},
        {"public-url", &s.public_url,
         "how viewers reach the page, e.g. https://shop.example (empty: the HTTP address)"},
        {"exit-when-idle-s", &s.exit_when_idle_s,
         "end after so long without viewer, studio or publisher (0: never)"},
        {"http-address", &s.http_address, "where to listen for viewers; 0.0.0.0 for all networks"},
        {"http-port", &s.http_port, "0: the system picks", 0, 65535},
        {"http-connections", &s.http_connections, "at most so many at once", 1},
        {"http-idle-s", &s.http_idle_s, "how long a connection may wait between requests", 1},
        {"trust-forwarded", &s.trust_forwarded,
         "behind a proxy of yours: take the viewer's address from X-Forwarded-For"},
        {"frame-ancestors", &s.frame_ancestors, "which sites may embed the page (CSP frame-ancestors)"},
        {"player-dir", &s.player_dir, "the built viewer page"},
        {"pictures-dir", &s.pictures_dir, "the shop's pictures"},
        {"commands-per-s", &s.commands_per_s, "sign-ins, holds and payments of one address", 0.01},
        {"commands-burst", &s.commands_burst, "… at once", 1},
        {"grpc-address", &s.grpc_address, "where to listen for studios"},
        {"grpc-port", &s.grpc_port, "0: the system picks", 0, 65535},
        {"rtmp-address", &s.rtmp_address, "where to listen for publishers"},
        {"rtmp-port", &s.rtmp_port, "0: the system picks", 0, 65535},
        {"rtmp-connections", &s.rtmp_connections, "at most so many at once", 1},
        {"rtmp-url", &s.rtmp_url,
         "how publishers reach it, e.g. rtmp://shop.example/live (empty: the RTMP address)"},
        {"metrics-address", &s.metrics_address, "where to listen for Prometheus"},
        {"metrics-port", &s.metrics_port, "0: the system picks", 0, 65535},
        {"part-ms", &s.part_ms, "length of an LL-HLS part", 50, 2000},
        {"segment-ms", &s.segment_ms, "length of a segment", 500, 10000},
        {"recording-reserve-mb", &s.recording_reserve_mb,
         "recordings leave so much of the disk to the shop (0: fill it)", 0, 1e9},
        {"hold-ttl-s", &s.hold_ttl_s, "how long a hold keeps its units", 1, 86400},
        {"escrow-s", &s.escrow_s, "how long what was paid waits for its delivery", 0, 365 * 86400},
        {"creator-bp", &s.creator_bp, "of a sale, to who showed it, in hundredths of a percent", 0, 10000},
        {"commission", &s.commission,
         "the platform's part of a sale by what its seller sold in the better of this month and the last: "
         "AMOUNT:RATE, rates in hundredths of a percent"},
        {"smtp-url", &s.smtp_url,
         "where mail goes out, smtps://user:password@host or smtp://host:587; give it by the environment or "
         "the file, "
         "not as a flag, which others on the machine can read (empty: no receipts, no sign-in by e-mail)"},
        {"mail-from", &s.mail_from, "the sender of mail, e.g. My Shop <shop@example.org>"},
        {"smtp-ca-file", &s.smtp_ca_file, "certificates to trust with the mail server (empty: the system's)"},
        {"gateway", &s.gateway, "where orders are paid: sandbox (no money moves) or stripe"},
        {"capture-after-s", &s.capture_after_s,
         "how long money stays reserved before it is taken; an order cancelled meanwhile costs no fee", 0,
         6 * 86400},
        {"cancel-within-s", &s.cancel_within_s, "how long after buying a buyer may cancel", 0, 90 * 86400},
        {"stripe-secret-key-file", &s.stripe_secret_key_file,
         "file of mode 0600 with Stripe's secret key (default: stripe.key in the data directory)"},
        {"stripe-secret-key", &s.stripe_secret_key,
         "the key itself; give it by the environment, not as a flag, which others on the machine can read"},
        {"stripe-webhook-secret", &s.stripe_webhook_secret,
         "signs what Stripe sends to /v1/webhooks/stripe; several with commas while you change it"},
        {"stripe-publishable-key", &s.stripe_publishable_key, "for the card form on the page"},
        {"stripe-account", &s.stripe_account, "connected account that is paid, acct_… (empty: your own)"},
        {"stripe-url", &s.stripe_url, "where Stripe's API is"},
    };
}

std::string environment_name(const std::string& name) {
    std::string text = "VITRINE_" + name;
    for (char& c : text) c = c == '-' ? '_' : static_cast<char>(std::toupper(static_cast<unsigned char>(c)));
    return text;
}

// "0 to 65535", "1 or more".
std::string bounds(const Entry& entry) {
    std::ostringstream text;
    text.precision(12);
    text << entry.least;
    if (entry.most < kNoBound) {
        text << " to " << entry.most;
    } else {
        text << " or more";
    }
    return text.str();
}

CLI::Validator within(const Entry& entry) {
    return CLI::Validator(
        [least = entry.least, most = entry.most, bounds = bounds(entry)](std::string& given) {
            double value = 0;
            const bool fits = CLI::detail::lexical_cast(given, value) && value >= least && value <= most;
            return fits ? std::string() : given + " does not fit: " + bounds;
        },
        "");
}

void add_option(CLI::App& app, Entry& entry) {
    const std::string flag = std::string("--") + entry.name;
    std::visit(
        [&](auto* place) {
            using T = std::remove_pointer_t<decltype(place)>;
            if constexpr (std::is_same_v<T, bool>) {
                entry.option = app.add_flag(flag, *place, entry.what);
            } else {
                entry.option = app.add_option(flag, *place, entry.what)->capture_default_str()->take_last();
                if constexpr (!std::is_same_v<T, std::string>) {
                    entry.option->type_name("NUMBER")->check(within(entry));
                    entry.option->description(entry.what + std::string(" (") + bounds(entry) + ")");
                }
            }
        },
        entry.place);
    entry.option->envname(environment_name(entry.name));
}

// False: of another type, or out of bounds.
bool assign(const Entry& entry, const toml::node& node) {
    return std::visit(
        [&](auto* place) {
            using T = std::remove_pointer_t<decltype(place)>;
            const auto value = node.value<T>();
            if (!value) return false;
            if constexpr (std::is_arithmetic_v<T> && !std::is_same_v<T, bool>) {
                if (static_cast<double>(*value) < entry.least || static_cast<double>(*value) > entry.most)
                    return false;
            }
            *place = *value;
            return true;
        },
        entry.place);
}

// spdlog takes any other word for "off".
void check_log_level(const std::string& level) {
    if (level != "off" && spdlog::level::from_str(level) == spdlog::level::off)
        throw std::runtime_error("\"" + level +
                                 "\" is not a log level: trace, debug, info, warn, error or off.");
}

// What flags and environment have not said. Throws std::runtime_error with a sentence for the operator.
void apply_file(const std::string& path, const std::vector<Entry>& all) {
    toml::table table;
    try {
        table = toml::parse_file(path);
    } catch (const toml::parse_error& error) {
        if (error.source().begin.line == 0) throw std::runtime_error(path + " cannot be read.");
        throw std::runtime_error(path + ", line " + std::to_string(error.source().begin.line) + ": " +
                                 std::string(error.description()));
    }
    for (const auto& [key, node] : table) {
        const auto entry =
            std::find_if(all.begin(), all.end(), [&](const Entry& e) { return key.str() == e.name; });
        if (entry == all.end()) {
            throw std::runtime_error(path + ": there is no setting \"" + std::string(key.str()) +
                                     "\". See --help.");
        }
        if (entry->option->count() == 0 && !assign(*entry, node)) {
            throw std::runtime_error(path + ": \"" + std::string(key.str()) +
                                     "\" has a value that does not fit. See --help.");
        }
    }
}

void add_reconcile(CLI::App& app, ReconcileAsked& asked) {
    CLI::App* command =
        app.add_subcommand("reconcile", "Compare the books with a gateway's report and list what differs");
    command->add_option("file", asked.file, "the report: CSV, its first line names the columns")->required();
    command->add_option("--gateway", asked.gateway, "whose report it is")->capture_default_str();
    command->add_option("--from", asked.from, "the report's first day, such as 2026-11-30 (UTC)");
    command->add_option("--until", asked.until, "the day after its last");
}

}  // namespace

shop::ledger::MoneyTerms money_terms(const Settings& settings) {
    return {settings.escrow_s, settings.creator_bp, *shop::ledger::parse_tiers(settings.commission)};
}

Reading read_settings(int argc, char** argv, const std::string& version) {
    Reading reading;
    Settings& settings = reading.settings;
    settings.data_dir = default_data_dir().string();
    settings.commission = shop::ledger::text_of(shop::ledger::standard_tiers());
    settings.player_dir = beside_program(
        {"../share/vitrine/player", "../share/player", "../../server/player/dist"}, "index.html");
    settings.pictures_dir = beside_program({"../share/vitrine/pictures", "../../resources/shop"}, "demo");

    CLI::App app(
        "Vitrine Server: shows, shop and video in one program.\nEvery option can also be set in the file "
        "(name = value, TOML) and by the environment.",
        "vitrine-server");
    app.set_version_flag("--version", "vitrine-server " + version);
    std::string file;
    CLI::Option* const given =
        app.add_option("--config", file,
                       "settings file (default: vitrine.toml in the data directory, if there is one)")
            ->envname("VITRINE_CONFIG");
    std::vector<Entry> all = entries(settings);
    for (Entry& entry : all) add_option(app, entry);
    app.fallthrough();
    app.add_subcommand("backup", "Copy the database into a file, also while a server runs on it")
        ->add_option("file", reading.backup_file, "The copy; must not be there yet")
        ->required();
    add_reconcile(app, reading.reconcile);
    try {
        app.parse(argc, argv);
    } catch (const CLI::ParseError& error) {
        const int code = app.exit(error);
        reading.exit_code = code == 0 ? 0 : kBadSettings;
        return reading;
    }
    try {
        std::error_code ignored;
        if (file.empty()) file = (fs::path(settings.data_dir) / "vitrine.toml").string();
        if (given->count() > 0 || fs::exists(file, ignored)) apply_file(file, all);
        check_log_level(settings.log_level);
        if (const auto tiers = shop::ledger::parse_tiers(settings.commission); !tiers.ok())
            throw std::runtime_error(tiers.error().message);
    } catch (const std::exception& error) {
        std::cerr << "vitrine-server: " << error.what() << '\n';
        reading.exit_code = kBadSettings;
    }
    return reading;
}

}  // namespace vitrine::server
