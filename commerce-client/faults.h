// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <grpcpp/support/status.h>

#include "commerce-client/outcome.h"

namespace vitrine::commerce {

// A gRPC status in the studio's words. What the server said is kept: it is written for a person.
Fault fault_of(const grpc::Status& status);

}  // namespace vitrine::commerce
