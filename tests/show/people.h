// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "server/domain/caller.h"

namespace vitrine::tests {

inline Caller creator() { return {"0190163d-8694-739b-aea5-000000000001", "Clara", v1::ROLE_CREATOR, false}; }
inline Caller other_creator() {
    return {"0190163d-8694-739b-aea5-000000000002", "Otto", v1::ROLE_CREATOR, false};
}
inline Caller retailer() {
    return {"0190163d-8694-739b-aea5-000000000003", "Rita", v1::ROLE_RETAILER, false};
}
inline Caller moderator() {
    return {"0190163d-8694-739b-aea5-000000000004", "Mo", v1::ROLE_MODERATOR, false};
}
inline Caller viewer() { return {"0190163d-8694-739b-aea5-000000000005", "Vic", v1::ROLE_VIEWER, false}; }
inline Caller guest() { return {"0190163d-8694-739b-aea5-000000000006", "Gus", v1::ROLE_VIEWER, true}; }
inline Caller nobody() { return {}; }

}  // namespace vitrine::tests
