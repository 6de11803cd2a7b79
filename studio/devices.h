// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QString>
#include <vector>

#include "studio/show.h"

namespace vitrine::studio {

// What is plugged in now. Needs a running Engine; the engine's thread.
struct Device {
    QString id;    // goes into the settings
    QString name;  // for people
};

// Precondition: kind is camera, screen, microphone or desktop_sound. Empty when the machine has none.
std::vector<Device> devices_of(SourceKind kind);

// Whether this machine can make such a source at all (its module is installed).
bool is_offered(SourceKind kind);

}  // namespace vitrine::studio
