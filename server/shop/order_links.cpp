// SPDX-License-Identifier: GPL-3.0-or-later
#include "server/shop/order_links.h"

#include <sodium.h>

#include "server/store/message_text.h"

namespace vitrine::shop::order_links {
namespace {

constexpr size_t kTokenBytes = 32;
constexpr size_t kTokenText = 43;  // of it, in base64 without padding
constexpr int64_t kMost = 20;
constexpr int64_t kGood_s = 180LL * 24 * 3600;

}  // namespace

std::string make(store::Unit& unit, const std::string& order_id) {
    std::string bytes(kTokenBytes, '\0');
    randombytes_buf(bytes.data(), bytes.size());
    const std::string token = store::to_text(bytes), hash = store::hash_text(token);
    const int64_t now_us = unit.now().us, most = kMost;
    unit.sql().run("INSERT INTO order_link (token_hash, order_id, made_us) VALUES (:hash, :order, :now)",
                   soci::use(hash), soci::use(order_id), soci::use(now_us));
    unit.sql().run(
        "DELETE FROM order_link WHERE order_id = :order AND token_hash NOT IN (SELECT token_hash FROM "
        "order_link "
        "WHERE order_id = :same ORDER BY made_us DESC, token_hash LIMIT :most)",
        soci::use(order_id), soci::use(order_id), soci::use(most));
    return token;
}

std::optional<std::string> order_of(store::Session& sql, const std::string& token, Instant now) {
    if (token.size() != kTokenText) return std::nullopt;
    const std::string hash = store::hash_text(token);
    const int64_t since_us = now.plus_s(-kGood_s).us;
    std::string order_id;
    if (!sql.run("SELECT order_id FROM order_link WHERE token_hash = :hash AND made_us > :since",
                 soci::into(order_id), soci::use(hash), soci::use(since_us))) {
        return std::nullopt;
    }
    return order_id;
}

}  // namespace vitrine::shop::order_links
