// SPDX-License-Identifier: GPL-3.0-or-later
#include "server/domain/check.h"
#include "server/shop/ledger/commission_rules.h"
#include "server/shop/ledger/gateway_report.h"
#include "tests/fuzz/targets.h"

namespace vitrine::fuzz {
namespace {

using namespace shop::ledger;

std::string bytes(const uint8_t* data, size_t size) { return {reinterpret_cast<const char*>(data), size}; }

// --- a gateway's report: what was read is money, and differs from nothing but itself

void run_report(const uint8_t* data, size_t size) {
    const Result<GatewayReport> report = read_report(bytes(data, size));
    if (!report.ok()) return;
    for (const GatewayMovement& movement : report->movements)
        VITRINE_CHECK(movement.money.minor >= 0 && !movement.key.empty());
    for (const Difference& difference : reconcile(report->movements, report->movements)) {
        VITRINE_CHECK(difference.kind == Difference::Kind::twice_here ||
                      difference.kind == Difference::Kind::twice_there);
        VITRINE_CHECK(!sentence(difference).empty());
    }
}

std::vector<std::string> report_seeds() {
    return {
        "act,key,amount_minor,currency\ncapture,order/1,1250,EUR\nrefund,\"a \"\"b\"\"\",300,jpy\n",
        "reporting_category,gross,currency,payment_metadata[vitrine_payment]\r\ncharge,12.50,eur,order/1\r\n"
        "dispute,-1.234,kwd,d\r\n"};
}

// --- the commission's tiers: what is understood can be written and is understood as the same

void run_tiers(const uint8_t* data, size_t size) {
    const Result<CommissionTiers> tiers = parse_tiers(bytes(data, size));
    if (!tiers.ok()) return;
    VITRINE_CHECK(text_of(*parse_tiers(text_of(*tiers))) == text_of(*tiers));
    const int64_t rate = commission_bp({1'000'000'000, 0}, *Currency::parse("EUR"), *tiers);
    VITRINE_CHECK(rate >= 0 && rate <= kWhole_bp);
}

std::vector<std::string> tier_seeds() { return {text_of(standard_tiers()), "0:0"}; }

}  // namespace

const Target kReport = {"report", run_report, report_seeds};
const Target kTiers = {"tiers", run_tiers, tier_seeds};

}  // namespace vitrine::fuzz
