// SPDX-License-Identifier: GPL-3.0-or-later
#include "server/shop/stripe_signature.h"

#include <openssl/crypto.h>
#include <openssl/evp.h>
#include <openssl/hmac.h>

#include <array>
#include <charconv>
#include <optional>
#include <vector>

#include "server/domain/check.h"

namespace vitrine::shop::stripe {
namespace {

constexpr size_t kDigestBytes = 32;
constexpr size_t kMostSignatures = 8;  // more than any rotation of secrets needs; each costs a comparison
using Digest = std::array<unsigned char, kDigestBytes>;

struct Header {
    std::string_view t;
    int64_t t_s = 0;
    std::vector<Digest> v1;
};

std::optional<int> hex_digit(char c) {
    if (c >= '0' && c <= '9') return c - '0';
    if (c >= 'a' && c <= 'f') return c - 'a' + 10;
    return std::nullopt;
}

std::optional<Digest> digest_of_hex(std::string_view hex) {
    Digest digest{};
    if (hex.size() != 2 * kDigestBytes) return std::nullopt;
    for (size_t i = 0; i < kDigestBytes; ++i) {
        const auto high = hex_digit(hex[2 * i]), low = hex_digit(hex[2 * i + 1]);
        if (!high || !low) return std::nullopt;
        digest[i] = static_cast<unsigned char>(*high << 4 | *low);
    }
    return digest;
}

// Schemes that we do not know (v0: test events of old) are passed over.
std::optional<Header> read_header(std::string_view text) {
    Header header;
    while (!text.empty()) {
        const std::string_view item = text.substr(0, text.find(','));
        text.remove_prefix(std::min(text.size(), item.size() + 1));
        if (item.substr(0, 2) == "t=") {
            header.t = item.substr(2);
            const char* const end = header.t.data() + header.t.size();
            const auto read = std::from_chars(header.t.data(), end, header.t_s);
            if (read.ec != std::errc() || read.ptr != end || header.t_s < 0) return std::nullopt;
        } else if (item.substr(0, 3) == "v1=" && header.v1.size() < kMostSignatures) {
            if (const auto digest = digest_of_hex(item.substr(3))) header.v1.push_back(*digest);
        }
    }
    if (header.t.empty() || header.v1.empty()) return std::nullopt;
    return header;
}

Digest sign(const std::string& secret, std::string_view t, std::string_view body) {
    std::string signed_text(t);
    signed_text += '.';
    signed_text += body;
    Digest digest{};
    unsigned int size = 0;
    VITRINE_CHECK(HMAC(EVP_sha256(), secret.data(), static_cast<int>(secret.size()),
                       reinterpret_cast<const unsigned char*>(signed_text.data()), signed_text.size(),
                       digest.data(), &size) != nullptr &&
                  size == kDigestBytes);
    return digest;
}

}  // namespace

Result<Done> check_signature(std::string_view header_text, std::string_view body,
                             std::span<const std::string> secrets, Instant now, int64_t tolerance_s) {
    const std::optional<Header> header = read_header(header_text);
    if (!header) return Error{Code::invalid_argument, "The request bears no signature of Stripe."};
    bool genuine = false;
    for (const std::string& secret : secrets) {
        if (secret.empty()) continue;
        const Digest ours = sign(secret, header->t, body);
        for (const Digest& theirs : header->v1) {
            if (CRYPTO_memcmp(ours.data(), theirs.data(), kDigestBytes) == 0) genuine = true;
        }
    }
    if (!genuine) return Error{Code::invalid_argument, "The signature is not Stripe's."};
    const int64_t now_s = now.us / 1'000'000;
    if (header->t_s < now_s - tolerance_s || header->t_s > now_s + tolerance_s) {
        return Error{Code::invalid_argument,
                     "The signature is too old, or the clocks differ. Check this machine's clock."};
    }
    return Done{};
}

}  // namespace vitrine::shop::stripe
