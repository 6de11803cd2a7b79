// SPDX-License-Identifier: GPL-3.0-or-later
#include "server/api/set_up.h"

#include "server/domain/id.h"

namespace vitrine::api {
namespace {

constexpr const char* kDemoTitle = "Autumn table";

using Respond = Reply<v1::SetUpResponse>;

void make_demo_show(const Services& services, v1::SetUpResponse made,
                    const std::vector<std::string>& products, Respond reply) {
    const v1::Account& account = made.accounts(0).account();
    const Caller creator{account.id(), account.display_name(), account.role(), false};
    v1::CreateShowRequest request;
    request.set_command_id(make_id(services.clock.now()));
    request.set_title(kDemoTitle);
    for (const auto& id : products) request.add_lineup(id);
    services.shows.create(creator, request, [made = std::move(made), reply](Result<v1::Show> show) mutable {
        // The passwords are known nowhere else: they must reach the caller even if the show did not come to
        // be.
        if (show.ok()) made.set_show_id(show->id());
        reply(std::move(made));
    });
}

void make_accounts(const Services& services, const v1::SetUpRequest& request,
                   std::vector<std::string> products, Respond reply) {
    services.identity.set_up(request, [&services, demo = request.demo_shop(), products = std::move(products),
                                       reply](Result<v1::SetUpResponse> made) {
        if (!made.ok() || !demo || made->accounts().empty()) return reply(std::move(made));
        make_demo_show(services, std::move(*made), products, reply);
    });
}

}  // namespace

void set_up_shop(const Services& services, const v1::SetUpRequest& request, Respond reply) {
    services.identity.needs_set_up([&services, request, reply = std::move(reply)](Result<bool> needed) {
        if (!needed.ok()) return reply(needed.error());
        if (!*needed || !request.demo_shop()) return make_accounts(services, request, {}, reply);
        services.catalogue.load_demo([&services, request, reply](Result<std::vector<std::string>> products) {
            if (!products.ok()) return reply(products.error());
            make_accounts(services, request, std::move(*products), reply);
        });
    });
}

}  // namespace vitrine::api
