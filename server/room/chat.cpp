// SPDX-License-Identifier: GPL-3.0-or-later
#include "server/room/chat.h"

#include <algorithm>

#include "server/domain/text.h"
#include "server/show/stored_show.h"

namespace vitrine::room {
namespace {

constexpr size_t kMostText = 500;
constexpr int64_t kListed = 100;
constexpr int64_t kMostListed = 500;

void emit_line(store::Unit& unit, const std::string& show_id, const v1::ChatLine& line) {
    v1::ShowEvent event;
    event.set_show_id(show_id);
    event.set_audience(v1::AUDIENCE_EVERYONE);
    *event.mutable_chat() = line;
    unit.emit(std::move(event));
}

void insert(store::Session& session, const std::string& show_id, const v1::ChatLine& line) {
    const int64_t number = line.number(), role = line.sender_role(), at_us = line.at_us(),
                  programme_time_us = line.programme_time_us();
    session.run(
        "INSERT INTO chat_line (show_id, number, id, sender_id, sender_name, sender_role, text, at_us, "
        "programme_time_us, removed) "
        "VALUES (:show_id, :number, :id, :sender_id, :sender_name, :sender_role, :text, :at_us, "
        ":programme_time_us, 0)",
        soci::use(show_id), soci::use(number), soci::use(line.id()), soci::use(line.sender_id()),
        soci::use(line.sender_name()), soci::use(role), soci::use(line.text()), soci::use(at_us),
        soci::use(programme_time_us));
}

Result<v1::ChatLine> add_line(store::Unit& unit, const std::string& show_id, v1::ChatLine line) {
    const auto state = show::state_of(unit.sql(), show_id);
    if (!state) return Error{Code::not_found, "There is no such show. Load the page again."};
    if (*state == v1::SHOW_STATE_ENDED)
        return Error{Code::precondition, "This show has ended, and its chat with it."};
    if (show::find_chat_line(unit.sql(), show_id, line.id())) {
        return Error{Code::conflict,
                     "A line with this id is there already, from somebody else. Send yours again."};
    }
    line.set_number(show::last_chat_number(unit.sql(), show_id) + 1);
    line.set_at_us(unit.now().us);
    if (line.programme_time_us() == 0) line.set_programme_time_us(unit.now().us);
    insert(unit.sql(), show_id, line);
    emit_line(unit, show_id, line);
    return line;
}

Result<v1::ChatLine> remove_line(store::Unit& unit, const v1::RemoveLineRequest& request) {
    auto line = show::find_chat_line(unit.sql(), request.show_id(), request.line_id());
    if (!line) return Error{Code::not_found, "There is no such line in this show's chat."};
    if (line->removed()) return *line;
    unit.sql().run("UPDATE chat_line SET text = '', removed = 1 WHERE show_id = :show_id AND id = :id",
                   soci::use(request.show_id()), soci::use(request.line_id()));
    line->clear_text();
    line->set_removed(true);
    emit_line(unit, request.show_id(), *line);
    return *line;
}

}  // namespace

Chat::Chat(store::Committer& committer, store::Readers& readers, ProgrammeTime programme_time)
    : committer_(committer), readers_(readers), programme_time_(std::move(programme_time)) {}

void Chat::say(const Caller& caller, const v1::SayRequest& request, Reply<v1::ChatLine> reply) {
    if (!caller.known()) return reply(Error{Code::unauthenticated, "Choose a name first, then write."});
    const auto text = one_line(request.text(), kMostText, "The line");
    if (!text) return reply(text.error());
    {
        std::lock_guard lock(mutex_);
        if (const auto counted = limit_.count(caller.id, committer_.clock().steady_us()); !counted)
            return reply(counted.error());
    }
    v1::ChatLine line;
    line.set_id(request.command_id());
    line.set_sender_id(caller.id);
    line.set_sender_name(caller.name);
    line.set_sender_role(caller.role);
    line.set_text(*text);
    if (programme_time_)
        line.set_programme_time_us(programme_time_(request.show_id(), std::nullopt).value_or(0));
    committer_.submit_once<v1::ChatLine>(
        "room.say:" + caller.id, request,
        [show_id = request.show_id(), line](store::Unit& unit) { return add_line(unit, show_id, line); },
        std::move(reply));
}

void Chat::remove(const Caller& caller, const v1::RemoveLineRequest& request, Reply<v1::ChatLine> reply) {
    if (!caller.moderates()) {
        return reply(Error{Code::permission_denied, "Only a moderator or creator may remove a line."});
    }
    committer_.submit_once<v1::ChatLine>(
        "room.remove:" + caller.id, request,
        [request](store::Unit& unit) { return remove_line(unit, request); }, std::move(reply));
}

void Chat::list(const v1::ListChatRequest& request, Reply<v1::ListChatResponse> reply) {
    if (request.after_number() < 0 || request.limit() < 0) {
        return reply(Error{Code::invalid_argument, "The number and the limit of a list cannot be negative."});
    }
    readers_.run<v1::ListChatResponse>(
        [request](store::Session& session) -> Result<v1::ListChatResponse> {
            const int64_t most =
                request.limit() == 0 ? kListed : std::min<int64_t>(request.limit(), kMostListed);
            const int64_t after = request.after_number() > 0
                                      ? request.after_number()
                                      : show::last_chat_number(session, request.show_id()) - most;
            v1::ListChatResponse response;
            for (auto& line :
                 show::chat_lines(session, request.show_id(), std::max<int64_t>(after, 0), most)) {
                *response.add_lines() = std::move(line);
            }
            return response;
        },
        std::move(reply));
}

}  // namespace vitrine::room
