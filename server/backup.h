// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "server/settings.h"

namespace vitrine::server {

// vitrine-server backup FILE, beside the server that runs. Answers the exit code.
int back_up(const Settings&, const std::string& file);

}  // namespace vitrine::server
