// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "server/room/chat.h"
#include "server/room/pins.h"
#include "tests/show/fresh_shows.h"

namespace vitrine::tests {

// A room on a fresh database; its publisher, if any, began at programme_epoch_us.
struct FreshRoom : FreshShows {
    v1::SayRequest line(const std::string& show_id, const std::string& text) {
        v1::SayRequest request;
        request.set_command_id(new_id());
        request.set_show_id(show_id);
        request.set_text(text);
        return request;
    }
    Result<v1::ChatLine> say(const Caller& caller, const v1::SayRequest& request) {
        return await<v1::ChatLine>([&](auto reply) { chat.say(caller, request, reply); });
    }
    // Slowly enough for the limit.
    Result<v1::ChatLine> say(const std::string& show_id, const std::string& text,
                             const Caller& caller = guest()) {
        clock.advance_us(1'000'000);
        return say(caller, line(show_id, text));
    }
    Result<v1::ChatLine> remove(const Caller& caller, const std::string& show_id,
                                const std::string& line_id) {
        v1::RemoveLineRequest request;
        request.set_command_id(new_id());
        request.set_show_id(show_id);
        request.set_line_id(line_id);
        return await<v1::ChatLine>([&](auto reply) { chat.remove(caller, request, reply); });
    }
    v1::PinProductRequest pin_request(const std::string& show_id, const std::string& product_id,
                                      std::optional<int64_t> stream_time_ms = {}) {
        v1::PinProductRequest request;
        request.set_command_id(new_id());
        request.set_show_id(show_id);
        request.set_product_id(product_id);
        request.set_has_stream_time(stream_time_ms.has_value());
        request.set_stream_time_ms(stream_time_ms.value_or(0));
        return request;
    }
    Result<v1::PinMoment> pin(const Caller& caller, const v1::PinProductRequest& request) {
        return await<v1::PinMoment>([&](auto reply) { pins.pin(caller, request, reply); });
    }

    std::optional<int64_t> programme_epoch_us;
    room::ProgrammeTime programme_time =
        [this](const std::string&, std::optional<int64_t> stream_time_ms) -> std::optional<int64_t> {
        if (!programme_epoch_us) return std::nullopt;
        return stream_time_ms ? *programme_epoch_us + *stream_time_ms * 1000 : clock.now().us - 300'000;
    };
    room::Chat chat{*committer, *readers, programme_time};
    room::Pins pins{*committer, programme_time};
};

}  // namespace vitrine::tests
