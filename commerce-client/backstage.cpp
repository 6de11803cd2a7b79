// SPDX-License-Identifier: GPL-3.0-or-later
#include "commerce-client/backstage.h"

#include "commerce-client/command_id.h"

namespace vitrine::commerce {
namespace {

using IdentityRpc = v1::IdentityService::StubInterface::async_interface;
using ShowRpc = v1::ShowService::StubInterface::async_interface;
using CatalogRpc = v1::CatalogService::StubInterface::async_interface;

// Argon2id for three accounts and a shop full of products take their time on a small machine.
constexpr Manner kSetUp{20'000, 0, false};

}  // namespace

void Backstage::setUp(const v1::SetUpRequest& request, Reply<v1::SetUpResponse> reply) {
    connection_.calls().call<v1::IdentityService, v1::SetUpRequest, v1::SetUpResponse>(
        &IdentityRpc::SetUp, request, kSetUp, this, std::move(reply));
}

void Backstage::listShows(Reply<v1::ListShowsResponse> reply) {
    connection_.calls().call<v1::ShowService, v1::ListShowsRequest, v1::ListShowsResponse>(
        &ShowRpc::ListShows, v1::ListShowsRequest(), kCommand, this, std::move(reply));
}

void Backstage::findShow(const QString& id_or_slug, Reply<v1::Show> reply) {
    v1::GetShowRequest request;
    request.set_show(id_or_slug.toStdString());
    connection_.calls().call<v1::ShowService, v1::GetShowRequest, v1::Show>(&ShowRpc::GetShow, request,
                                                                            kCommand, this, std::move(reply));
}

void Backstage::createShow(const QString& title, const QString& slug, const std::vector<std::string>& lineup,
                           Reply<v1::Show> reply) {
    v1::CreateShowRequest request;
    request.set_command_id(make_command_id());
    request.set_title(title.toStdString());
    request.set_slug(slug.toStdString());
    for (const auto& id : lineup) request.add_lineup(id);
    connection_.calls().call<v1::ShowService, v1::CreateShowRequest, v1::Show>(
        &ShowRpc::CreateShow, request, kCommand, this, std::move(reply));
}

void Backstage::listProducts(Reply<v1::ListProductsResponse> reply) {
    connection_.calls().call<v1::CatalogService, v1::ListProductsRequest, v1::ListProductsResponse>(
        &CatalogRpc::ListProducts, v1::ListProductsRequest(), kCommand, this, std::move(reply));
}

}  // namespace vitrine::commerce
