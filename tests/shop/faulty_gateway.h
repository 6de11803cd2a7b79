// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <map>
#include <random>
#include <stdexcept>
#include <string>

#include "server/shop/payment_gateway.h"

namespace vitrine::tests {

// An outside party on a bad line. Its own book is always right: what it took, it took once, whatever became
// of the question or of the answer. It outlives every crash of the shop. Faults come from the simulation's
// own random numbers.
class FaultyGateway final : public shop::PaymentGateway {
  public:
    explicit FaultyGateway(std::mt19937& random) : random_(random) {}

    std::string name() const override { return "faulty"; }

    Result<shop::PaymentAnswer> pay(const shop::PaymentRequest& request, int64_t) override {
        if (lost()) return unavailable();
        auto [entry, fresh] = book_.try_emplace(request.idempotency_key);
        Charge& charge = entry->second;
        if (fresh) {
            charge.minor = request.amount.minor;
            charge.state = request.payment_token == "decline" ? State::declined
                           : request.payment_token == "confirm"
                               ? (request.confirmed ? State::captured : State::asked)
                           : request.payment_token == "slow" ? State::working
                                                             : State::captured;
        } else if (charge.state == State::asked && request.confirmed) {
            charge.state = State::captured;
        }
        if (lost()) return unavailable();
        return answer(charge);
    }

    Result<shop::PaymentAnswer> look_up(const std::string& key, int64_t) override {
        if (lost()) return unavailable();
        const auto entry = book_.find(key);
        if (entry == book_.end()) return Error{Code::not_found, "never seen"};
        // What it is still working on comes out one way or the other at some time.
        if (entry->second.state == State::working && random_() % 3 == 0) {
            entry->second.state = random_() % 2 ? State::captured : State::declined;
        }
        return answer(entry->second);
    }

    Result<Done> void_payment(const std::string& key, int64_t) override {
        if (lost()) return unavailable();
        Charge& charge = book_[key];
        // The buyer was at his bank in the same moment.
        if (charge.state == State::asked && random_() % 4 == 0) charge.state = State::captured;
        if (charge.state == State::captured) return Error{Code::precondition, "captured already"};
        charge.state = State::voided;
        if (lost()) return unavailable();
        return Done{};
    }

    std::map<std::string, int64_t> taken() const {
        std::map<std::string, int64_t> found;
        for (const auto& [key, charge] : book_) {
            if (charge.state == State::captured) found[key] = charge.minor;
        }
        return found;
    }

    bool faults = true;

  private:
    enum class State { fresh, working, asked, captured, declined, voided };
    struct Charge {
        int64_t minor = 0;
        State state = State::fresh;
    };

    bool lost() {
        if (!faults) return false;
        const unsigned dice = random_() % 20;
        if (dice == 0) throw std::runtime_error("connection reset by peer");
        return dice <= 3;
    }
    static Error unavailable() { return {Code::unavailable, "timed out", 1000}; }
    static shop::PaymentAnswer answer(const Charge& charge) {
        switch (charge.state) {
            case State::captured:
                return {shop::PaymentState::captured, "reference", ""};
            case State::asked:
                return {shop::PaymentState::needs_confirmation, "reference", ""};
            case State::working:
            case State::fresh:
                return {shop::PaymentState::unknown, "", ""};
            default:
                return {shop::PaymentState::declined, "", "The bank refused."};
        }
    }

    std::mt19937& random_;
    std::map<std::string, Charge> book_;
};

}  // namespace vitrine::tests
