// SPDX-License-Identifier: GPL-3.0-or-later
#include "server/shop/ledger/commission_rules.h"

#include <algorithm>
#include <charconv>
#include <chrono>
#include <numeric>
#include <optional>

namespace vitrine::shop::ledger {
namespace {

__extension__ using Wide = __int128;  // 64 bits times 64 bits

Error not_tiers(const std::string& what) {
    return {Code::invalid_argument, "The commission's tiers are not understood: " + what +
                                        ". Give them as AMOUNT:RATE with rates in hundredths of a percent, "
                                        "such as 0:1200,10000:1000."};
}

// All of `text` as a number, or nothing.
std::optional<int64_t> number(std::string_view text) {
    int64_t value = 0;
    const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
    if (error != std::errc() || end != text.data() + text.size()) return std::nullopt;
    return value;
}

int64_t minor_per_major(const Currency& currency) {
    int64_t units = 1;
    for (int i = 0; i < currency.exponent(); ++i) units *= 10;
    return units;
}

}  // namespace

Result<CommissionTiers> parse_tiers(const std::string& text) {
    CommissionTiers tiers;
    for (size_t begin = 0; begin <= text.size();) {
        const size_t end = std::min(text.find(',', begin), text.size());
        const std::string_view tier = std::string_view(text).substr(begin, end - begin);
        begin = end + 1;
        const size_t colon = std::min(tier.find(':'), tier.size());
        const auto from = number(tier.substr(0, colon));
        const auto rate = number(tier.substr(std::min(colon + 1, tier.size())));
        if (!from || !rate) return not_tiers("“" + std::string(tier) + "” is not a tier");
        if (*rate < 0 || *rate > kWhole_bp) return not_tiers("a rate lies outside of 0…10000");
        if (tiers.empty() ? *from != 0 : *from <= tiers.back().from_major)
            return not_tiers("the amounts must begin with 0 and rise");
        tiers.push_back({*from, *rate});
    }
    return tiers;
}

std::string text_of(const CommissionTiers& tiers) {
    std::string text;
    for (const CommissionTier& tier : tiers) {
        if (!text.empty()) text += ',';
        text += std::to_string(tier.from_major) + ':' + std::to_string(tier.commission_bp);
    }
    return text;
}

int64_t month_of(Instant instant) {
    using namespace std::chrono;
    const year_month_day day(floor<days>(sys_time<microseconds>(microseconds(instant.us))));
    return int64_t{int{day.year()}} * 12 + unsigned{day.month()} - 1;
}

int64_t commission_bp(const Volume& volume, const Currency& currency, const CommissionTiers& tiers) {
    const int64_t sold_major = std::max(volume.this_month, volume.last_month) / minor_per_major(currency);
    int64_t rate = 0;
    for (const CommissionTier& tier : tiers) {
        if (tier.from_major == 0 || sold_major >= tier.from_major) rate = tier.commission_bp;
    }
    return rate;
}

std::vector<int64_t> divide(int64_t amount, std::span<const int64_t> weights) {
    const Wide whole = std::accumulate(weights.begin(), weights.end(), Wide{0});
    VITRINE_CHECK(amount >= 0 && whole > 0);
    std::vector<int64_t> parts;
    std::vector<Wide> lost;
    int64_t left = amount;
    for (const int64_t weight : weights) {
        VITRINE_CHECK(weight >= 0);
        const Wide exact = Wide{amount} * weight;
        parts.push_back(static_cast<int64_t>(exact / whole));
        lost.push_back(exact % whole);
        left -= parts.back();
    }
    std::vector<size_t> order(weights.size());
    std::iota(order.begin(), order.end(), size_t{0});
    std::stable_sort(order.begin(), order.end(), [&](size_t a, size_t b) { return lost[a] > lost[b]; });
    for (size_t i = 0; i < static_cast<size_t>(left); ++i) ++parts[order[i]];
    return parts;
}

}  // namespace vitrine::shop::ledger
