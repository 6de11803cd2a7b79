// SPDX-License-Identifier: GPL-3.0-or-later
#include "server/identity/tokens.h"

#include <jwt.h>

#include <cstdlib>
#include <memory>
#include <new>

#include "server/domain/check.h"

namespace vitrine::identity {
namespace {

constexpr size_t kSecretBytes = 32;
constexpr size_t kMostTokenBytes = 4096;
constexpr const char* kIssuer = "vitrine";

using Jwt = std::unique_ptr<jwt_t, decltype(&jwt_free)>;

const unsigned char* bytes(const std::string& secret) {
    return reinterpret_cast<const unsigned char*>(secret.data());
}

std::string grant(jwt_t* jwt, const char* name) {
    const char* value = jwt_get_grant(jwt, name);
    return value ? value : "";
}

Error not_signed_in() {
    return {Code::unauthenticated, "You are not signed in. Sign in, or enter as a guest, and try again."};
}

}  // namespace

Tokens::Tokens(std::string secret, const Clock& clock) : secret_(std::move(secret)), clock_(clock) {
    VITRINE_CHECK(secret_.size() == kSecretBytes);
}

std::string Tokens::sign(const Caller& caller, int64_t ttl_s, Instant* expires) const {
    const int64_t now_s = clock_.now().us / 1'000'000;
    const int64_t expires_s = now_s + ttl_s;
    if (expires) *expires = {expires_s * 1'000'000};

    jwt_t* made = nullptr;
    if (jwt_new(&made) != 0) throw std::bad_alloc();
    const Jwt jwt(made, jwt_free);
    const bool good =
        jwt_set_alg(made, JWT_ALG_HS256, bytes(secret_), kSecretBytes) == 0 &&
        jwt_add_grant(made, "iss", kIssuer) == 0 && jwt_add_grant(made, "sub", caller.id.c_str()) == 0 &&
        jwt_add_grant(made, "name", caller.name.c_str()) == 0 &&
        jwt_add_grant_int(made, "role", caller.role) == 0 &&
        jwt_add_grant_bool(made, "guest", caller.guest) == 0 && jwt_add_grant_int(made, "iat", now_s) == 0 &&
        jwt_add_grant_int(made, "exp", expires_s) == 0;
    if (!good) throw std::bad_alloc();
    const std::unique_ptr<char, decltype(&std::free)> text(jwt_encode_str(made), std::free);
    if (!text) throw std::bad_alloc();
    return text.get();
}

Result<Caller> Tokens::read(std::string_view token) const {
    if (token.empty() || token.size() > kMostTokenBytes || token.find('\0') != std::string_view::npos)
        return not_signed_in();
    jwt_t* decoded = nullptr;
    if (jwt_decode(&decoded, std::string(token).c_str(), bytes(secret_), kSecretBytes) != 0)
        return not_signed_in();
    const Jwt jwt(decoded, jwt_free);
    // The header is the sender's: he does not choose the algorithm (RFC 8725 §3.1).
    if (jwt_get_alg(decoded) != JWT_ALG_HS256 || grant(decoded, "iss") != kIssuer) return not_signed_in();

    Caller caller;
    caller.id = grant(decoded, "sub");
    caller.name = grant(decoded, "name");
    const long role = jwt_get_grant_int(decoded, "role");
    if (caller.id.empty() || role <= v1::ROLE_UNSPECIFIED || !v1::Role_IsValid(static_cast<int>(role)))
        return not_signed_in();
    caller.role = static_cast<v1::Role>(role);
    caller.guest = jwt_get_grant_bool(decoded, "guest") == 1;
    caller.until = {int64_t{jwt_get_grant_int(decoded, "exp")} * 1'000'000};
    return caller;
}

Result<Caller> Tokens::verify(std::string_view token) const {
    Result<Caller> caller = read(token);
    if (caller.ok() && run_out(*caller)) return ended();
    return caller;
}

Result<Caller> Tokens::verify_lapsed(std::string_view token, int64_t within_s) const {
    Result<Caller> caller = read(token);
    if (caller.ok() && caller->until.plus_s(within_s) <= clock_.now()) return ended();
    return caller;
}

bool Tokens::run_out(const Caller& caller) const { return caller.known() && caller.until <= clock_.now(); }

Error Tokens::ended() { return {Code::unauthenticated, "Your session has run out. Sign in again."}; }

}  // namespace vitrine::identity
