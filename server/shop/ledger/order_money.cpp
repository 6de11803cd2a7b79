// SPDX-License-Identifier: GPL-3.0-or-later
#include "server/shop/ledger/order_money.h"

#include <spdlog/spdlog.h>

#include <algorithm>

#include "server/shop/ledger/escrow.h"
#include "server/shop/ledger/journal.h"

namespace vitrine::shop::ledger {
namespace {

constexpr int64_t kLookAgain_s = 3600;

Result<Done> done(const Result<int64_t>& booked) {
    if (!booked.ok()) return booked.error();
    return Done{};
}

Currency currency_of(const std::string& code) {
    const Result<Currency> currency = Currency::parse(code);
    VITRINE_CHECK(currency.ok());  // it was parsed when the order was made
    return *currency;
}

// The rate that the seller has earned; what is released now counts for the next sale.
Claims claims_of(store::Session& sql, const escrow::Waiting& waiting, Instant now, const MoneyTerms& terms) {
    const Volume sold = escrow::volume(sql, waiting.seller_id, waiting.currency, month_of(now));
    Claims claims{waiting.seller_id, waiting.creator_id};
    claims.creator_bp = terms.creator_bp;
    claims.commission_bp = commission_bp(sold, currency_of(waiting.currency), terms.commission);
    return claims;
}

// A seller whose sale is undone loses the volume that it had given him.
void take_volume_back(store::Unit& unit, const OrderStanding& before, const std::vector<Transfer>& chain,
                      const std::string& currency) {
    const auto seller = std::find_if(before.shares.begin(), before.shares.end(), [](const Share& share) {
        return share.party.kind == AccountKind::seller;
    });
    if (seller == before.shares.end()) return;
    std::vector<Share> taken;
    for (const Transfer& transfer : chain) taken.push_back({transfer.debit, transfer.amount.minor});
    escrow::add_volume(unit, seller->party.owner, currency, -volume_of(taken));
}

// A part of the money may have been handed out already, when another payment came late.
bool empties_escrow(const OrderStanding& before, const std::vector<Transfer>& chain) {
    int64_t left = before.in_escrow;
    for (const Transfer& transfer : chain) {
        if (transfer.debit.kind == AccountKind::escrow) left -= transfer.amount.minor;
    }
    return left == 0;
}

template <class Postings>
Result<Done> take_back(store::Unit& unit, const std::string& order_id, const std::string& id,
                       const Money& amount, Postings postings) {
    const std::vector<Entry> entries = journal::of_reference(unit.sql(), order_id);
    if (const int64_t before = taken_back_by(entries, id); before != 0) {
        if (before == amount.minor) return Done{};
        return Error{Code::conflict, "This refund was made before, of another amount. Nothing was moved."};
    }
    const OrderStanding standing = standing_of(entries);
    if (amount.minor <= 0 || amount.minor > standing.refundable()) {
        return Error{Code::precondition, "At most " + Money{standing.refundable(), amount.currency}.text() +
                                             " of this order can be refunded."};
    }
    const std::vector<Transfer> chain = postings(order_id, id, amount, standing);
    const Result<int64_t> booked = record(unit, chain);
    if (!booked.ok()) return booked.error();
    take_volume_back(unit, standing, chain, amount.currency.code());
    if (empties_escrow(standing, chain)) escrow::drop(unit, order_id);
    return Done{};
}

void put_into_escrow(store::Unit& unit, const std::string& order_id, const Currency& currency,
                     const Parties& parties, int64_t escrow_s) {
    escrow::put(unit, {order_id, currency.code(), parties.seller_id, parties.creator_id},
                unit.now().plus_s(escrow_s));
}

}  // namespace

Result<Done> authorise(store::Unit& unit, const Payment& payment) {
    // The capture may have been heard of first.
    if (journal::find(unit.sql(), captured(payment).id)) return Done{};
    return done(record(unit, authorised(payment)));
}

Result<Done> capture(store::Unit& unit, const Payment& payment, const Parties& parties, int64_t escrow_s) {
    const auto reserved = journal::reserved(unit.sql(), authorised(payment).id);
    const Result<int64_t> booked =
        record(unit, reserved && can_be_posted(*reserved, unit.now()) ? captured(payment)
                                                                      : captured_at_once(payment));
    if (!booked.ok()) return booked.error();
    if (*booked > 0) put_into_escrow(unit, payment.order_id, payment.amount.currency, parties, escrow_s);
    return Done{};
}

Result<Done> give_up(store::Unit& unit, const Payment& payment) {
    if (!journal::find(unit.sql(), authorised(payment).id)) return Done{};
    return done(record(unit, voided(payment)));
}

Result<Done> take_for_nothing(store::Unit& unit, const Payment& payment, int64_t before_minor) {
    return done(record(unit, not_owed(payment, before_minor)));
}

Result<Done> release(store::Unit& unit, const std::string& order_id, const MoneyTerms& terms) {
    const std::optional<escrow::Waiting> waiting = escrow::find(unit.sql(), order_id);
    if (!waiting) return Done{};
    const OrderStanding before = standing(unit.sql(), order_id);
    if (before.in_escrow <= 0) return Error{Code::precondition, "Nothing of this order is in escrow."};
    const std::vector<Share> shares = shares_of(before, claims_of(unit.sql(), *waiting, unit.now(), terms));
    const Result<int64_t> booked =
        record(unit, released(order_id, Money{before.paid, currency_of(waiting->currency)}, shares));
    if (!booked.ok()) return booked.error();
    escrow::add_volume(unit, waiting->seller_id, waiting->currency, volume_of(shares));
    escrow::drop(unit, order_id);
    return Done{};
}

int64_t release_due(store::Unit& unit, const MoneyTerms& terms, int64_t most) {
    const std::vector<std::string> over = escrow::due(unit.sql(), unit.now(), most);
    for (const std::string& order_id : over) {
        const Result<Done> result = release(unit, order_id, terms);
        if (result.ok()) continue;
        // The others do not wait for one whose books are not right.
        spdlog::error("the money of order {} does not leave escrow: {}", order_id, result.error().message);
        escrow::postpone(unit, order_id, unit.now().plus_s(kLookAgain_s));
    }
    return static_cast<int64_t>(over.size());
}

Result<Done> refund(store::Unit& unit, const std::string& order_id, const std::string& refund_id,
                    const Money& amount) {
    return take_back(unit, order_id, refund_id, amount, refunded);
}

Result<Done> refund_has_arrived(store::Unit& unit, const std::string& order_id, const std::string& refund_id,
                                const std::string& gateway, const Money& amount) {
    return done(record(unit, refund_arrived(order_id, refund_id, gateway, amount)));
}

Result<Done> refund_came_back(store::Unit& unit, const std::string& order_id, const std::string& refund_id,
                              const std::string& gateway, const Money& amount) {
    return done(record(unit, refund_sent_back(order_id, refund_id, gateway, amount)));
}

Result<Done> fail_refund(store::Unit& unit, const std::string& order_id, const std::string& refund_id,
                         const Money& amount, const Parties& parties, int64_t escrow_s) {
    const Result<int64_t> booked = record(unit, refund_failed(order_id, refund_id, amount));
    if (!booked.ok()) return booked.error();
    if (*booked > 0) put_into_escrow(unit, order_id, amount.currency, parties, escrow_s);
    return Done{};
}

Result<Done> charge_back(store::Unit& unit, const std::string& order_id, const std::string& dispute_id,
                         const std::string& gateway, const Money& amount) {
    return done(record(unit, charged_back(order_id, dispute_id, gateway, amount)));
}

Result<Done> win_chargeback(store::Unit& unit, const std::string& order_id, const std::string& dispute_id,
                            const std::string& gateway, const Money& amount) {
    return done(record(unit, chargeback_won(order_id, dispute_id, gateway, amount)));
}

Result<Done> lose_chargeback(store::Unit& unit, const std::string& order_id, const std::string& dispute_id,
                             const Money& amount) {
    const auto borne_before = journal::find(unit.sql(), chargeback_borne(order_id, dispute_id, amount).id);
    const std::vector<Entry> entries = journal::of_reference(unit.sql(), order_id);
    const int64_t before =
        taken_back_by(entries, dispute_id) + (borne_before ? borne_before->transfer.amount.minor : 0);
    if (before == amount.minor) return Done{};
    if (before != 0) return Error{Code::conflict, "This chargeback was lost before, of another amount."};
    const Money theirs{std::min(amount.minor, standing_of(entries).refundable()), amount.currency};
    if (theirs.minor > 0) {
        if (auto taken = take_back(unit, order_id, dispute_id, theirs, chargeback_lost); !taken.ok())
            return taken;
    }
    if (theirs.minor == amount.minor) return Done{};
    return done(record(
        unit, chargeback_borne(order_id, dispute_id, Money{amount.minor - theirs.minor, amount.currency})));
}

OrderStanding standing(store::Session& sql, const std::string& order_id) {
    return standing_of(journal::of_reference(sql, order_id));
}

}  // namespace vitrine::shop::ledger
