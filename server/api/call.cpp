// SPDX-License-Identifier: GPL-3.0-or-later
#include "server/api/call.h"

#include "server/domain/status.h"

namespace vitrine::api {

grpc::Status status_of_error(grpc::CallbackServerContext* context, const Error& error) {
    const Status& status = status_of(error.code);
    context->AddTrailingMetadata("vitrine-code", std::string(status.name));
    if (error.retry_after_ms > 0)
        context->AddTrailingMetadata("retry-after-ms", std::to_string(error.retry_after_ms));
    return {static_cast<grpc::StatusCode>(status.grpc), error.message};
}

Result<Caller> caller_of(const identity::Tokens& tokens, const grpc::CallbackServerContext* context) {
    const auto& metadata = context->client_metadata();
    const auto found = metadata.find("authorization");
    if (found == metadata.end()) return Caller{};
    constexpr std::string_view scheme = "Bearer ";
    const std::string_view value(found->second.data(), found->second.size());
    if (!value.starts_with(scheme)) return Error{Code::unauthenticated, "Only Bearer tokens are understood."};
    return tokens.verify(value.substr(scheme.size()));
}

bool from_this_machine(const grpc::CallbackServerContext* context) {
    const std::string peer =
        context->peer();  // gRPC's naming: ipv4:127.0.0.1:53412, ipv6:%5B::1%5D:53412, unix:…
    return peer.starts_with("ipv4:127.") || peer.starts_with("ipv6:%5B::1%5D:") ||
           peer.starts_with("ipv6:[::1]:") || peer.starts_with("unix:");
}

}  // namespace vitrine::api
