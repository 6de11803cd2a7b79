// SPDX-License-Identifier: GPL-3.0-or-later
#include "server/api/server_service.h"

#include "server/api/call.h"

namespace vitrine::api {

grpc::ServerUnaryReactor* ServerService::GetStatus(grpc::CallbackServerContext* context,
                                                   const v1::GetStatusRequest* request,
                                                   v1::ServerStatus* out) {
    asked_us_ = services_.clock.steady_us();
    // Whoever asks is answered; that his token has run out is said to him elsewhere.
    const auto caller = caller_of(services_.tokens, context);
    const bool staff = caller.ok() && caller->staff();
    return answer_anyone(context, out, [&](Reply<v1::ServerStatus> reply) {
        services_.identity.needs_set_up(
            [this, staff, sent_us = request->sent_us(), reply](Result<bool> needs_set_up) {
                if (!needs_set_up.ok()) return reply(needs_set_up.error());
                reply(status(*needs_set_up, staff, sent_us));
            });
    });
}

v1::ServerStatus ServerService::status(bool needs_set_up, bool staff, int64_t sent_us) const {
    v1::ServerStatus status;
    status.set_version(services_.version);
    status.set_needs_set_up(needs_set_up);
    status.set_watching(services_.watching_all());
    status.set_publishing(services_.publishing());
    status.set_sent_us(sent_us);
    status.set_server_time_us(services_.clock.now().us);
    status.set_page_url(services_.page_url);
    status.set_instance(services_.instance);
    if (!staff) return status;
    for (const auto& [show_id, message] : services_.recording_troubles()) {
        v1::RecordingTrouble& trouble = *status.add_recording_troubles();
        trouble.set_show_id(show_id);
        trouble.set_message(message);
    }
    return status;
}

}  // namespace vitrine::api
