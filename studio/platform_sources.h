// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <obs.hpp>
#include <vector>

#include "studio/show.h"

namespace vitrine::studio {

// The one place that knows what libobs calls things on Linux, Windows and macOS. Engine's thread.

// The modules we load, and no others: front-end modules abort without OBS's own window, rtmp-services calls
// home.
std::vector<const char*> allowed_modules();

// libobs's id of the source type.
const char* obs_source_id(SourceKind);

// Settings in the words of that type. Text has none: see text_source.h.
OBSDataAutoRelease obs_settings(const SourceSettings&);

// Name of the property that lists the devices, or null for kinds without devices.
const char* device_property(SourceKind);

}  // namespace vitrine::studio
