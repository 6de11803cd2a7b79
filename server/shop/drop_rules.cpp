// SPDX-License-Identifier: GPL-3.0-or-later
#include "server/shop/drop_rules.h"

#include <sodium.h>

#include <algorithm>
#include <array>
#include <stdexcept>
#include <utility>

namespace vitrine::shop {
namespace {

constexpr int64_t kMostUnitsInDrop = 10'000;
constexpr int64_t kMostEntries = 100'000;  // their ids are told in one answer of 4 MB
constexpr int64_t kShortestWindow_s = 5, kLongestWindow_s = 3600;

using Hash = std::array<unsigned char, crypto_hash_sha256_BYTES>;

const unsigned char* bytes(const std::string& text) {
    return reinterpret_cast<const unsigned char*>(text.data());
}

Hash seed_bytes(const std::string& seed) {
    Hash raw{};
    size_t length = 0;
    if (sodium_hex2bin(raw.data(), raw.size(), seed.data(), seed.size(), nullptr, &length, nullptr) != 0 ||
        length != raw.size() || seed.size() != 2 * raw.size()) {
        throw std::invalid_argument("a drop's seed has 64 hexadecimal digits");
    }
    return raw;
}

// The seed alone does not decide: every entry has its part in it.
Hash key_of(const Hash& seed, const std::vector<std::string>& sorted) {
    crypto_hash_sha256_state state;
    crypto_hash_sha256_init(&state);
    crypto_hash_sha256_update(&state, seed.data(), seed.size());
    for (const std::string& entry : sorted) {
        crypto_hash_sha256_update(&state, bytes(entry), entry.size());
        crypto_hash_sha256_update(&state, bytes("\n"), 1);
    }
    Hash key;
    crypto_hash_sha256_final(&state, key.data());
    return key;
}

}  // namespace

Result<Done> check_drop(int64_t quantity, int64_t window_s) {
    if (quantity < 1) return Error{Code::invalid_argument, "A drop needs at least one unit."};
    if (quantity > kMostUnitsInDrop) {
        return Error{Code::too_large,
                     "A drop can have at most " + std::to_string(kMostUnitsInDrop) + " units."};
    }
    if (window_s < kShortestWindow_s || window_s > kLongestWindow_s) {
        return Error{Code::invalid_argument, "A drop is open between 5 seconds and an hour."};
    }
    return Done{};
}

Result<Done> may_enter(const v1::Drop& drop, Instant now) {
    if (drop.state() == v1::DROP_STATE_CALLED_OFF) {
        return Error{Code::precondition, "This drop was called off."};
    }
    if (drop.state() != v1::DROP_STATE_OPEN || now.us >= drop.closes_us()) {
        return Error{Code::precondition, "This drop is closed; its units are being drawn or are gone."};
    }
    if (drop.entries() >= kMostEntries) {
        return Error{Code::too_large, "So many have entered this drop that no more can."};
    }
    return Done{};
}

std::string commitment_of(const std::string& seed) {
    const Hash raw = seed_bytes(seed);
    Hash hash;
    crypto_hash_sha256(hash.data(), raw.data(), raw.size());
    std::string hex(2 * hash.size() + 1, '\0');
    sodium_bin2hex(hex.data(), hex.size(), hash.data(), hash.size());
    hex.pop_back();
    return hex;
}

std::vector<std::string> draw_order(const std::string& seed, std::vector<std::string> entries) {
    std::sort(entries.begin(), entries.end());
    const Hash key = key_of(seed_bytes(seed), entries);
    std::vector<std::pair<Hash, std::string>> drawn;
    drawn.reserve(entries.size());
    for (std::string& entry : entries) {
        Hash score;
        crypto_auth_hmacsha256(score.data(), bytes(entry), entry.size(), key.data());
        drawn.emplace_back(score, std::move(entry));
    }
    std::sort(drawn.begin(), drawn.end());
    std::vector<std::string> order;
    order.reserve(drawn.size());
    for (auto& [score, entry] : drawn) order.push_back(std::move(entry));
    return order;
}

}  // namespace vitrine::shop
