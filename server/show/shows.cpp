// SPDX-License-Identifier: GPL-3.0-or-later
#include "server/show/shows.h"

#include <set>

#include "server/domain/id.h"
#include "server/domain/text.h"
#include "server/show/life.h"
#include "server/show/slug.h"
#include "server/show/stored_show.h"
#include "server/show/stream_key.h"
#include "server/store/message_text.h"

namespace vitrine::show {
namespace {

constexpr size_t kMostTitle = 120;
constexpr int kMostLineup = 500;
constexpr int64_t kMostListed = 500;

Error not_found() { return {Code::not_found, "There is no such show. Check the address."}; }
Error creators_only() { return {Code::permission_denied, "Only a creator may do this. Sign in as one."}; }

void emit_changed(store::Unit& unit, const v1::Show& show) {
    v1::ShowEvent event;
    event.set_show_id(show.id());
    event.set_audience(v1::AUDIENCE_EVERYONE);
    *event.mutable_show_changed()->mutable_show() = show;
    unit.emit(std::move(event));
}

// A slug nobody has: the title's, then with 2, 3, …, then with something random.
std::string free_slug(store::Session& session, const std::string& title, Instant now) {
    const std::string stem = slug_from_title(title);
    const auto taken = [&](const std::string& slug) {
        std::string id;
        return session.run("SELECT id FROM show WHERE slug = :slug", soci::use(slug), soci::into(id));
    };
    if (!taken(stem)) return stem;
    const std::string shortened = stem.substr(0, stem.find_last_not_of('-', 50) + 1);
    for (int n = 2; n < 20; ++n) {
        const std::string slug = shortened + "-" + std::to_string(n);
        if (!taken(slug)) return slug;
    }
    return shortened + "-" + make_id(now).substr(28);
}

Result<Done> check_lineup(const google::protobuf::RepeatedPtrField<std::string>& products) {
    if (products.size() > kMostLineup) {
        return Error{Code::too_large,
                     "A line-up holds at most " + std::to_string(kMostLineup) + " products."};
    }
    if (std::set<std::string>(products.begin(), products.end()).size() !=
        static_cast<size_t>(products.size())) {
        return Error{Code::invalid_argument, "A product stands twice in the line-up. Take one of them out."};
    }
    return Done{};
}

// invalid_argument for a product that does not exist.
Result<Done> store_lineup(store::Session& session, const v1::Show& show) {
    session.run("DELETE FROM lineup WHERE show_id = :show_id", soci::use(show.id()));
    for (int64_t position = 0; position < show.lineup_size(); ++position) {
        const std::string& product_id = show.lineup(static_cast<int>(position));
        if (session.change("INSERT INTO lineup (show_id, position, product_id) SELECT :show_id, :position, "
                           "id FROM product WHERE id = :product_id",
                           soci::use(show.id()), soci::use(position), soci::use(product_id)) != 1) {
            return Error{Code::not_found,
                         "A product of the line-up does not exist any more. Load the products again."};
        }
    }
    return Done{};
}

void insert(store::Session& session, const v1::Show& show, const std::string& host_id) {
    const std::string key = make_stream_key();
    const std::string key_hash = store::hash_text(key);
    const int64_t state = show.state();
    session.run(
        "INSERT INTO show (id, slug, title, state, host_id, host_name, stream_key, stream_key_hash, "
        "created_us, started_us, "
        "ended_us, picture, replay) VALUES (:id, :slug, :title, :state, :host_id, :host_name, :key, "
        ":key_hash, :created_us, 0, 0, 0, 0)",
        soci::use(show.id()), soci::use(show.slug()), soci::use(show.title()), soci::use(state),
        soci::use(host_id), soci::use(show.host_name()), soci::use(key), soci::use(key_hash),
        soci::use(show.created_us()));
}

Result<v1::Show> create_show(store::Unit& unit, const Caller& caller, const v1::CreateShowRequest& request) {
    const auto title = one_line(request.title(), kMostTitle, "The title");
    if (!title) return title.error();
    v1::Show show;
    show.set_id(make_id(unit.now()));
    show.set_title(*title);
    show.set_slug(request.slug().empty() ? free_slug(unit.sql(), *title, unit.now()) : request.slug());
    if (!is_slug(show.slug())) {
        return Error{
            Code::invalid_argument,
            "The address may hold small letters a–z, digits and single hyphens between them, at most 60."};
    }
    if (look_up_show(unit.sql(), show.slug())) {
        return Error{Code::conflict,
                     "Another show has the address “" + show.slug() + "”. Choose another one."};
    }
    show.set_state(v1::SHOW_STATE_SCHEDULED);
    show.set_host_name(caller.name);
    show.set_created_us(unit.now().us);
    *show.mutable_lineup() = request.lineup();
    insert(unit.sql(), show, caller.id);
    if (const auto stored = store_lineup(unit.sql(), show); !stored) return stored.error();
    emit_changed(unit, show);
    return show;
}

// Finds the show, lets `change` alter it, and stores and emits it when that says it did.
Result<v1::Show> change_show(store::Unit& unit, const std::string& show_id,
                             const std::function<Result<bool>(v1::Show&)>& change) {
    auto show = find_show(unit.sql(), show_id);
    if (!show) return not_found();
    const auto changed = change(*show);
    if (!changed) return changed.error();
    if (!*changed) return *show;
    const int64_t state = show->state();
    unit.sql().run(
        "UPDATE show SET title = :title, state = :state, started_us = :started_us, ended_us = :ended_us "
        "WHERE id = :id",
        soci::use(show->title()), soci::use(state), soci::use(show->started_us()),
        soci::use(show->ended_us()), soci::use(show_id));
    emit_changed(unit, *show);
    return *show;
}

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

Shows::Shows(store::Committer& committer, store::Readers& readers)
    : committer_(committer), readers_(readers) {}

void Shows::create(const Caller& caller, const v1::CreateShowRequest& request, Reply<v1::Show> reply) {
    if (!caller.creator()) return reply(creators_only());
    if (const auto good = check_lineup(request.lineup()); !good) return reply(good.error());
    committer_.submit_once<v1::Show>(
        "show.create:" + caller.id, request,
        [caller, request](store::Unit& unit) { return create_show(unit, caller, request); },
        std::move(reply));
}

void Shows::get(const v1::GetShowRequest& request, Reply<v1::Show> reply) {
    readers_.run<v1::Show>(
        [id = request.show()](store::Session& session) -> Result<v1::Show> {
            auto show = look_up_show(session, id);
            if (!show) return not_found();
            add_pins(session, *show);
            return *show;
        },
        std::move(reply));
}

void Shows::list(const Caller& caller, const v1::ListShowsRequest&, Reply<v1::ListShowsResponse> reply) {
    if (!caller.staff())
        return reply(
            Error{Code::permission_denied, "Only the shop's staff may list its shows. Sign in first."});
    readers_.run<v1::ListShowsResponse>(
        [](store::Session& session) -> Result<v1::ListShowsResponse> {
            v1::ListShowsResponse response;
            for (auto& show : newest_shows(session, kMostListed)) *response.add_shows() = std::move(show);
            return response;
        },
        std::move(reply));
}

void Shows::set_lineup(const Caller& caller, const v1::SetLineupRequest& request, Reply<v1::Show> reply) {
    if (!caller.sells())
        return reply(Error{Code::permission_denied, "Only a creator or retailer may change the line-up."});
    if (const auto good = check_lineup(request.product_ids()); !good) return reply(good.error());
    committer_.submit_once<v1::Show>(
        "show.lineup:" + caller.id, request,
        [request](store::Unit& unit) {
            return change_show(unit, request.show_id(), [&](v1::Show& show) -> Result<bool> {
                *show.mutable_lineup() = request.product_ids();
                if (const auto stored = store_lineup(unit.sql(), show); !stored) return stored.error();
                return true;
            });
        },
        std::move(reply));
}

void Shows::rename(const Caller& caller, const v1::RenameShowRequest& request, Reply<v1::Show> reply) {
    if (!caller.creator()) return reply(creators_only());
    const auto title = one_line(request.title(), kMostTitle, "The title");
    if (!title) return reply(title.error());
    committer_.submit_once<v1::Show>(
        "show.rename:" + caller.id, request,
        [request, title = *title](store::Unit& unit) {
            return change_show(unit, request.show_id(), [&](v1::Show& show) -> Result<bool> {
                show.set_title(title);
                return true;
            });
        },
        std::move(reply));
}

void Shows::start(const Caller& caller, const v1::StartShowRequest& request, Reply<v1::Show> reply) {
    if (!caller.creator()) return reply(creators_only());
    committer_.submit_once<v1::Show>(
        "show.start:" + caller.id, request,
        [id = request.show_id()](store::Unit& unit) {
            return change_show(unit, id, [&](v1::Show& show) { return show::start(show, unit.now()); });
        },
        std::move(reply));
}

void Shows::end(const Caller& caller, const v1::EndShowRequest& request, Reply<v1::Show> reply) {
    if (!caller.creator()) return reply(creators_only());
    committer_.submit_once<v1::Show>(
        "show.end:" + caller.id, request,
        [id = request.show_id()](store::Unit& unit) {
            return change_show(unit, id, [&](v1::Show& show) { return show::end(show, unit.now()); });
        },
        std::move(reply));
}

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
