// SPDX-License-Identifier: GPL-3.0-or-later
#include "server/shop/ledger/order_standing.h"

#include <algorithm>
#include <numeric>
#include <set>
#include <tuple>

namespace vitrine::shop::ledger {
namespace {

int64_t& share_of(OrderStanding& standing, const Party& party) {
    const auto found = std::find_if(standing.shares.begin(), standing.shares.end(),
                                    [&](const Share& share) { return share.party == party; });
    if (found != standing.shares.end()) return found->minor;
    return standing.shares.emplace_back(Share{party, 0}).minor;
}

bool taken_back(const Transfer& transfer) {
    return transfer.reason == Reason::refunded || transfer.reason == Reason::chargeback_lost;
}

void move(OrderStanding& standing, const Transfer& transfer) {
    const int64_t amount = transfer.amount.minor;
    if (transfer.credit.kind == AccountKind::escrow) {
        standing.paid += amount;
        standing.in_escrow += amount;
        return;
    }
    if (taken_back(transfer)) standing.refunded += amount;
    if (transfer.debit.kind == AccountKind::escrow) {
        standing.in_escrow -= amount;
        if (transfer.reason == Reason::released) share_of(standing, transfer.credit) += amount;
    } else if (taken_back(transfer)) {
        share_of(standing, transfer.debit) -= amount;
    }
}

bool counts_as_volume(AccountKind kind) {
    return kind == AccountKind::seller || kind == AccountKind::creator || kind == AccountKind::commission;
}

}  // namespace

int64_t OrderStanding::refundable() const {
    return std::accumulate(shares.begin(), shares.end(), in_escrow,
                           [](int64_t sum, const Share& share) { return sum + share.minor; });
}

OrderStanding standing_of(std::span<const Entry> entries) {
    OrderStanding standing;
    std::set<std::string> resolved;
    for (const auto& [transfer, at, expires] : entries) {
        resolved.insert(transfer.pending_id);
        if (transfer.phase == Phase::single || transfer.phase == Phase::posting) move(standing, transfer);
    }
    for (const auto& [transfer, at, expires] : entries) {
        if (transfer.phase == Phase::pending && !resolved.contains(transfer.id))
            standing.reserved += transfer.amount.minor;
    }
    std::sort(standing.shares.begin(), standing.shares.end(), [](const Share& a, const Share& b) {
        return std::tie(a.party.kind, a.party.owner) < std::tie(b.party.kind, b.party.owner);
    });
    return standing;
}

int64_t taken_back_by(std::span<const Entry> entries, const std::string& id) {
    int64_t sum = 0;
    for (const auto& [transfer, at, expires] : entries) {
        if (taken_back(transfer) && transfer.id.starts_with(id + ':')) sum += transfer.amount.minor;
    }
    return sum;
}

std::vector<Share> shares_of(const OrderStanding& standing, const Claims& claims) {
    const int64_t goods = standing.paid - claims.tax_minor - claims.shipping_minor;
    VITRINE_CHECK(goods >= 0 && standing.paid > 0);
    const int64_t parts[] = {goods, claims.tax_minor, claims.shipping_minor};
    const std::vector<int64_t> sums = divide(standing.in_escrow, parts);
    const int64_t commission_bp = std::min(claims.commission_bp, kWhole_bp);
    const int64_t creator_bp =
        claims.creator_id.empty() ? 0 : std::min(claims.creator_bp, kWhole_bp - commission_bp);
    const int64_t rates[] = {kWhole_bp - commission_bp - creator_bp, creator_bp, commission_bp};
    const std::vector<int64_t> goods_parts = divide(sums[0], rates);
    std::vector<Share> shares = {{{AccountKind::seller, claims.seller_id}, goods_parts[0]},
                                 {{AccountKind::creator, claims.creator_id}, goods_parts[1]},
                                 {{AccountKind::commission, ""}, goods_parts[2]},
                                 {{AccountKind::tax, ""}, sums[1]},
                                 {{AccountKind::shipping, ""}, sums[2]}};
    std::erase_if(shares, [](const Share& share) { return share.minor == 0; });
    return shares;
}

int64_t volume_of(const std::vector<Share>& shares) {
    int64_t sum = 0;
    for (const Share& share : shares) {
        if (counts_as_volume(share.party.kind)) sum += share.minor;
    }
    return sum;
}

}  // namespace vitrine::shop::ledger
