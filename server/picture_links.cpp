// SPDX-License-Identifier: GPL-3.0-or-later
#include "server/picture_links.h"

namespace vitrine::server {
namespace {

constexpr const char* kPinClass = "com.vitrine.pin";  // as media names the in-band cue of kind "pin"

void pass_on(media::Programmes& programmes, const v1::ShowEvent& event) {
    if (event.has_pinned()) {
        const v1::PinMoment& pin = event.pinned();
        programmes.mark(event.show_id(), {pin.id(), kPinClass, pin.product_id(), {pin.programme_time_us()}});
    } else if (event.show_changed().show().state() == v1::SHOW_STATE_ENDED) {
        programmes.finish(event.show_id());
    }
}

}  // namespace

std::unique_ptr<bus::Subscription> link_pictures(bus::Bus& bus, media::Programmes& programmes,
                                                 web::Loop& loop) {
    return bus.subscribe([&programmes, &loop](const bus::EventPtr& event) {
        if (event->has_pinned() || event->has_show_changed()) {
            loop.post([&programmes, event] { pass_on(programmes, *event); });
        }
    });
}

}  // namespace vitrine::server
