// SPDX-License-Identifier: GPL-3.0-or-later
// What a hold costs without the shop: the two statements themselves, over each database's own C interface.
#include <libpq-fe.h>

#include <atomic>
#include <chrono>
#include <memory>
#include <stdexcept>
#include <thread>

#include "bench/hold_round.h"
#include "bench/raw_sqlite.h"

namespace vitrine::bench {
namespace {

constexpr const char* kInsert =
    "INSERT INTO hold (id, show_id, variant_id, person_id, quantity, unit_price_minor, currency, state, "
    "in_payment, created_us, first_expires_us, expires_us, order_id) ";
constexpr int64_t kPrice = 2400, kTtl_us = 300'000'000;

class HoldsByHand {
  public:
    explicit HoldsByHand(const std::string& path) : sqlite_(path) {}

    bool hold(const shop::HoldWish& wish, int64_t now_us) {
        const v1::HoldRequest& request = wish.request;
        sqlite3_bind_int64(take_, 1, request.quantity());
        bind(take_, 2, request.variant_id());
        if (sqlite_.step(take_) != 1) return false;
        bind(add_, 1, request.command_id());
        bind(add_, 2, request.show_id());
        bind(add_, 3, request.variant_id());
        bind(add_, 4, wish.caller.id);
        sqlite3_bind_int64(add_, 5, request.quantity());
        sqlite3_bind_int64(add_, 6, kPrice);
        sqlite3_bind_int64(add_, 7, now_us);
        sqlite3_bind_int64(add_, 8, now_us + kTtl_us);
        return sqlite_.step(add_) == 1;
    }

    void begin() { sqlite_.run("BEGIN IMMEDIATE"); }
    void commit() { sqlite_.run("COMMIT"); }

  private:
    RawSqlite sqlite_;
    sqlite3_stmt* const take_ =
        sqlite_.prepare("UPDATE stock SET held = held + ?1 WHERE variant_id = ?2 AND on_hand - held >= ?1");
    sqlite3_stmt* const add_ = sqlite_.prepare(
        std::string(kInsert) + "VALUES (?1, ?2, ?3, ?4, ?5, ?6, 'EUR', 1, 0, ?7, ?8, ?8, '')");
};

using Connection = std::unique_ptr<PGconn, decltype(&PQfinish)>;
using Answer = std::unique_ptr<PGresult, decltype(&PQclear)>;

Answer check(PGconn* connection, PGresult* result) {
    Answer answer(result, PQclear);
    const ExecStatusType status = PQresultStatus(result);
    if (status != PGRES_COMMAND_OK && status != PGRES_TUPLES_OK)
        throw std::runtime_error(std::string("PostgreSQL: ") + PQerrorMessage(connection));
    return answer;
}

Connection connect(const std::string& url) {
    Connection connection(PQconnectdb(url.c_str()), PQfinish);
    PGconn* raw = connection.get();
    check(raw, PQprepare(raw, "take",
                         "UPDATE stock SET held = held + $1 WHERE variant_id = $2 AND on_hand - held >= $1 "
                         "RETURNING on_hand - held",
                         2, nullptr));
    check(raw,
          PQprepare(
              raw, "add",
              (std::string(kInsert) + "VALUES ($1, $2, $3, $4, $5, $6, 'EUR', 1, 0, $7, $8, $8, '')").c_str(),
              8, nullptr));
    return connection;
}

void hold(PGconn* connection, const shop::HoldWish& wish, int64_t now_us) {
    const v1::HoldRequest& request = wish.request;
    const std::string quantity = std::to_string(request.quantity()), price = std::to_string(kPrice),
                      now = std::to_string(now_us), expires = std::to_string(now_us + kTtl_us);
    const char* take[] = {quantity.c_str(), request.variant_id().c_str()};
    const char* add[] = {request.command_id().c_str(),
                         request.show_id().c_str(),
                         request.variant_id().c_str(),
                         wish.caller.id.c_str(),
                         quantity.c_str(),
                         price.c_str(),
                         now.c_str(),
                         expires.c_str()};
    check(connection, PQexec(connection, "BEGIN"));
    check(connection, PQexecPrepared(connection, "take", 2, take, nullptr, nullptr, 0));
    check(connection, PQexecPrepared(connection, "add", 8, add, nullptr, nullptr, 0));
    check(connection, PQexec(connection, "COMMIT"));
}

double seconds_since(std::chrono::steady_clock::time_point began) {
    return std::chrono::duration<double>(std::chrono::steady_clock::now() - began).count();
}

}  // namespace

Round hold_by_hand_in_sqlite(const std::string& url, const std::vector<shop::HoldWish>& wishes,
                             size_t group) {
    HoldsByHand by_hand(url.substr(std::string("sqlite://").size()));
    const SystemClock clock;
    Round round;
    const auto began = std::chrono::steady_clock::now();
    for (size_t first = 0; first < wishes.size(); first += group) {
        const size_t last = std::min(wishes.size(), first + group);
        const int64_t now_us = clock.now().us;
        by_hand.begin();
        for (size_t i = first; i < last; ++i) round.holds += by_hand.hold(wishes[i], now_us);
        by_hand.commit();
    }
    round.seconds = seconds_since(began);
    return round;
}

Round hold_naively_in_postgresql(const std::string& url, const std::vector<shop::HoldWish>& wishes,
                                 int connections) {
    const SystemClock clock;
    std::vector<Connection> all;
    for (int i = 0; i < connections; ++i) all.push_back(connect(url));
    std::atomic<size_t> next = 0;
    const auto began = std::chrono::steady_clock::now();
    std::vector<std::thread> tills;
    for (const Connection& connection : all) {
        tills.emplace_back([&, raw = connection.get()] {
            for (size_t i = next++; i < wishes.size(); i = next++) hold(raw, wishes[i], clock.now().us);
        });
    }
    for (auto& till : tills) till.join();
    return {static_cast<int64_t>(wishes.size()), seconds_since(began)};
}

}  // namespace vitrine::bench
