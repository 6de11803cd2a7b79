// SPDX-License-Identifier: GPL-3.0-or-later
#include "server/show/snapshots.h"

#include <algorithm>

#include "server/show/stored_show.h"

namespace vitrine::show {
namespace {

constexpr int64_t kChatLines = 50;

}  // namespace

Snapshots::Snapshots(store::Readers& readers, const Clock& clock, std::string epoch, std::vector<Part> parts)
    : readers_(readers), clock_(clock), epoch_(std::move(epoch)), parts_(std::move(parts)) {}

void Snapshots::take(const std::string& id_or_slug, const Caller& caller, Reply<v1::ShowSnapshot> reply) {
    readers_.run<v1::ShowSnapshot>(
        [this, id_or_slug, caller](store::Session& session) -> Result<v1::ShowSnapshot> {
            auto show = look_up_show(session, id_or_slug);
            if (!show) return Error{Code::not_found, "There is no such show. Check the address."};
            add_pins(session, *show);
            v1::ShowSnapshot snapshot;
            const int64_t before = std::max<int64_t>(last_chat_number(session, show->id()) - kChatLines, 0);
            for (auto& line : chat_lines(session, show->id(), before, kChatLines))
                *snapshot.add_chat() = std::move(line);
            snapshot.set_seq(last_seq(session, show->id(), v1::AUDIENCE_EVERYONE));
            if (caller.staff()) snapshot.set_staff_seq(last_seq(session, show->id(), v1::AUDIENCE_STAFF));
            snapshot.set_epoch(epoch_);
            snapshot.set_server_time_us(clock_.now().us);
            *snapshot.mutable_show() = std::move(*show);
            for (const auto& part : parts_) part(session, caller, snapshot);
            return snapshot;
        },
        std::move(reply));
}

}  // namespace vitrine::show
