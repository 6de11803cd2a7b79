// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <map>
#include <random>
#include <stdexcept>
#include <string>
#include <utility>
#include <vector>

#include "server/shop/payment_gateway.h"

namespace vitrine::tests {

// An outside party on a bad line. Its own book is always right: what it reserved, took and gave back, it did
// once, whatever became of the question or of the answer. It outlives every crash of the shop. Faults come
// from the simulation's own random numbers. Things happen there without our doing: what it works on comes out
// one way or the other, a refused card pays after all, reservations lapse, somebody takes money by hand.
class FaultyGateway final : public shop::PaymentGateway {
  public:
    explicit FaultyGateway(std::mt19937& random) : random_(random) {}

    std::string name() const override { return "sandbox"; }  // in whose place it stands

    Result<shop::PaymentAnswer> authorise(const shop::PaymentRequest& request, int64_t) override {
        if (lost()) return unavailable();
        auto [entry, fresh] = book_.try_emplace(request.payment.key);
        Charge& charge = entry->second;
        if (fresh) {
            charge.currency = request.payment.amount.currency.code();
            charge.minor = request.payment.amount.minor;
            charge.state = request.token == "decline"   ? State::declined
                           : request.token == "confirm" ? (request.confirmed ? State::reserved : State::asked)
                           : request.token == "slow"    ? State::working
                                                        : State::reserved;
            if (request.token == "wrong") charge.minor += 1;
        } else if (charge.state == State::asked && request.confirmed) {
            charge.state = State::reserved;
        }
        return told(charge);
    }

    Result<shop::PaymentAnswer> capture(const shop::CaptureRequest& request, int64_t) override {
        if (lost()) return unavailable();
        const auto entry = book_.find(request.payment.key);
        if (entry == book_.end()) return Error{Code::not_found, "never seen"};
        Charge& charge = entry->second;
        if (charge.state == State::reserved && happens(20)) charge.state = State::lapsed;
        if (charge.state == State::reserved) take(charge, request.amount_minor);
        return told(charge);
    }

    Result<shop::PaymentAnswer> void_payment(const shop::PaymentRef& payment, int64_t) override {
        if (lost()) return unavailable();
        Charge& charge = book_[payment.key];
        if (charge.state == State::fresh) {
            charge.currency = payment.amount.currency.code();
            charge.minor = payment.amount.minor;
        }
        // Somebody took it by hand in the same moment.
        if (charge.state == State::reserved && happens(4)) take(charge, charge.minor);
        if (charge.state != State::captured) charge.state = State::voided;
        return told(charge);
    }

    Result<shop::RefundAnswer> refund(const shop::RefundRequest& request, int64_t) override {
        if (lost()) return Error{Code::unavailable, "timed out", 1000};
        auto [entry, fresh] = refunds_.try_emplace(request.key);
        if (fresh) {
            Charge& charge = book_[request.payment.key];
            const bool enough = request.amount_minor <= charge.taken - charge.given_back;
            // Once in a while the buyer's bank does not want it.
            entry->second = enough && !happens(10) ? request.amount_minor : 0;
            charge.given_back += entry->second;
            if (!enough) overdrawn = true;
        }
        if (lost()) return Error{Code::unavailable, "timed out", 1000};
        if (entry->second == 0) return shop::RefundAnswer{shop::RefundState::refused, "", "no such account"};
        return shop::RefundAnswer{shop::RefundState::done, "refund", ""};
    }

    Result<shop::PaymentAnswer> look_up(const shop::PaymentRef& payment, int64_t) override {
        if (lost()) return unavailable();
        const auto entry = book_.find(payment.key);
        if (entry == book_.end()) return Error{Code::not_found, "never seen"};
        // What it is still working on comes out one way or the other at some time.
        if (entry->second.state == State::working && (!faults || happens(3)))
            entry->second.state = random_() % 2 ? State::reserved : State::declined;
        return told(entry->second);
    }

    Result<shop::DisputeAnswer> look_up_dispute(const std::string& id, int64_t) override {
        if (lost()) return Error{Code::unavailable, "timed out", 1000};
        const auto entry = disputes_.find(id);
        if (entry == disputes_.end()) return Error{Code::not_found, "never seen"};
        const Charge& charge = book_[entry->second.key];
        if (lost()) return Error{Code::unavailable, "timed out", 1000};
        return shop::DisputeAnswer{entry->second.state, charge.taken, charge.currency, "fraudulent"};
    }

    Result<shop::PayoutAnswer> pay_out(const shop::PayoutRequest& request, int64_t) override {
        if (lost()) return Error{Code::unavailable, "timed out", 1000};
        const auto [entry, fresh] = payouts_.try_emplace(request.key, 0);
        if (fresh && !happens(5)) entry->second = request.amount.minor;
        if (lost()) return Error{Code::unavailable, "timed out", 1000};
        if (entry->second == 0) return shop::PayoutAnswer{shop::PayoutState::refused, "", "no such account"};
        return shop::PayoutAnswer{shop::PayoutState::done, "payout", ""};
    }
    // By key; 0: refused.
    const std::map<std::string, int64_t>& payouts() const { return payouts_; }

    // A bank asks a payment back, or decides; the payment's key and the dispute, or nothing.
    std::pair<std::string, std::string> dispute() {
        using shop::DisputeState;
        if (book_.empty()) return {};
        auto entry = book_.begin();
        std::advance(entry, static_cast<int64_t>(random_() % book_.size()));
        const auto& [key, charge] = *entry;
        if (charge.state != State::captured || charge.taken == 0) return {};
        const std::string id = "dispute " + key;
        const auto [known, fresh] = disputes_.try_emplace(id, Dispute{key, DisputeState::open});
        if (fresh && random_() % 5 == 0) known->second.state = DisputeState::none;  // only a question
        if (!fresh && known->second.state == DisputeState::open)
            decide(known->second);
        else if (!fresh && known->second.state == DisputeState::none)
            known->second.state = DisputeState::open;
        return {key, id};
    }
    // All banks decide.
    std::vector<std::pair<std::string, std::string>> decide_all() {
        std::vector<std::pair<std::string, std::string>> decided;
        for (auto& [id, each] : disputes_) {
            if (each.state == shop::DisputeState::open) decide(each);
            decided.emplace_back(each.key, id);
        }
        return decided;
    }
    std::map<std::string, shop::DisputeState> disputes() const {
        std::map<std::string, shop::DisputeState> found;
        for (const auto& [id, each] : disputes_) found[id] = each.state;
        return found;
    }

    // What happens there by itself; the key it happened to, or "".
    std::string stir() {
        if (book_.empty()) return "";
        auto entry = book_.begin();
        std::advance(entry, static_cast<int64_t>(random_() % book_.size()));
        Charge& charge = entry->second;
        if (charge.state == State::declined && happens(2))
            charge.state = State::reserved;  // late success
        else if (charge.state == State::voided && happens(4))
            charge.state = State::reserved;
        else if (charge.state == State::asked)
            charge.state = happens(2) ? State::reserved : State::declined;
        else if (charge.state == State::reserved && happens(6))
            take(charge, charge.minor);
        else if (charge.state == State::reserved && happens(6))
            charge.state = State::lapsed;
        return entry->first;
    }

    struct Account {
        int64_t taken = 0, given_back = 0;
        bool reserved = false;
    };
    std::map<std::string, Account> accounts() const {
        std::map<std::string, Account> found;
        for (const auto& [key, charge] : book_)
            found[key] = {charge.taken, charge.given_back, charge.state == State::reserved};
        return found;
    }

    bool faults = true;
    bool overdrawn = false;  // it was asked to give back more than it had taken

  private:
    enum class State { fresh, working, asked, reserved, captured, declined, voided, lapsed };
    struct Charge {
        std::string currency;
        int64_t minor = 0;
        State state = State::fresh;
        int64_t taken = 0, given_back = 0;
    };

    struct Dispute {
        std::string key;
        shop::DisputeState state = shop::DisputeState::none;
    };
    void decide(Dispute& each) {
        each.state = random_() % 2 ? shop::DisputeState::won : shop::DisputeState::lost;
    }

    bool happens(unsigned one_in) { return faults && random_() % one_in == 0; }
    bool lost() {
        if (!faults) return false;
        const unsigned dice = random_() % 20;
        if (dice == 0) throw std::runtime_error("connection reset by peer");
        return dice <= 3;
    }
    static void take(Charge& charge, int64_t minor) {
        charge.state = State::captured;
        charge.taken = minor;
    }
    static Error unavailable() { return {Code::unavailable, "timed out", 1000}; }
    Result<shop::PaymentAnswer> told(const Charge& charge) {
        if (lost()) return unavailable();
        using shop::PaymentState;
        shop::PaymentAnswer answer{
            PaymentState::declined, charge.minor, charge.currency, "reference", "The bank refused.", ""};
        if (charge.state == State::captured) answer.state = PaymentState::captured;
        if (charge.state == State::captured) answer.amount_minor = charge.taken;
        if (charge.state == State::reserved) answer.state = PaymentState::authorised;
        if (charge.state == State::asked) answer.state = PaymentState::needs_confirmation;
        if (charge.state == State::working || charge.state == State::fresh)
            answer.state = PaymentState::unknown;
        return answer;
    }

    std::mt19937& random_;
    std::map<std::string, Charge> book_;
    std::map<std::string, int64_t> payouts_;
    std::map<std::string, Dispute> disputes_;
    std::map<std::string, int64_t> refunds_;  // key → given back; 0: refused
};

}  // namespace vitrine::tests
