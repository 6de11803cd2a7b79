// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "server/domain/id.h"
#include "server/show/shows.h"
#include "tests/show/people.h"
#include "tests/store/fresh_store.h"

namespace vitrine::tests {

// Shows on a fresh database that has three products: mug, vase and bowl.
struct FreshShows : FreshStore {
    FreshShows() {
        int64_t number = 0;
        for (const std::string id : {"mug", "vase", "bowl"}) {
            ++number;
            database->connect(false)->run(
                "INSERT INTO product (id, number, title, description, picture, revision, "
                "archived, created_us, updated_us) VALUES (:id, :number, 'A product', '', '', 1, 0, 1, 1)",
                soci::use(id), soci::use(number));
        }
    }

    std::string new_id() { return make_id(clock.now()); }

    Result<v1::Show> create(const std::string& title, const std::string& slug = "",
                            const Caller& caller = creator()) {
        v1::CreateShowRequest request;
        request.set_command_id(new_id());
        request.set_title(title);
        request.set_slug(slug);
        for (const char* id : {"mug", "vase"}) request.add_lineup(id);
        return await<v1::Show>([&](auto reply) { shows.create(caller, request, reply); });
    }
    Result<v1::Show> get(const std::string& id_or_slug) {
        v1::GetShowRequest request;
        request.set_show(id_or_slug);
        return await<v1::Show>([&](auto reply) { shows.get(request, reply); });
    }
    Result<v1::Show> start(const std::string& show_id, const Caller& caller = creator()) {
        v1::StartShowRequest request;
        request.set_command_id(new_id());
        request.set_show_id(show_id);
        return await<v1::Show>([&](auto reply) { shows.start(caller, request, reply); });
    }
    Result<v1::Show> end(const std::string& show_id, const Caller& caller = creator()) {
        v1::EndShowRequest request;
        request.set_command_id(new_id());
        request.set_show_id(show_id);
        return await<v1::Show>([&](auto reply) { shows.end(caller, request, reply); });
    }
    Result<v1::Show> set_lineup(const std::string& show_id, const std::vector<std::string>& products,
                                const Caller& caller = creator()) {
        v1::SetLineupRequest request;
        request.set_command_id(new_id());
        request.set_show_id(show_id);
        for (const auto& id : products) request.add_product_ids(id);
        return await<v1::Show>([&](auto reply) { shows.set_lineup(caller, request, reply); });
    }
    Result<std::string> key(const std::string& show_id, const Caller& caller = creator()) {
        v1::GetStreamTargetRequest request;
        request.set_show_id(show_id);
        const auto target =
            await<v1::StreamTarget>([&](auto reply) { shows.stream_key(caller, request, reply); });
        if (!target) return target.error();
        return target->key();
    }
    Result<v1::Show> authorise(const std::string& key) {
        return await<v1::Show>([&](auto reply) { shows.authorise_publish(key, reply); });
    }
    Result<Done> set_picture(const std::string& show_id, bool live, bool replay_ready) {
        return await<Done>([&](auto reply) { shows.set_picture(show_id, live, replay_ready, reply); });
    }

    show::Shows shows{*committer, *readers};
};

}  // namespace vitrine::tests
