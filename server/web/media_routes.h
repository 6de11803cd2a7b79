// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "server/media/programmes.h"
#include "server/web/http.h"

namespace vitrine::web {

// GET /live/{show}/{file} and /replay/{show}/{file}: what media answers, passed on piece by piece; playlists
// packed with gzip where the player takes it. A part or segment is never copied.
void add_media_routes(Router&, media::Programmes&);

}  // namespace vitrine::web
