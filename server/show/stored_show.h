// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "server/store/session.h"
#include "vitrine/v1/room.pb.h"
#include "vitrine/v1/show.pb.h"

namespace vitrine::show {

// How shows, their pins, chat lines and events lie in the database. Every function reads in the transaction
// of its caller, so that what several of them say fits together.

// With the line-up, less what is no longer sold, and without pins. Nothing when there is none.
std::optional<v1::Show> find_show(store::Session&, const std::string& id);
// By id or slug.
std::optional<v1::Show> look_up_show(store::Session&, const std::string& id_or_slug);
// The newest first, at most `most`.
std::vector<v1::Show> newest_shows(store::Session&, int64_t most);

// Adds the pins, oldest programme time first; of two at the same time the later given one last.
void add_pins(store::Session&, v1::Show&);

// Nothing when there is no such show.
std::optional<v1::ShowState> state_of(store::Session&, const std::string& id);

// The first `most` lines with a number above `after`, oldest first. Removed ones are there, without text.
std::vector<v1::ChatLine> chat_lines(store::Session&, const std::string& show_id, int64_t after,
                                     int64_t most);
std::optional<v1::ChatLine> find_chat_line(store::Session&, const std::string& show_id,
                                           const std::string& id);
// The number of the last line; 0: none.
int64_t last_chat_number(store::Session&, const std::string& show_id);

// The last seq of an audience; 0: none.
int64_t last_seq(store::Session&, const std::string& show_id, int64_t audience);

}  // namespace vitrine::show
