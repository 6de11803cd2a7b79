// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <string_view>

#include "server/domain/result.h"

namespace vitrine {

// How an outcome is told outside. Plain numbers, so that neither front door needs the other's library.
struct Status {
    Code code;
    std::string_view name;  // Problem.code and gRPC's trailer "vitrine-code"
    int http;               // RFC 9110 §15, RFC 6585
    int grpc;               // grpc::StatusCode
};

// The one table. In the order of Code.
inline constexpr Status kStatusTable[] = {
    {Code::invalid_argument, "invalid_argument", 400, 3},
    {Code::unauthenticated, "unauthenticated", 401, 16},
    {Code::permission_denied, "permission_denied", 403, 7},
    {Code::not_found, "not_found", 404, 5},
    {Code::conflict, "conflict", 409, 10},
    {Code::precondition, "precondition", 412, 9},
    {Code::sold_out, "sold_out", 409, 8},
    {Code::expired, "expired", 410, 9},
    {Code::declined, "declined", 402, 9},
    {Code::too_large, "too_large", 413, 3},
    {Code::rate_limited, "rate_limited", 429, 8},
    {Code::unavailable, "unavailable", 503, 14},
    {Code::internal, "internal", 500, 13},
};

constexpr const Status& status_of(Code code) { return kStatusTable[static_cast<int>(code)]; }

}  // namespace vitrine
