// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <string>
#include <vector>

#include "bench/command.h"

namespace vitrine::bench {

// Runs one of this folder's Node.js programs (a whole show: screen, server, studio, browser) and answers the
// JSON object on its last line. Its progress goes to stderr. Throws std::runtime_error when it fails or
// prints no figures.
Figures run_stage_program(const std::string& file, const std::vector<std::string>& arguments);

}  // namespace vitrine::bench
