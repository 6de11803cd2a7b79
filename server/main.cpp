// SPDX-License-Identifier: GPL-3.0-or-later
// Vitrine Server: makes the parts, wires them, waits for the end, and takes them apart in order.
#include <signal.h>
#include <spdlog/sinks/stdout_color_sinks.h>
#include <spdlog/spdlog.h>
#include <sys/stat.h>
#include <unistd.h>

#include <chrono>
#include <future>

#include "server/api/rpc_server.h"
#include "server/backup.h"
#include "server/data_directory.h"
#include "server/health.h"
#include "server/ingest/rtmp_server.h"
#include "server/mail_room.h"
#include "server/picture_links.h"
#include "server/reconcile.h"
#include "server/room/pins.h"
#include "server/rounds.h"
#include "server/settings.h"
#include "server/shop/bookkeeper.h"
#include "server/shop/catalogue.h"
#include "server/shop/coupons.h"
#include "server/shop/drops.h"
#include "server/shop/payment_worker.h"
#include "server/shop/pricing.h"
#include "server/shop/sandbox_news.h"
#include "server/shop/show_case.h"
#include "server/shop/stripe_gateway.h"
#include "server/shop/warehouse.h"
#include "server/stripe_settings.h"
#include "server/web/event_stream.h"
#include "server/web/http_listener.h"
#include "server/web/media_routes.h"
#include "server/web/page.h"
#include "server/web/payment_routes.h"
#include "server/web/rest.h"
#include "server/web/stripe_webhooks.h"
#include "server/web/viewer_socket.h"

namespace vitrine::server {
namespace {

constexpr const char* kVersion = VITRINE_VERSION;
constexpr int kCannotStart = 1;
constexpr int64_t kFarewellMs = 300;  // for the last frames to leave
constexpr int64_t kStudioPulse_us = 10'000'000;

void ask_to_end() { ::kill(::getpid(), SIGTERM); }

std::string host_in_url(const std::string& address) {
    if (address == "0.0.0.0" || address == "::") return "127.0.0.1";
    return address.find(':') == std::string::npos ? address : "[" + address + "]";
}

// In the order of their needs. Replies hop to the loops, so these come first and go last; the services come
// before the threads that answer for them (committer, readers), which end() ends first.
class Parts {
  public:
    Parts(const Settings& settings, DataDirectory& directory) : settings_(settings), directory_(directory) {
        try {
            open();
        } catch (...) {
            end();
            throw;
        }
    }
    ~Parts() { end(); }

  private:
    void open();
    void open_payments();
    void open_media();
    void open_web();
    void open_mail();
    void open_rpc();
    void tell_where();
    void say_goodbye();
    void end();

    const Settings& settings_;
    DataDirectory& directory_;
    SystemClock clock_;
    web::Meters meters_;
    web::Loop loop_{clock_};     // viewers
    web::Loop errands_{clock_};  // what waits for other parts: rounds, media's endings
    std::unique_ptr<bus::Bus> bus_ = bus::make_local_bus();
    std::unique_ptr<store::Database> database_ = store::Database::open(settings_.database_url());
    std::unique_ptr<store::Committer> committer_ = store::make_committer(*database_, *bus_, clock_);
    std::unique_ptr<store::Readers> readers_ = store::make_readers(*database_);
    identity::Tokens tokens_{identity::load_or_make_secret(directory_.file("token.key")), clock_};
    identity::Identity identity_{*committer_, *readers_, tokens_};
    const shop::SaleTerms sale_terms_{.hold_ttl_s = settings_.hold_ttl_s,
                                      .gateway = pays_at_stripe(settings_) ? "stripe" : "sandbox",
                                      .capture_after_s = settings_.capture_after_s,
                                      .cancel_within_s = settings_.cancel_within_s,
                                      .escrow_s = settings_.escrow_s,
                                      .sends_mail = !settings_.smtp_url.empty()};
    shop::Catalogue catalogue_{*committer_, *readers_, sale_terms_};
    shop::Sales sales_{*committer_, *readers_, sale_terms_};
    shop::Warehouse warehouse_{*committer_, *readers_, sale_terms_};
    shop::Coupons coupons_{*committer_, *readers_};
    shop::Carts carts_{*committer_, *readers_, sale_terms_};
    shop::SettledMoney settled_money_{*committer_, *readers_, money_terms(settings_),
                                      std::string(sale_terms_.gateway)};
    shop::Bookkeeper bookkeeper_{*committer_, money_terms(settings_)};
    // Each gateway finishes what was begun with it, whichever new orders are paid with.
    std::shared_ptr<shop::SandboxGateway> sandbox_ =
        std::make_shared<shop::SandboxGateway>(directory_.file("sandbox-gateway.db"));
    shop::SandboxNews sandbox_news_{sandbox_, sales_, clock_};
    std::unique_ptr<shop::StripeGateway> stripe_;
    show::Shows shows_{*committer_, *readers_, shop::load_lineup};
    show::EventLog log_{*readers_};
    show::Snapshots snapshots_{*readers_, clock_, database_->epoch(), {shop::add_to_snapshot}};
    // Programme time of a show, for lines and pins; asked only once open() has made the programmes.
    const room::ProgrammeTime programme_time_ = [this](const std::string& show_id,
                                                       std::optional<int64_t> stream_ms) {
        return programmes_->programme_time_us(show_id, stream_ms);
    };
    room::Chat chat_{*committer_, *readers_, programme_time_};
    shop::Pricing pricing_{*committer_, *readers_, programme_time_};
    std::unique_ptr<shop::Drops> drops_ =
        std::make_unique<shop::Drops>(*committer_, *readers_, sale_terms_, programme_time_);
    std::unique_ptr<media::Programmes> programmes_;
    std::unique_ptr<room::Pins> pins_;
    std::vector<std::unique_ptr<shop::PaymentWorker>> payments_;
    web::StripeWebhooks stripe_webhooks_{webhook_secrets(settings_), sales_, clock_};
    std::unique_ptr<bus::Subscription> picture_links_;
    std::unique_ptr<ingest::RtmpServer> rtmp_;
    std::unique_ptr<web::ShowHubs> hubs_;
    std::unique_ptr<web::Rest> rest_;
    std::unique_ptr<web::Page> page_;
    web::Router router_;
    web::Router metrics_router_;
    std::unique_ptr<web::HttpListener> http_;
    std::unique_ptr<web::HttpListener> metrics_;
    std::unique_ptr<api::RpcServer> rpc_;
    std::unique_ptr<mail::Smtp> smtp_ = open_smtp(settings_);
    std::unique_ptr<mail::PostOffice> post_office_;
    std::unique_ptr<Rounds> rounds_;
    std::string page_url_;
    std::string ingest_url_;
};

void Parts::open() {
    shows_.forget_pictures([](Result<Done> done) {
        if (!done.ok()) spdlog::error("Shows could not be tidied up: {}", done.error().message);
    });
    open_payments();
    open_media();
    open_web();
    open_mail();
    open_rpc();
    rounds_ = std::make_unique<Rounds>(
        errands_, Rounds::Shop{sales_, bookkeeper_, warehouse_, pricing_, *drops_, sandbox_news_},
        [this] {
            // Studios ask for the status every few seconds, also while their person reads the first dialog.
            const bool asked = rpc_->asked_us() > clock_.steady_us() - kStudioPulse_us;
            return asked || hubs_->watching() > 0 || rpc_->streams() > 0 || programmes_->publishing() > 0;
        },
        settings_.exit_when_idle_s, ask_to_end);
    errands_.start();
    loop_.start();
    tell_where();
}

void Parts::open_payments() {
    if (auto terms = stripe_terms(settings_, directory_.file("stripe.key")))
        stripe_ = std::make_unique<shop::StripeGateway>(std::move(*terms));
    std::vector<shop::PaymentGateway*> gateways{sandbox_.get()};
    if (stripe_) gateways.push_back(stripe_.get());
    std::vector<std::function<void()>> bells;
    for (shop::PaymentGateway* gateway : gateways) {
        payments_.push_back(
            shop::start_payment_worker(*committer_, *readers_, *gateway, clock_, sale_terms_));
        bells.push_back(payments_.back()->waker());
    }
    sales_.when_payment_is_due([bells = std::move(bells)] {
        for (const auto& ring : bells) ring();
    });
}

void Parts::open_media() {
    media::MediaTerms terms;
    terms.directory = directory_.file("recordings");
    terms.part_target_ms = settings_.part_ms;
    terms.segment_target_ms = settings_.segment_ms;
    terms.recording_reserve_bytes = settings_.recording_reserve_mb << 20;
    programmes_ =
        media::make_programmes(terms, clock_, [this](const std::string& show_id, bool live, bool replay) {
            shows_.set_picture(show_id, live, replay, [show_id](Result<Done> done) {
                if (!done.ok())
                    spdlog::warn("The picture of show {} was not noted: {}", show_id, done.error().message);
            });
        });
    pins_ = std::make_unique<room::Pins>(*committer_, programme_time_);
    picture_links_ = link_pictures(*bus_, *programmes_, errands_);
    // The server may have died between the end of a show and the end of its recording.
    shows_.ended_without_replay([this](Result<std::vector<std::string>> ended) {
        if (!ended.ok()) return spdlog::warn("Ended shows could not be read: {}", ended.error().message);
        errands_.post([this, ended = std::move(*ended)] {
            for (const std::string& show_id : ended) programmes_->finish(show_id);
        });
    });
    ingest::RtmpTerms rtmp;
    rtmp.address = settings_.rtmp_address;
    rtmp.port = static_cast<uint16_t>(settings_.rtmp_port);
    rtmp.most_connections = static_cast<size_t>(settings_.rtmp_connections);
    rtmp_ = ingest::start_rtmp_server(
        rtmp, *programmes_, [this](const std::string& key, Reply<std::string> reply) {
            shows_.authorise_publish(key, [reply = std::move(reply)](Result<v1::Show> show) {
                if (!show.ok()) return reply(show.error());
                reply(show->id());
            });
        });
    ingest_url_ = settings_.rtmp_url;
    if (ingest_url_.empty()) {
        ingest_url_ =
            "rtmp://" + host_in_url(settings_.rtmp_address) + ":" + std::to_string(rtmp_->port()) + "/live";
    }
}

void Parts::open_web() {
    hubs_ = std::make_unique<web::ShowHubs>(
        loop_,
        web::Services{identity_, tokens_, shows_, log_, snapshots_, chat_, sales_, carts_, pricing_, coupons_,
                      *drops_, settled_money_, *bus_, clock_},
        meters_);
    rest_ = std::make_unique<web::Rest>(
        loop_, *hubs_, web::RestTerms{settings_.commands_per_s, settings_.commands_burst}, meters_);
    page_ = std::make_unique<web::Page>(
        *hubs_, web::PageTerms{settings_.player_dir, settings_.pictures_dir, settings_.frame_ancestors,
                               settings_.public_url, pays_at_stripe(settings_)});
    router_.add_stream("/v1/shows/{show}/socket", web::viewer_sockets(*hubs_, {}));
    router_.add_stream("/v1/shows/{show}/events", web::event_streams(*hubs_, {}));
    rest_->add_to(router_);
    stripe_webhooks_.add_to(router_);
    v1::PaymentGateway gateway;
    gateway.set_name(std::string(sale_terms_.gateway));
    if (pays_at_stripe(settings_)) gateway.set_publishable_key(settings_.stripe_publishable_key);
    web::add_gateway_route(router_, gateway);
    web::add_media_routes(router_, *programmes_);
    page_->add_to(router_);
    add_health_routes(router_, identity_);
    add_health_routes(metrics_router_, identity_);
    add_metrics_route(
        metrics_router_, meters_, *committer_,
        {{"vitrine_watching", "Viewers of all shows", [this] { return double(hubs_->watching()); }},
         {"vitrine_publishing", "Shows with a picture", [this] { return double(programmes_->publishing()); }},
         {"vitrine_recordings_in_trouble", "Shows whose recording misses something",
          [this] { return double(programmes_->recording_troubles().size()); }},
         {"vitrine_grpc_streams", "Event streams of studios", [this] { return double(rpc_->streams()); }}});
    web::HttpTerms http;
    http.address = settings_.http_address;
    http.port = static_cast<uint16_t>(settings_.http_port);
    http.most_connections = static_cast<size_t>(settings_.http_connections);
    http.idle_s = settings_.http_idle_s;
    http.trust_forwarded = settings_.trust_forwarded;
    http_ = web::listen_http(loop_, http, router_, meters_);
    http.address = settings_.metrics_address;
    http.port = static_cast<uint16_t>(settings_.metrics_port);
    http.port_setting = "metrics-port";
    metrics_ = web::listen_http(loop_, http, metrics_router_, meters_);
    page_url_ = settings_.public_url;
    if (page_url_.empty()) {
        page_url_ = "http://" + host_in_url(settings_.http_address) + ":" + std::to_string(http_->port());
    }
    hubs_->start();
}

void Parts::open_mail() {
    if (!smtp_) return;
    post_office_ =
        std::make_unique<mail::PostOffice>(*committer_, *readers_, *smtp_, clock_, wordings(page_url_));
    identity_.send_codes(post_office_->bell());
}

void Parts::open_rpc() {
    api::RpcTerms terms;
    terms.address = settings_.grpc_address;
    terms.port = static_cast<uint16_t>(settings_.grpc_port);
    rpc_ = api::start_rpc_server(
        terms, api::Services{identity_,
                             tokens_,
                             shows_,
                             log_,
                             snapshots_,
                             chat_,
                             *pins_,
                             catalogue_,
                             sales_,
                             warehouse_,
                             pricing_,
                             coupons_,
                             *drops_,
                             settled_money_,
                             *bus_,
                             clock_,
                             [this] { return hubs_->watching(); },
                             [this](const std::string& show_id) { return hubs_->watching(show_id); },
                             [this] { return programmes_->publishing(); },
                             [this] { return programmes_->recording_troubles(); },
                             [this](const std::string& show_id, const std::string& why) {
                                 programmes_->interrupt(show_id, why);
                             },
                             kVersion,
                             page_url_,
                             ingest_url_,
                             directory_.instance()});
}

void Parts::tell_where() {
    const Ports ports{http_->port(), rpc_->port(), rtmp_->port(), metrics_->port()};
    directory_.write_endpoints(ports);
    spdlog::info("Vitrine Server {} is ready: page {}, gRPC {}:{}, RTMP {}, metrics {}:{}, data {}", kVersion,
                 page_url_, settings_.grpc_address, ports.grpc, ingest_url_, settings_.metrics_address,
                 ports.metrics, settings_.data_dir);
}

// Viewers learn that they should come back; the last frames get a moment to leave.
void Parts::say_goodbye() {
    const auto said = std::make_shared<std::promise<void>>();
    loop_.post([this, said] {
        hubs_->send_away();
        loop_.after_ms(kFarewellMs, [said] { said->set_value(); });
    });
    said->get_future().wait_for(std::chrono::seconds(2));
}

void Parts::end() {
    rtmp_.reset();
    if (http_) http_->close();
    if (metrics_) metrics_->close();
    if (rounds_) say_goodbye();  // the loops run
    if (rpc_) rpc_->close();
    picture_links_.reset();
    loop_.stop();
    errands_.stop();
    drops_.reset();
    payments_.clear();
    post_office_.reset();
    programmes_.reset();
    committer_.reset();
    readers_.reset();
}

int run(int argc, char** argv) {
    const Reading reading = read_settings(argc, argv, kVersion);
    if (reading.exit_code >= 0) return reading.exit_code;
    if (!reading.backup_file.empty()) return back_up(reading.settings, reading.backup_file);
    if (!reading.reconcile.file.empty()) return reconcile(reading.settings, reading.reconcile);
    spdlog::set_default_logger(spdlog::stderr_color_mt("vitrine"));
    spdlog::set_level(spdlog::level::from_str(reading.settings.log_level));

    // Blocked in every thread made from here on; taken by sigwait below.
    sigset_t ends;
    sigemptyset(&ends);
    sigaddset(&ends, SIGTERM);
    sigaddset(&ends, SIGINT);
    pthread_sigmask(SIG_BLOCK, &ends, nullptr);
    ::signal(SIGPIPE, SIG_IGN);
    ::umask(077);  // the hashes of passwords, keys and buyers' addresses are nobody else's to read
    try {
        DataDirectory directory(reading.settings.data_dir);
        Parts parts(reading.settings, directory);
        int received = 0;
        sigwait(&ends, &received);
        spdlog::info("Ending.");
    } catch (const std::exception& fault) {
        spdlog::critical("{}", fault.what());
        return kCannotStart;
    }
    return 0;
}

}  // namespace
}  // namespace vitrine::server

int main(int argc, char** argv) { return vitrine::server::run(argc, argv); }
