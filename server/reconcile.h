// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <string>

#include "server/settings.h"

namespace vitrine::server {

// Compares the books with a gateway's report and prints every difference. The process's exit code: 0 they
// agree, 3 they differ, 1 it could not be done. Also while a server runs on the same data.
int reconcile(const Settings&, const ReconcileAsked&);

}  // namespace vitrine::server
