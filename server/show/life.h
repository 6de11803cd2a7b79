// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "server/domain/clock.h"
#include "server/domain/result.h"
#include "vitrine/v1/show.pb.h"

namespace vitrine::show {

// SCHEDULED → LIVE → ENDED, never back. Pure. Each changes the show and says whether it did: to declare live
// what is live already (the studio was started again) changes nothing.
Result<bool> start(v1::Show&, Instant now);  // precondition: it has ended
Result<bool> end(v1::Show&, Instant now);    // precondition: it was never live

}  // namespace vitrine::show
