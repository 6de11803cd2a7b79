// SPDX-License-Identifier: GPL-3.0-or-later
#include "server/shop/dispute_rules.h"

namespace vitrine::shop {

bool decided(DisputeStep step) { return step == DisputeStep::won || step == DisputeStep::lost; }

DisputePlan plan_dispute(DisputeStep step, DisputeState said) {
    if (decided(step)) return {};
    const bool is_new = step != DisputeStep::open;
    switch (said) {
        case DisputeState::unknown:
            return {.ask_again = true};
        case DisputeState::none:
            return {.put_by = is_new};  // what was taken back stays so until it is decided
        case DisputeState::open:
            return {.open = is_new};
        case DisputeState::won:
            return {.open = is_new, .win = true};
        case DisputeState::lost:
            break;
    }
    return {.open = is_new, .lose = true};
}

}  // namespace vitrine::shop
