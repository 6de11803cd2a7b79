// SPDX-License-Identifier: GPL-3.0-or-later
#include "server/show/shows.h"

#include <set>

#include "server/domain/id.h"
#include "server/domain/text.h"
#include "server/show/life.h"
#include "server/show/refusals.h"
#include "server/show/show_news.h"
#include "server/show/slug.h"
#include "server/show/stored_show.h"
#include "server/show/stream_key.h"
#include "server/store/message_text.h"

namespace vitrine::show {
namespace {

constexpr size_t kMostTitle = 120;
constexpr int kMostLineup = 500;
constexpr int64_t kMostListed = 500;
constexpr int kMostAddedTold = 50;  // some 50 kB in one event for everyone

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

// not_found for a product that does not exist or is no longer sold.
Result<Done> store_lineup(store::Session& session, const v1::Show& show) {
    session.run("DELETE FROM lineup WHERE show_id = :show_id", soci::use(show.id()));
    for (int64_t position = 0; position < show.lineup_size(); ++position) {
        const std::string& product_id = show.lineup(static_cast<int>(position));
        if (session.change("INSERT INTO lineup (show_id, position, product_id) SELECT :show_id, :position, "
                           "id FROM product WHERE id = :product_id AND archived = 0",
                           soci::use(show.id()), soci::use(position), soci::use(product_id)) != 1) {
            return Error{Code::not_found,
                         "A product of the line-up is not sold any more. Load the products again."};
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
    v1::ShowChanged news;
    *news.mutable_show() = show;
    tell_changed(unit, std::move(news));
    return show;
}

// Finds the show, lets `change` alter it in what is told of it, and stores and tells it when that says it
// did.
Result<v1::Show> change_show(store::Unit& unit, const std::string& show_id,
                             const std::function<Result<bool>(v1::ShowChanged&)>& change) {
    const auto found = find_show(unit.sql(), show_id);
    if (!found) return not_found();
    v1::ShowChanged news;
    *news.mutable_show() = *found;
    const auto changed = change(news);
    if (!changed) return changed.error();
    const v1::Show show = news.show();
    if (!*changed) return show;
    const int64_t state = show.state();
    unit.sql().run(
        "UPDATE show SET title = :title, state = :state, started_us = :started_us, ended_us = :ended_us "
        "WHERE id = :id",
        soci::use(show.title()), soci::use(state), soci::use(show.started_us()), soci::use(show.ended_us()),
        soci::use(show_id));
    tell_changed(unit, std::move(news));
    return show;
}

Result<bool> change_lineup(store::Unit& unit, const v1::SetLineupRequest& request, v1::ShowChanged& news,
                           const Shows::LineupProducts& products) {
    v1::Show& show = *news.mutable_show();
    const std::set<std::string> before(show.lineup().begin(), show.lineup().end());
    *show.mutable_lineup() = request.product_ids();
    if (const auto stored = store_lineup(unit.sql(), show); !stored) return stored.error();
    if (!products) return true;
    for (auto& product : products(unit.sql(), show.id())) {
        if (before.contains(product.id()) || news.added_size() == kMostAddedTold) continue;
        *news.add_added() = std::move(product);
    }
    return true;
}

}  // namespace

Shows::Shows(store::Committer& committer, store::Readers& readers, LineupProducts lineup_products)
    : committer_(committer), readers_(readers), lineup_products_(std::move(lineup_products)) {}

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
        [request, products = lineup_products_](store::Unit& unit) {
            return change_show(unit, request.show_id(), [&](v1::ShowChanged& news) {
                return change_lineup(unit, request, news, products);
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
            return change_show(unit, request.show_id(), [&](v1::ShowChanged& news) -> Result<bool> {
                news.mutable_show()->set_title(title);
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
            return change_show(unit, id, [&](v1::ShowChanged& news) {
                return show::start(*news.mutable_show(), unit.now());
            });
        },
        std::move(reply));
}

void Shows::end(const Caller& caller, const v1::EndShowRequest& request, Reply<v1::Show> reply) {
    if (!caller.creator()) return reply(creators_only());
    committer_.submit_once<v1::Show>(
        "show.end:" + caller.id, request,
        [id = request.show_id()](store::Unit& unit) {
            return change_show(
                unit, id, [&](v1::ShowChanged& news) { return show::end(*news.mutable_show(), unit.now()); });
        },
        std::move(reply));
}

}  // namespace vitrine::show
