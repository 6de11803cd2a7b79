// SPDX-License-Identifier: GPL-3.0-or-later
#include "commerce-client/faults.h"

namespace vitrine::commerce {
namespace {

FaultKind kind_of(grpc::StatusCode code) {
    switch (code) {
        case grpc::StatusCode::UNAVAILABLE:
        case grpc::StatusCode::DEADLINE_EXCEEDED:
        case grpc::StatusCode::CANCELLED:
            return FaultKind::unreachable;
        case grpc::StatusCode::UNAUTHENTICATED:
            return FaultKind::signed_out;
        case grpc::StatusCode::PERMISSION_DENIED:
        case grpc::StatusCode::INVALID_ARGUMENT:
        case grpc::StatusCode::OUT_OF_RANGE:
            return FaultKind::refused;
        case grpc::StatusCode::NOT_FOUND:
            return FaultKind::missing;
        case grpc::StatusCode::ALREADY_EXISTS:
        case grpc::StatusCode::ABORTED:
        case grpc::StatusCode::FAILED_PRECONDITION:
            return FaultKind::conflict;
        case grpc::StatusCode::RESOURCE_EXHAUSTED:
            return FaultKind::busy;
        default:
            return FaultKind::internal;
    }
}

}  // namespace

Fault fault_of(const grpc::Status& status) {
    const FaultKind kind = kind_of(status.error_code());
    const QString said = QString::fromStdString(status.error_message());
    // gRPC's own texts ("failed to connect to all addresses; last error: …") say nothing to a creator.
    if (kind == FaultKind::unreachable) {
        return {kind,
                QStringLiteral(
                    "The server does not answer. Check that it runs and that this computer is online.")};
    }
    if (status.error_code() == grpc::StatusCode::UNIMPLEMENTED) {
        return {
            kind,
            QStringLiteral(
                "The server does not know this command: it is older than the studio. Update the server.")};
    }
    if (!said.isEmpty()) return {kind, said};
    if (kind == FaultKind::signed_out)
        return {kind, QStringLiteral("Your sign-in has ended. Sign in again.")};
    return {kind, QStringLiteral("The server could not do that. Try again.")};
}

}  // namespace vitrine::commerce
