// SPDX-License-Identifier: GPL-3.0-or-later
#include "server/room/pins.h"

#include <algorithm>

#include "server/show/stored_show.h"

namespace vitrine::room {
namespace {

// A frame that the host has seen is never later than this past the server's clock; a wrong timestamp would
// hide the pin.
constexpr int64_t kMostAhead_s = 60;

int64_t next_number(store::Session& session, const std::string& show_id) {
    int64_t last = 0;
    session.run("SELECT COALESCE(MAX(number), 0) FROM pin WHERE show_id = :show_id", soci::use(show_id),
                soci::into(last));
    return last + 1;
}

bool id_taken(store::Session& session, const std::string& show_id, const std::string& id) {
    int64_t number = 0;
    return session.run("SELECT number FROM pin WHERE show_id = :show_id AND id = :id", soci::use(show_id),
                       soci::use(id), soci::into(number));
}

Result<v1::PinMoment> add_pin(store::Unit& unit, const v1::PinProductRequest& request,
                              std::optional<int64_t> programme_time_us) {
    const auto show = show::find_show(unit.sql(), request.show_id());
    if (!show) return Error{Code::not_found, "There is no such show. Load your shows again."};
    if (show->state() == v1::SHOW_STATE_ENDED)
        return Error{Code::precondition, "This show has ended; nothing can be pinned any more."};
    const auto& lineup = show->lineup();
    if (!request.product_id().empty() &&
        std::find(lineup.begin(), lineup.end(), request.product_id()) == lineup.end()) {
        return Error{Code::precondition,
                     "This product is not in the show's line-up. Add it there, then pin it."};
    }
    if (id_taken(unit.sql(), show->id(), request.command_id())) {
        return Error{Code::conflict, "A pin with this id is there already, from somebody else. Pin again."};
    }
    v1::PinMoment pin;
    pin.set_id(request.command_id());
    pin.set_product_id(request.product_id());
    pin.set_programme_time_us(programme_time_us.value_or(unit.now().us));
    if (pin.programme_time_us() > unit.now().plus_s(kMostAhead_s).us) {
        return Error{
            Code::invalid_argument,
            "The moment of this pin lies in the future. Check the clocks of the studio and the server."};
    }
    const int64_t at_us = pin.programme_time_us();
    const int64_t number = next_number(unit.sql(), show->id());
    unit.sql().run(
        "INSERT INTO pin (show_id, number, id, product_id, programme_time_us) VALUES (:show_id, :number, "
        ":id, :product_id, :programme_time_us)",
        soci::use(show->id()), soci::use(number), soci::use(request.command_id()),
        soci::use(request.product_id()), soci::use(at_us));
    v1::ShowEvent event;
    event.set_show_id(show->id());
    event.set_audience(v1::AUDIENCE_EVERYONE);
    event.set_programme_time_us(pin.programme_time_us());
    *event.mutable_pinned() = pin;
    unit.emit(std::move(event));
    return pin;
}

}  // namespace

Pins::Pins(store::Committer& committer, ProgrammeTime programme_time)
    : committer_(committer), programme_time_(std::move(programme_time)) {}

void Pins::pin(const Caller& caller, const v1::PinProductRequest& request, Reply<v1::PinMoment> reply) {
    if (!caller.sells())
        return reply(Error{Code::permission_denied, "Only a creator or retailer may pin products."});
    if (request.has_stream_time() && request.stream_time_ms() < 0) {
        return reply(Error{Code::invalid_argument, "The stream time of a pin cannot be negative."});
    }
    std::optional<int64_t> stream_time_ms;
    if (request.has_stream_time()) stream_time_ms = request.stream_time_ms();
    // Now, and not when the command has its turn: that is the moment the host meant.
    const auto programme_time_us =
        programme_time_ ? programme_time_(request.show_id(), stream_time_ms) : std::nullopt;
    committer_.submit_once<v1::PinMoment>(
        "room.pin:" + caller.id, request,
        [request, programme_time_us](store::Unit& unit) { return add_pin(unit, request, programme_time_us); },
        std::move(reply));
}

}  // namespace vitrine::room
