// SPDX-License-Identifier: GPL-3.0-or-later
// vitrine-bench flashsale: a crowd for few units within two seconds, over HTTP, while the room chats.
#include <algorithm>
#include <chrono>
#include <memory>
#include <nlohmann/json.hpp>
#include <stdexcept>
#include <thread>

#include "bench/command.h"
#include "bench/http_swarm.h"
#include "bench/open_shop.h"
#include "bench/options.h"
#include "bench/room_talk.h"
#include "bench/statistics.h"
#include "server/domain/id.h"

namespace vitrine::bench {
namespace {

constexpr int kConnections = 1000;
constexpr size_t kTalkers = 50;
constexpr auto kQuiet = std::chrono::seconds(3);
constexpr auto kPaidWithin = std::chrono::minutes(2);

struct Asked {
    int buyers = 20'000;
    int64_t units = 1000;
    double within_s = 2;
    Store store = Store::sqlite;
};

class FlashSale {
  public:
    explicit FlashSale(const Asked& asked)
        : asked_(asked),
          shop_(asked.store, 1, asked.units, asked.buyers),
          swarm_(shop_.port(), kConnections) {}

    Figures run() {
        RoomTalk talk(shop_.port(), shop_.stocked().show_id,
                      {shop_.tokens().end() - kTalkers, shop_.tokens().end()});
        std::this_thread::sleep_for(kQuiet);
        const std::vector<double> quiet = talk.take_ms();
        const double took_s = rush();
        const std::vector<double> busy = talk.take_ms();
        pay();
        const int64_t sold = wait_until_paid();
        return {{"store", name_of(asked_.store)},
                {"buyers", asked_.buyers},
                {"units", asked_.units},
                {"took_s", took_s},
                {"held", static_cast<int64_t>(held_.size())},
                {"sold_out", sold_out_},
                {"sold", sold},
                {"oversold", shop_.number(kOversold) + std::max<int64_t>(0, sold - asked_.units)},
                {"answered_p50_ms", percentile(answered_ms_, 0.5)},
                {"answered_p99_ms", percentile(answered_ms_, 0.99)},
                {"room_quiet_p99_ms", percentile(quiet, 0.99)},
                {"room_p99_ms", percentile(busy, 0.99)}};
    }

  private:
    // Everybody presses once, evenly over the time.
    double rush() {
        return swarm_.run(
            static_cast<size_t>(asked_.buyers), asked_.buyers / asked_.within_s,
            [this](size_t i) { return shop_.hold_request(i, 0); },
            [this](const HttpAnswer& answer) {
                answered_ms_.push_back(answer.ms);
                if (answer.status == 200) {
                    held_.emplace_back(answer.request, nlohmann::json::parse(answer.body).at("id"));
                } else if (nlohmann::json::parse(answer.body).value("code", "") == "sold_out") {
                    ++sold_out_;
                } else {
                    throw std::runtime_error("a buyer was answered: " + std::string(answer.body));
                }
            });
    }

    void pay() {
        swarm_.run(
            held_.size(), 0,
            [this](size_t i) {
                const auto& [guest, hold_id] = held_[i];
                return post("/v1/orders", shop_.tokens()[guest],
                            R"({"commandId":")" + make_id(SystemClock().now()) + R"(","holdId":")" + hold_id +
                                R"(","email":"buyer@example.org","paymentToken":"sandbox_approve"})");
            },
            [](const HttpAnswer& answer) {
                if (answer.status != 200)
                    throw std::runtime_error("a payment was answered: " + std::string(answer.body));
            });
    }

    int64_t wait_until_paid() const {
        const auto deadline = std::chrono::steady_clock::now() + kPaidWithin;
        int64_t sold = 0;
        while (std::chrono::steady_clock::now() < deadline) {
            sold = shop_.number("SELECT CAST(SUM(sold) AS BIGINT) FROM stock");
            if (sold >= static_cast<int64_t>(held_.size())) break;
            std::this_thread::sleep_for(std::chrono::milliseconds(100));
        }
        return sold;
    }

    const Asked asked_;
    OpenShop shop_;
    HttpSwarm swarm_;
    std::vector<std::pair<size_t, std::string>> held_;  // guest, hold
    std::vector<double> answered_ms_;
    int64_t sold_out_ = 0;
};

}  // namespace

Command flash_sale_command() {
    return {"flashsale",
            "A crowd for few units over HTTP: who gets them, how long all wait, what the room feels",
            [](CLI::App& app) -> std::function<Figures()> {
                const auto asked = std::make_shared<Asked>();
                app.add_option("--buyers", asked->buyers, "How many people")
                    ->check(CLI::Range(100, 100'000))
                    ->capture_default_str();
                app.add_option("--units", asked->units, "How many units there are")
                    ->check(CLI::Range(1, 1'000'000))
                    ->capture_default_str();
                app.add_option("--within-s", asked->within_s, "In how many seconds all of them press")
                    ->check(CLI::Range(0.1, 600.0))
                    ->capture_default_str();
                add_store_option(app, asked->store);
                return [asked] { return FlashSale(*asked).run(); };
            }};
}

}  // namespace vitrine::bench
