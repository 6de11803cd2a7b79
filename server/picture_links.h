// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <memory>

#include "server/bus/bus.h"
#include "server/media/programmes.h"
#include "server/web/loop.h"

namespace vitrine::server {

// What the room and the shows decide and media must know, out of the events on the bus: a pin becomes a
// marker of the programme, an ended show ends it. Runs on the given loop, so that no publisher of events
// waits for media.
std::unique_ptr<bus::Subscription> link_pictures(bus::Bus&, media::Programmes&, web::Loop&);

}  // namespace vitrine::server
