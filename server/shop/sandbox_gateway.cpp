// SPDX-License-Identifier: GPL-3.0-or-later
#include "server/shop/sandbox_gateway.h"

#include <algorithm>
#include <chrono>
#include <optional>
#include <thread>

namespace vitrine::shop {
namespace {

constexpr int64_t kCaptured = 1, kDeclined = 2, kNeedsConfirmation = 3, kVoided = 4, kAuthorised = 5;
// Authorised, and disputed once it is taken.
constexpr int64_t kWillBeLost = 6, kWillBeWon = 7;
// Stages of a dispute; before them it is still to come.
constexpr int64_t kOpen = 1, kWon = 2, kLost = 3;
constexpr int64_t kUntilDisputed_s = 60, kUntilDecided_s = 300;

bool reserved(int64_t state) { return state == kAuthorised || state == kWillBeLost || state == kWillBeWon; }

// What a fresh payment comes to; 0 for a token that is none of ours.
int64_t state_for(const std::string& token, bool confirmed) {
    if (token == "sandbox_approve" || token == "sandbox_timeout") return kAuthorised;
    if (token == "sandbox_decline") return kDeclined;
    if (token == "sandbox_disputed_lost") return kWillBeLost;
    if (token == "sandbox_disputed_won") return kWillBeWon;
    if (token == "sandbox_confirm") return confirmed ? kAuthorised : kNeedsConfirmation;
    return 0;
}

PaymentAnswer answer_of(const SandboxCharge& charge, const std::string& key) {
    PaymentAnswer said{
        PaymentState::declined, charge.amount_minor, charge.currency, "sandbox:" + key, "", ""};
    switch (charge.state) {
        case kCaptured:
            said.state = PaymentState::captured;
            break;
        case kAuthorised:
        case kWillBeLost:
        case kWillBeWon:
            said.state = PaymentState::authorised;
            break;
        case kNeedsConfirmation:
            said.state = PaymentState::needs_confirmation;
            break;
        case kVoided:
            said.problem = "This payment was withdrawn.";
            break;
        default:
            said.problem = "The bank refused this card. Nothing was charged; try another one.";
    }
    return said;
}

int64_t refunded(SandboxRows& rows, const std::string& key) {
    int64_t minor = 0;
    rows.sql() << "SELECT COALESCE(SUM(amount_minor), 0) FROM refund WHERE idempotency_key = :key",
        soci::into(minor), soci::use(key);
    return minor;
}

Error never_seen() { return {Code::not_found, "No payment was ever asked for under this key."}; }

Result<PaymentAnswer> reserve(SandboxRows& rows, const PaymentRequest& request) {
    const auto& [key, amount, reference] = request.payment;
    const std::optional<SandboxCharge> known = rows.find(key);
    const bool waits = known && known->state == kNeedsConfirmation;
    const bool amount_stands = waits || (known && reserved(known->state));
    if (amount_stands && (known->amount_minor != amount.minor || known->currency != amount.currency.code()))
        return Error{Code::conflict, "The key was used for another amount."};
    if (known && !(waits && request.confirmed)) return answer_of(*known, key);
    const SandboxCharge charge{amount.minor, amount.currency.code(),
                               known ? kAuthorised : state_for(request.token, request.confirmed)};
    if (charge.state == 0) {
        return Error{Code::invalid_argument,
                     "This is none of the sandbox's test cards. Use 4242 4242 4242 4242."};
    }
    rows.put(key, charge);
    if (request.token == "sandbox_timeout") return Error{Code::unavailable, "The answer is lost.", 1000};
    return answer_of(charge, key);
}

Result<PaymentAnswer> take(SandboxRows& rows, const CaptureRequest& request) {
    const std::string& key = request.payment.key;
    std::optional<SandboxCharge> charge = rows.find(key);
    if (!charge) return never_seen();
    if (!reserved(charge->state)) return answer_of(*charge, key);
    if (request.amount_minor < 1 || request.amount_minor > charge->amount_minor)
        return Error{Code::invalid_argument, "At most what is reserved can be taken."};
    if (charge->state != kAuthorised) rows.dispute_later(key, charge->state == kWillBeLost);
    charge->state = kCaptured;
    charge->amount_minor = request.amount_minor;
    rows.put(key, *charge);
    return answer_of(*charge, key);
}

Result<RefundAnswer> give_back(SandboxRows& rows, const RefundRequest& request) {
    const std::string& key = request.payment.key;
    int64_t before = 0;
    rows.sql() << "SELECT amount_minor FROM refund WHERE refund_key = :key", soci::into(before),
        soci::use(request.key);
    if (rows.sql().got_data() && before != request.amount_minor)
        return Error{Code::conflict, "The key was used for another amount."};
    const RefundAnswer done{RefundState::done, "sandbox:" + request.key, ""};
    if (before != 0) return done;
    const std::optional<SandboxCharge> charge = rows.find(key);
    if (!charge || charge->state != kCaptured || request.amount_minor < 1 ||
        request.amount_minor > charge->amount_minor - refunded(rows, key)) {
        return RefundAnswer{RefundState::refused, "", "The sandbox has not taken so much."};
    }
    rows.sql()
        << "INSERT INTO refund (refund_key, idempotency_key, amount_minor) VALUES (:refund, :key, :amount)",
        soci::use(request.key), soci::use(key), soci::use(request.amount_minor);
    return done;
}

// What `work` answers, once it is on the disk.
template <class Answer, class Work>
Result<Answer> in(SandboxBook& book, Work work) {
    std::optional<Result<Answer>> answer;
    book.with([&](SandboxRows& rows) { answer = work(rows); });
    return std::move(*answer);
}

}  // namespace

Result<PaymentAnswer> SandboxGateway::authorise(const PaymentRequest& request, int64_t deadline_ms) {
    auto answer = in<PaymentAnswer>(book_, [&](SandboxRows& rows) { return reserve(rows, request); });
    if (!answer.ok() && answer.error().code == Code::unavailable)
        std::this_thread::sleep_for(std::chrono::milliseconds(std::min(hang_ms_, deadline_ms)));
    return answer;
}

Result<PaymentAnswer> SandboxGateway::capture(const CaptureRequest& request, int64_t) {
    return in<PaymentAnswer>(book_, [&](SandboxRows& rows) { return take(rows, request); });
}

Result<PaymentAnswer> SandboxGateway::void_payment(const PaymentRef& payment, int64_t) {
    return in<PaymentAnswer>(book_, [&](SandboxRows& rows) -> Result<PaymentAnswer> {
        std::optional<SandboxCharge> charge = rows.find(payment.key);
        if (!charge) charge = SandboxCharge{payment.amount.minor, payment.amount.currency.code(), 0};
        if (charge->state != kCaptured) charge->state = kVoided;
        rows.put(payment.key, *charge);
        return answer_of(*charge, payment.key);
    });
}

Result<RefundAnswer> SandboxGateway::refund(const RefundRequest& request, int64_t) {
    return in<RefundAnswer>(book_, [&](SandboxRows& rows) { return give_back(rows, request); });
}

Result<PaymentAnswer> SandboxGateway::look_up(const PaymentRef& payment, int64_t) {
    return in<PaymentAnswer>(book_, [&](SandboxRows& rows) -> Result<PaymentAnswer> {
        const std::optional<SandboxCharge> charge = rows.find(payment.key);
        if (!charge) return never_seen();
        return answer_of(*charge, payment.key);
    });
}

std::vector<SandboxGateway::Payment> SandboxGateway::payments() {
    std::vector<Payment> found;
    book_.with([&](SandboxRows& rows) {
        Payment one;
        int64_t state = 0;
        soci::statement all =
            (rows.sql().prepare << "SELECT c.idempotency_key, c.currency, c.amount_minor, (SELECT "
                                   "COALESCE(SUM(r.amount_minor), 0) FROM refund r WHERE r.idempotency_key = "
                                   "c.idempotency_key), c.state FROM charge c ORDER BY 1",
             soci::into(one.idempotency_key), soci::into(one.currency), soci::into(one.taken_minor),
             soci::into(one.refunded_minor), soci::into(state));
        all.execute();
        while (all.fetch()) {
            one.reserved = reserved(state);
            if (state != kCaptured) one.taken_minor = 0;
            found.push_back(one);
        }
    });
    return found;
}

Result<DisputeAnswer> SandboxGateway::look_up_dispute(const std::string& reference, int64_t) {
    return in<DisputeAnswer>(book_, [&](SandboxRows& rows) -> Result<DisputeAnswer> {
        DisputeAnswer answer;
        int64_t stage = 0;
        rows.sql() << "SELECT d.stage, c.amount_minor, c.currency FROM dispute d JOIN charge c ON "
                      "c.idempotency_key = "
                      "d.idempotency_key WHERE d.dispute_key = :key",
            soci::into(stage), soci::into(answer.amount_minor), soci::into(answer.currency),
            soci::use(reference);
        if (!rows.sql().got_data()) return Error{Code::not_found, "There is no such dispute."};
        answer.reason = "fraudulent";
        answer.state = stage == kOpen   ? DisputeState::open
                       : stage == kWon  ? DisputeState::won
                       : stage == kLost ? DisputeState::lost
                                        : DisputeState::none;
        return answer;
    });
}

Result<PayoutAnswer> SandboxGateway::pay_out(const PayoutRequest& request, int64_t) {
    return in<PayoutAnswer>(book_, [&](SandboxRows& rows) -> Result<PayoutAnswer> {
        const std::string currency = request.amount.currency.code();
        rows.sql()
            << "INSERT INTO payout (payout_key, recipient, amount_minor, currency) VALUES (:key, :recipient, "
               ":amount, :currency) ON CONFLICT (payout_key) DO NOTHING",
            soci::use(request.key), soci::use(request.recipient), soci::use(request.amount.minor),
            soci::use(currency);
        int64_t same = 0;
        rows.sql() << "SELECT COUNT(*) FROM payout WHERE payout_key = :key AND recipient = :recipient AND "
                      "amount_minor = :amount AND currency = :currency",
            soci::into(same), soci::use(request.key), soci::use(request.recipient),
            soci::use(request.amount.minor), soci::use(currency);
        if (same == 0) return Error{Code::conflict, "The key was used for another payout."};
        return PayoutAnswer{PayoutState::done, "sandbox:" + request.key, ""};
    });
}

int64_t SandboxGateway::paid_out(const std::string& recipient, const std::string& currency) {
    int64_t minor = 0;
    book_.with([&](SandboxRows& rows) {
        rows.sql() << "SELECT COALESCE(SUM(amount_minor), 0) FROM payout WHERE recipient = :recipient AND "
                      "currency = "
                      ":currency",
            soci::into(minor), soci::use(recipient), soci::use(currency);
    });
    return minor;
}

std::vector<SandboxGateway::News> SandboxGateway::stir(Instant now) {
    std::vector<News> found;
    book_.with([&](SandboxRows& rows) {
        int64_t untold = 0;
        rows.sql() << "SELECT COUNT(*) FROM dispute WHERE next_us >= 0 OR told < stage", soci::into(untold);
        if (untold == 0) return;
        const int64_t first_us = now.plus_s(kUntilDisputed_s).us, then_us = now.plus_s(kUntilDecided_s).us;
        rows.sql() << "UPDATE dispute SET stage = CASE WHEN lost = 1 THEN 3 ELSE 2 END, next_us = -1 WHERE "
                      "stage = 1 "
                      "AND next_us BETWEEN 1 AND :now",
            soci::use(now.us);
        rows.sql()
            << "UPDATE dispute SET stage = 1, next_us = :then WHERE stage = 0 AND next_us BETWEEN 1 AND :now",
            soci::use(then_us), soci::use(now.us);
        rows.sql() << "UPDATE dispute SET next_us = :first WHERE next_us = 0", soci::use(first_us);
        News one;
        soci::statement all =
            (rows.sql().prepare
                 << "SELECT dispute_key, idempotency_key, stage FROM dispute WHERE told < stage",
             soci::into(one.dispute), soci::into(one.payment_key), soci::into(one.stage));
        all.execute();
        while (all.fetch()) found.push_back(one);
    });
    return found;
}

void SandboxGateway::heard(const News& news) {
    book_.with([&](SandboxRows& rows) {
        rows.sql() << "UPDATE dispute SET told = :stage WHERE dispute_key = :key AND told < :same",
            soci::use(news.stage), soci::use(news.dispute), soci::use(news.stage);
    });
}

}  // namespace vitrine::shop
