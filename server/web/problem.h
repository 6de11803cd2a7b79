// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "server/domain/result.h"
#include "server/web/http.h"
#include "vitrine/v1/socket.pb.h"

namespace vitrine::web {

// How a failure is told over HTTP: Problem as JSON with the status of the one table, Retry-After where there
// is one.
v1::Problem problem_of(const Error&);
Response refuse(const Error&);
// The same with a status that only HTTP knows (405, 415, 426, 431).
Response refuse_with(int status, const Error&);

}  // namespace vitrine::web
