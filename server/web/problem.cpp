// SPDX-License-Identifier: GPL-3.0-or-later
#include "server/web/problem.h"

#include "server/domain/status.h"
#include "server/web/json.h"

namespace vitrine::web {

v1::Problem problem_of(const Error& error) {
    v1::Problem problem;
    problem.set_code(std::string(status_of(error.code).name));
    problem.set_message(error.message);
    problem.set_retry_after_ms(error.retry_after_ms);
    return problem;
}

Response refuse(const Error& error) { return refuse_with(status_of(error.code).http, error); }

Response refuse_with(int status, const Error& error) {
    Response response = Response::text(status, "application/json", to_json(problem_of(error)));
    response.headers.emplace_back("Cache-Control", "no-store");
    if (error.retry_after_ms > 0) {
        response.headers.emplace_back("Retry-After", std::to_string((error.retry_after_ms + 999) / 1000));
    }
    if (status == 401) response.headers.emplace_back("WWW-Authenticate", "Bearer");
    return response;
}

}  // namespace vitrine::web
