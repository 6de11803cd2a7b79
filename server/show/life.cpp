// SPDX-License-Identifier: GPL-3.0-or-later
#include "server/show/life.h"

namespace vitrine::show {

Result<bool> start(v1::Show& show, Instant now) {
    if (show.state() == v1::SHOW_STATE_ENDED) {
        return Error{Code::precondition, "This show has ended and cannot go live again. Make a new show."};
    }
    if (show.state() == v1::SHOW_STATE_LIVE) return false;
    show.set_state(v1::SHOW_STATE_LIVE);
    show.set_started_us(now.us);
    return true;
}

Result<bool> end(v1::Show& show, Instant now) {
    if (show.state() == v1::SHOW_STATE_SCHEDULED) {
        return Error{Code::precondition, "This show has not been live yet, so it cannot be ended."};
    }
    if (show.state() == v1::SHOW_STATE_ENDED) return false;
    show.set_state(v1::SHOW_STATE_ENDED);
    show.set_ended_us(now.us);
    return true;
}

}  // namespace vitrine::show
