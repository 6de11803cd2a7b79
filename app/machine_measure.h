// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "app/preferences.h"
#include "studio/machine_check.h"
#include "studio/studio.h"

namespace vitrine::app {

// Measures this machine, sets the canvas and keeps canvas and bit rate in the preferences. Blocks for a few
// seconds; GUI thread; off air.
Result<studio::Recommendation> measure_machine(studio::Studio& studio, Preferences& preferences);

}  // namespace vitrine::app
