// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QString>
#include <cstdint>

namespace vitrine::app {

// What is left, "0:42" or "1:02:03"; a second that has begun counts whole, what is over is "0:00".
QString countdown_text(int64_t left_us);

}  // namespace vitrine::app
