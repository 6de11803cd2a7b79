// SPDX-License-Identifier: GPL-3.0-or-later
#include "server/shop/sandbox_gateway.h"

#include <soci/soci.h>
#include <soci/sqlite3/soci-sqlite3.h>

#include <algorithm>
#include <chrono>
#include <stdexcept>
#include <thread>

namespace vitrine::shop {
namespace {

constexpr int64_t kCaptured = 1, kDeclined = 2, kNeedsConfirmation = 3, kVoided = 4;

PaymentAnswer answer_for(int64_t state, const std::string& key) {
    switch (state) {
        case kCaptured:
            return {PaymentState::captured, "sandbox:" + key, ""};
        case kNeedsConfirmation:
            return {PaymentState::needs_confirmation, "sandbox:" + key, ""};
        case kVoided:
            return {PaymentState::declined, "", "This payment was withdrawn."};
        default:
            return {PaymentState::declined, "",
                    "The bank refused this card. Nothing was charged; try another one."};
    }
}

// What a fresh payment comes to; 0 for a token that is none of ours.
int64_t state_for(const std::string& token, bool confirmed) {
    if (token == "sandbox_approve" || token == "sandbox_timeout") return kCaptured;
    if (token == "sandbox_decline") return kDeclined;
    if (token == "sandbox_confirm") return confirmed ? kCaptured : kNeedsConfirmation;
    return 0;
}

}  // namespace

struct SandboxGateway::Charge {
    int64_t amount_minor = 0;
    std::string currency;
    int64_t state = 0;
};

SandboxGateway::SandboxGateway(const std::string& file, int64_t hang_ms) : hang_ms_(hang_ms) {
    try {
        sql_ = std::make_unique<soci::session>(soci::sqlite3, "dbname=\"" + file + "\" timeout=5");
        std::string mode;
        *sql_ << "PRAGMA journal_mode = WAL", soci::into(mode);
        *sql_ << "PRAGMA synchronous = FULL";
        *sql_ << "CREATE TABLE IF NOT EXISTS charge (idempotency_key TEXT PRIMARY KEY, amount_minor BIGINT "
                 "NOT NULL, "
                 "currency TEXT NOT NULL, state BIGINT NOT NULL)";
    } catch (const soci::soci_error& error) {
        throw std::runtime_error("The sandbox gateway cannot keep its book in " + file + ": " + error.what());
    }
}

SandboxGateway::~SandboxGateway() = default;

bool SandboxGateway::find(const std::string& key, Charge& charge) {
    *sql_ << "SELECT amount_minor, currency, state FROM charge WHERE idempotency_key = :key",
        soci::into(charge.amount_minor), soci::into(charge.currency), soci::into(charge.state),
        soci::use(key);
    return sql_->got_data();
}

void SandboxGateway::put(const std::string& key, const Charge& charge) {
    *sql_ << "INSERT INTO charge (idempotency_key, amount_minor, currency, state) VALUES (:key, :amount, "
             ":currency, :state) "
             "ON CONFLICT (idempotency_key) DO UPDATE SET state = excluded.state",
        soci::use(key), soci::use(charge.amount_minor), soci::use(charge.currency), soci::use(charge.state);
}

Result<PaymentAnswer> SandboxGateway::pay(const PaymentRequest& request, int64_t deadline_ms) {
    bool answer_is_lost = false;
    Charge charge;
    {
        std::lock_guard lock(mutex_);
        const bool known = find(request.idempotency_key, charge);
        if (known && charge.state != kVoided &&
            (charge.amount_minor != request.amount.minor ||
             charge.currency != request.amount.currency.code())) {
            return Error{Code::conflict, "The key was used for another amount."};
        }
        if (!known || (charge.state == kNeedsConfirmation && request.confirmed)) {
            charge = {request.amount.minor, request.amount.currency.code(),
                      known ? kCaptured : state_for(request.payment_token, request.confirmed)};
            if (charge.state == 0)
                return Error{Code::invalid_argument,
                             "This is none of the sandbox's test cards. Use 4242 4242 4242 4242."};
            put(request.idempotency_key, charge);
            answer_is_lost = request.payment_token == "sandbox_timeout";
        }
    }
    if (answer_is_lost) {
        std::this_thread::sleep_for(std::chrono::milliseconds(std::min(hang_ms_, deadline_ms)));
        return Error{Code::unavailable, "The gateway did not answer in time.", 1000};
    }
    return answer_for(charge.state, request.idempotency_key);
}

Result<PaymentAnswer> SandboxGateway::look_up(const std::string& idempotency_key, int64_t) {
    std::lock_guard lock(mutex_);
    Charge charge;
    if (!find(idempotency_key, charge))
        return Error{Code::not_found, "No payment was ever asked for under this key."};
    return answer_for(charge.state, idempotency_key);
}

Result<Done> SandboxGateway::void_payment(const std::string& idempotency_key, int64_t) {
    std::lock_guard lock(mutex_);
    Charge charge;
    if (find(idempotency_key, charge) && charge.state == kCaptured) {
        return Error{Code::precondition, "The payment is captured already."};
    }
    charge.state = kVoided;
    put(idempotency_key, charge);
    return Done{};
}

std::vector<SandboxGateway::Capture> SandboxGateway::captures() {
    std::lock_guard lock(mutex_);
    std::vector<Capture> found;
    const soci::rowset<soci::row> rows =
        (sql_->prepare
         << "SELECT idempotency_key, amount_minor, currency FROM charge WHERE state = 1 ORDER BY 1");
    for (const soci::row& row : rows) {
        found.push_back({row.get<std::string>(0), row.get<long long>(1), row.get<std::string>(2)});
    }
    return found;
}

}  // namespace vitrine::shop
