// SPDX-License-Identifier: GPL-3.0-or-later
#include "server/shop/ledger/account.h"

namespace vitrine::shop::ledger {
namespace {

struct Chart {
    AccountKind kind;
    std::string_view name;
    Bound bound;
};

// Sellers and creators may owe us: a refund does not wait until they have sold again. A gateway may be in
// debit or in credit: it pays out what it took, and refunds later.
constexpr Chart kChart[] = {
    {AccountKind::gateway, "gateway", Bound::none},
    {AccountKind::escrow, "escrow", Bound::debits_within_credits},
    {AccountKind::wallet, "wallet", Bound::debits_within_credits},
    {AccountKind::seller, "seller", Bound::none},
    {AccountKind::creator, "creator", Bound::none},
    {AccountKind::commission, "commission", Bound::none},
    {AccountKind::refunds, "refunds", Bound::debits_within_credits},
    {AccountKind::chargebacks, "chargebacks", Bound::credits_within_debits},
    {AccountKind::tax, "tax", Bound::none},
    {AccountKind::shipping, "shipping", Bound::none},
};

const Chart& entry(AccountKind kind) { return kChart[static_cast<int64_t>(kind) - 1]; }

}  // namespace

Bound bound_of(AccountKind kind) { return entry(kind).bound; }

std::string account_id(const Party& party, const Currency& currency) {
    std::string id(entry(party.kind).name);
    id += '/';
    id += currency.code();
    id += '/';
    return id += party.owner;
}

std::optional<Party> party_of(std::string_view account_id) {
    const size_t kind_ends = account_id.find('/');
    if (kind_ends == std::string_view::npos) return std::nullopt;
    const size_t currency_ends = account_id.find('/', kind_ends + 1);
    if (currency_ends == std::string_view::npos) return std::nullopt;
    for (const Chart& entry : kChart) {
        if (entry.name == account_id.substr(0, kind_ends))
            return Party{entry.kind, std::string(account_id.substr(currency_ends + 1))};
    }
    return std::nullopt;
}

}  // namespace vitrine::shop::ledger
