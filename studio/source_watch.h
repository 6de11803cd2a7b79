// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <obs.hpp>

#include "studio/scene_collection.h"

namespace vitrine::studio {

struct SourceLook {
    SourceState state = SourceState::unspecified;
    QString sentence;
    friend bool operator==(const SourceLook&, const SourceLook&) = default;
};

// What a source gives at this moment. Null: this machine cannot make it. The engine's thread; asks the file
// system for files.
SourceLook look_at(const Source&, obs_source_t*);

}  // namespace vitrine::studio
