// SPDX-License-Identifier: GPL-3.0-or-later
#include "server/shop/ledger/reconciliation.h"

#include <algorithm>
#include <map>

namespace vitrine::shop::ledger {
namespace {

struct Both {
    std::vector<Money> here, there;
};

std::string_view name(GatewayAct act) {
    switch (act) {
        case GatewayAct::capture:
            return "capture";
        case GatewayAct::refund:
            return "refund";
        case GatewayAct::refund_failed:
            return "failed refund";
        case GatewayAct::chargeback:
            return "chargeback";
        case GatewayAct::chargeback_won:
            return "won chargeback";
        case GatewayAct::payout:
            return "payout";
    }
    return "movement";
}

std::string list(const std::vector<Money>& all) {
    std::string text;
    for (const Money& money : all) text += (text.empty() ? "" : ", ") + money.text();
    return text;
}

// What of the two lists has no counterpart, after what is equal was crossed out.
Both left_over(Both both) {
    std::erase_if(both.here, [&](const Money& money) {
        const auto same = std::find(both.there.begin(), both.there.end(), money);
        if (same == both.there.end()) return false;
        both.there.erase(same);
        return true;
    });
    return both;
}

void compare(GatewayAct act, const std::string& key, const Both& both, std::vector<Difference>& found) {
    using Kind = Difference::Kind;
    const auto note = [&](Kind kind) { found.push_back({kind, act, key, both.here, both.there}); };
    if (both.here.size() > 1) note(Kind::twice_here);
    if (both.there.size() > 1) note(Kind::twice_there);
    if (both.here.empty()) return note(Kind::missing_here);
    if (both.there.empty()) return note(Kind::missing_there);
    const Both rest = left_over(both);
    if (rest.here.empty() || rest.there.empty()) return;
    note(rest.here.front().currency == rest.there.front().currency ? Kind::other_amount
                                                                   : Kind::other_currency);
}

}  // namespace

std::vector<Difference> reconcile(std::span<const GatewayMovement> here,
                                  std::span<const GatewayMovement> there) {
    std::map<std::pair<std::string, GatewayAct>, Both> all;
    for (const GatewayMovement& movement : here)
        all[{movement.key, movement.act}].here.push_back(movement.money);
    for (const GatewayMovement& movement : there)
        all[{movement.key, movement.act}].there.push_back(movement.money);
    std::vector<Difference> found;
    for (const auto& [what, both] : all) compare(what.second, what.first, both, found);
    return found;
}

std::string sentence(const Difference& difference) {
    const std::string what = std::string(name(difference.act)) + " " + difference.key + ": ";
    const std::string here = list(difference.here), there = list(difference.there);
    switch (difference.kind) {
        case Difference::Kind::missing_here:
            return what + "the gateway reports " + there + ", the books do not have it.";
        case Difference::Kind::missing_there:
            return what + "the books have " + here + ", the gateway does not report it.";
        case Difference::Kind::other_amount:
            return what + "the books have " + here + ", the gateway reports " + there + ".";
        case Difference::Kind::other_currency:
            return what + "the books have " + here + ", the gateway reports another currency: " + there + ".";
        case Difference::Kind::twice_here:
            return what + "the books have it more than once: " + here + ".";
        case Difference::Kind::twice_there:
            return what + "the gateway reports it more than once: " + there + ".";
    }
    return what;
}

}  // namespace vitrine::shop::ledger
