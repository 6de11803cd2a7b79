// SPDX-License-Identifier: GPL-3.0-or-later
// Shows: their stream keys.
#include "server/show/refusals.h"
#include "server/show/shows.h"
#include "server/show/stored_show.h"
#include "server/show/stream_key.h"
#include "server/store/message_text.h"

namespace vitrine::show {
namespace {

// The key of a show as its host may see it: permission_denied for anybody else.
Result<std::string> own_key(store::Session& session, const Caller& caller, const std::string& show_id) {
    std::string host_id, key;
    if (!session.run("SELECT host_id, stream_key FROM show WHERE id = :id", soci::use(show_id),
                     soci::into(host_id), soci::into(key))) {
        return not_found();
    }
    if (host_id != caller.id)
        return Error{Code::permission_denied, "Only the creator of this show may see its stream key."};
    return key;
}

v1::StreamTarget target(const std::string& key) {
    v1::StreamTarget message;
    message.set_key(key);
    return message;
}

}  // namespace

void Shows::stream_key(const Caller& caller, const v1::GetStreamTargetRequest& request,
                       Reply<v1::StreamTarget> reply) {
    if (!caller.creator()) return reply(creators_only());
    readers_.run<v1::StreamTarget>(
        [caller, id = request.show_id()](store::Session& session) -> Result<v1::StreamTarget> {
            const auto key = own_key(session, caller, id);
            if (!key) return key.error();
            return target(*key);
        },
        std::move(reply));
}

void Shows::rotate_stream_key(const Caller& caller, const v1::RotateStreamKeyRequest& request,
                              Reply<v1::StreamTarget> reply) {
    if (!caller.creator()) return reply(creators_only());
    committer_.submit_once<v1::StreamTarget>(
        "show.key:" + caller.id, request,
        [caller, id = request.show_id()](store::Unit& unit) -> Result<v1::StreamTarget> {
            const auto old = own_key(unit.sql(), caller, id);
            if (!old) return old.error();
            const std::string key = make_stream_key();
            const std::string key_hash = store::hash_text(key);
            unit.sql().run("UPDATE show SET stream_key = :key, stream_key_hash = :key_hash WHERE id = :id",
                           soci::use(key), soci::use(key_hash), soci::use(id));
            return target(key);
        },
        std::move(reply));
}

void Shows::authorise_publish(const std::string& key, Reply<v1::Show> reply) {
    readers_.run<v1::Show>(
        [key](store::Session& session) -> Result<v1::Show> {
            // Found by its hash: how long the index takes tells nothing about a key that nobody has.
            const std::string key_hash = store::hash_text(key);
            std::string id, stored;
            session.run("SELECT id, stream_key FROM show WHERE stream_key_hash = :key_hash",
                        soci::use(key_hash), soci::into(id), soci::into(stored));
            const auto show = find_show(session, id);
            if (!show || !same_key(stored, key)) {
                return Error{
                    Code::permission_denied,
                    "This stream key is not valid. Copy the present key from the show and try again."};
            }
            if (show->state() == v1::SHOW_STATE_ENDED) {
                return Error{Code::precondition,
                             "This show has ended. Make a new show and use its stream key."};
            }
            return *show;
        },
        std::move(reply));
}

}  // namespace vitrine::show
