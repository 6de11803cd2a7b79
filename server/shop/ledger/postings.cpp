// SPDX-License-Identifier: GPL-3.0-or-later
#include "server/shop/ledger/postings.h"

#include <algorithm>

#include "server/shop/ledger/commission_rules.h"

namespace vitrine::shop::ledger {
namespace {

const Party kEscrow{AccountKind::escrow, ""};
const Party kRefunds{AccountKind::refunds, ""};
const Party kChargebacks{AccountKind::chargebacks, ""};

Party gateway_of(const std::string& name) { return {AccountKind::gateway, name}; }

Transfer of_payment(const Payment& payment, Phase phase, const char* step, Reason reason) {
    const bool outside = payment.source.kind == AccountKind::gateway;
    return {payment.key + step, phase, "",     payment.source,   kEscrow,
            payment.amount,     0,     reason, payment.order_id, outside ? payment.key : ""};
}

Transfer resolution(const Payment& payment, Phase phase, const char* step, Reason reason) {
    Transfer transfer = of_payment(payment, phase, step, reason);
    transfer.pending_id = authorised(payment).id;
    return transfer;
}

Reason taken_from(const Payment& payment) {
    return payment.source.kind == AccountKind::wallet ? Reason::spent : Reason::captured;
}

// What was in escrow comes out of it; what was handed out comes back from whoever has it.
std::vector<Transfer> take_back(const std::string& order_id, const std::string& id, const Money& amount,
                                const OrderStanding& standing, const Party& to, Reason reason) {
    VITRINE_CHECK(amount.minor > 0 && amount.minor <= standing.refundable());
    std::vector<Share> from = standing.shares;
    if (standing.in_escrow > 0) from.insert(from.begin(), {kEscrow, standing.in_escrow});
    std::vector<int64_t> weights;
    for (const Share& share : from) weights.push_back(share.minor);
    const std::vector<int64_t> parts = divide(amount.minor, weights);
    std::vector<Transfer> chain;
    for (size_t i = 0; i < from.size(); ++i) {
        if (parts[i] == 0) continue;
        chain.push_back({id + ':' + account_id(from[i].party, amount.currency), Phase::single, "",
                         from[i].party, to, Money{parts[i], amount.currency}, 0, reason, order_id, ""});
    }
    return chain;
}

constexpr char kAsked[] = ":payout_asked";

Transfer of_payout(const std::string& payout_id, const Party& party, const std::string& gateway,
                   const Money& amount, Phase phase, const char* step) {
    return {payout_id + step,
            phase,
            phase == Phase::pending ? "" : payout_id + kAsked,
            party,
            gateway_of(gateway),
            amount,
            0,
            Reason::paid_out,
            payout_id,
            payout_id};
}

}  // namespace

Transfer authorised(const Payment& payment) {
    Transfer transfer = of_payment(payment, Phase::pending, ":authorised", Reason::authorised);
    transfer.timeout_s = payment.reserved_s;
    return transfer;
}

Transfer captured(const Payment& payment) {
    return resolution(payment, Phase::posting, ":captured", taken_from(payment));
}

Transfer captured_at_once(const Payment& payment) {
    return of_payment(payment, Phase::single, ":captured", taken_from(payment));
}

Transfer voided(const Payment& payment) {
    return resolution(payment, Phase::voiding, ":voided", Reason::voided);
}

Transfer not_owed(const Payment& payment, int64_t before_minor) {
    Transfer transfer = of_payment(payment, Phase::single, ":not_owed:", Reason::not_owed);
    transfer.id += std::to_string(before_minor);
    transfer.credit = kRefunds;
    return transfer;
}

std::vector<Transfer> released(const std::string& order_id, const Money& paid,
                               const std::vector<Share>& shares) {
    const std::string id = order_id + ":released:" + std::to_string(paid.minor) + ':';
    std::vector<Transfer> chain;
    for (const Share& share : shares) {
        if (share.minor == 0) continue;
        chain.push_back({id + account_id(share.party, paid.currency), Phase::single, "", kEscrow, share.party,
                         Money{share.minor, paid.currency}, 0, Reason::released, order_id, ""});
    }
    return chain;
}

std::vector<Transfer> refunded(const std::string& order_id, const std::string& refund_id, const Money& amount,
                               const OrderStanding& standing) {
    return take_back(order_id, refund_id, amount, standing, kRefunds, Reason::refunded);
}

Transfer refund_arrived(const std::string& order_id, const std::string& refund_id, const std::string& gateway,
                        const Money& amount) {
    return {refund_id + ":arrived", Phase::single, "",       kRefunds, gateway_of(gateway), amount, 0,
            Reason::refund_arrived, order_id,      refund_id};
}

Transfer refund_failed(const std::string& order_id, const std::string& refund_id, const Money& amount) {
    return {refund_id + ":failed", Phase::single, "", kRefunds, kEscrow, amount, 0,
            Reason::refund_failed, order_id,      ""};
}

Transfer refund_sent_back(const std::string& order_id, const std::string& refund_id,
                          const std::string& gateway, const Money& amount) {
    return {refund_id + ":sent_back", Phase::single, "",       gateway_of(gateway), kRefunds, amount, 0,
            Reason::refund_sent_back, order_id,      refund_id};
}

Transfer refund_kept(const std::string& order_id, const std::string& refund_id, const std::string& person_id,
                     const Money& amount) {
    return {refund_id + ":kept", Phase::single, "", kRefunds, {AccountKind::wallet, person_id}, amount, 0,
            Reason::refund_kept, order_id,      ""};
}

Transfer charged_back(const std::string& order_id, const std::string& dispute_id, const std::string& gateway,
                      const Money& amount) {
    return {dispute_id + ":opened", Phase::single, "",        kChargebacks, gateway_of(gateway), amount, 0,
            Reason::charged_back,   order_id,      dispute_id};
}

Transfer chargeback_won(const std::string& order_id, const std::string& dispute_id,
                        const std::string& gateway, const Money& amount) {
    return {dispute_id + ":won",    Phase::single, "",        gateway_of(gateway), kChargebacks, amount, 0,
            Reason::chargeback_won, order_id,      dispute_id};
}

Transfer chargeback_borne(const std::string& order_id, const std::string& dispute_id, const Money& amount) {
    return {
        dispute_id + ":borne",    Phase::single, "", {AccountKind::commission, ""}, kChargebacks, amount, 0,
        Reason::chargeback_borne, order_id,      ""};
}

std::vector<Transfer> chargeback_lost(const std::string& order_id, const std::string& dispute_id,
                                      const Money& amount, const OrderStanding& standing) {
    return take_back(order_id, dispute_id, amount, standing, kChargebacks, Reason::chargeback_lost);
}

Transfer topped_up(const std::string& key, const std::string& gateway, const std::string& person_id,
                   const Money& amount) {
    return {key + ":topped_up",
            Phase::single,
            "",
            gateway_of(gateway),
            {AccountKind::wallet, person_id},
            amount,
            0,
            Reason::topped_up,
            person_id,
            key};
}

Result<Transfer> payout_asked(const std::string& payout_id, const Party& party, const Balances& balances,
                              const std::string& gateway, const Money& amount) {
    if (amount.minor > balances.available()) {
        return Error{Code::precondition,
                     "Less than this is due: at most " +
                         Money{std::max<int64_t>(balances.available(), 0), amount.currency}.text() +
                         " can be paid out."};
    }
    return of_payout(payout_id, party, gateway, amount, Phase::pending, kAsked);
}

Transfer payout_done(const std::string& payout_id, const Party& party, const std::string& gateway,
                     const Money& amount) {
    return of_payout(payout_id, party, gateway, amount, Phase::posting, ":paid_out");
}

Transfer payout_refused(const std::string& payout_id, const Party& party, const std::string& gateway,
                        const Money& amount) {
    return of_payout(payout_id, party, gateway, amount, Phase::voiding, ":payout_refused");
}

}  // namespace vitrine::shop::ledger
