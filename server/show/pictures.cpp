// SPDX-License-Identifier: GPL-3.0-or-later
// Shows: what media tells of their pictures.
#include "server/show/shows.h"

namespace vitrine::show {
namespace {

void emit_picture(store::Unit& unit, const std::string& show_id, bool live, bool replay_ready) {
    v1::ShowEvent event;
    event.set_show_id(show_id);
    event.set_audience(v1::AUDIENCE_EVERYONE);
    event.mutable_picture()->set_live(live);
    event.mutable_picture()->set_replay_ready(replay_ready);
    unit.emit(std::move(event));
}

}  // namespace

void Shows::set_picture(const std::string& show_id, bool live, bool replay_ready, Reply<Done> reply) {
    committer_.submit<Done>(
        [show_id, live, replay_ready](store::Unit& unit) -> Result<Done> {
            const int64_t picture = live, replay = replay_ready;
            const int64_t changed = unit.sql().change(
                "UPDATE show SET picture = :picture, replay = :replay WHERE id = :id AND (picture <> "
                ":same_picture OR replay <> :same_replay)",
                soci::use(picture), soci::use(replay), soci::use(show_id), soci::use(picture),
                soci::use(replay));
            if (changed > 0) emit_picture(unit, show_id, live, replay_ready);
            return Done{};
        },
        std::move(reply));
}

void Shows::forget_pictures(Reply<Done> reply) {
    committer_.submit<Done>(
        [](store::Unit& unit) -> Result<Done> {
            std::vector<std::pair<std::string, bool>> interrupted;
            std::string id;
            int64_t replay = 0;
            unit.sql().each(
                "UPDATE show SET picture = 0 WHERE picture = 1 RETURNING id, replay",
                [&] { interrupted.emplace_back(id, replay != 0); }, soci::into(id), soci::into(replay));
            for (const auto& [show_id, replay_ready] : interrupted)
                emit_picture(unit, show_id, false, replay_ready);
            return Done{};
        },
        std::move(reply));
}

void Shows::ended_without_replay(Reply<std::vector<std::string>> reply) {
    readers_.run<std::vector<std::string>>(
        [](store::Session& sql) -> Result<std::vector<std::string>> {
            std::vector<std::string> ids;
            std::string id;
            const int64_t ended = v1::SHOW_STATE_ENDED;
            sql.each(
                "SELECT id FROM show WHERE state = :state AND replay = 0", [&] { ids.push_back(id); },
                soci::use(ended), soci::into(id));
            return ids;
        },
        std::move(reply));
}

}  // namespace vitrine::show
