// SPDX-License-Identifier: GPL-3.0-or-later
#include "bench/stocked_shop.h"

#include <future>
#include <stdexcept>

#include "server/domain/id.h"
#include "server/shop/catalogue.h"
#include "server/show/shows.h"

namespace vitrine::bench {
namespace {

template <class T, class Call>
T ask(Call&& call) {
    std::promise<Result<T>> promise;
    call([&promise](Result<T> result) { promise.set_value(std::move(result)); });
    Result<T> result = promise.get_future().get();
    if (!result.ok()) throw std::runtime_error("the shop could not be stocked: " + result.error().message);
    return std::move(*result);
}

}  // namespace

StockedShop::StockedShop(const std::string& url, int articles, int64_t units_of_each,
                         store::CommitterLimits limits)
    : database_(store::Database::open(url)),
      bus_(bus::make_local_bus()),
      committer_(store::make_committer(*database_, *bus_, clock, limits)),
      readers_(store::make_readers(*database_)),
      sales_(std::make_unique<shop::Sales>(*committer_, *readers_)) {
    stock(articles, units_of_each);
}

int64_t StockedShop::number(const std::string& query) {
    int64_t number = 0;
    database_->connect(true)->run(query, soci::into(number));
    return number;
}

void StockedShop::stock(int articles, int64_t units_of_each) {
    const Caller creator{"creator", "Cleo", v1::ROLE_CREATOR, false};
    shop::Catalogue catalogue(*committer_, *readers_);
    show::Shows shows(*committer_, *readers_);
    v1::CreateShowRequest create;
    create.set_command_id(make_id(clock.now()));
    create.set_title("Flash sale");
    for (int i = 0; i < articles; ++i) {
        v1::SaveProductRequest save;
        save.set_command_id(make_id(clock.now()));
        save.mutable_product()->set_title("Article " + std::to_string(i + 1));
        v1::Variant* variant = save.mutable_product()->add_variants();
        variant->mutable_price()->set_minor(2400);
        variant->mutable_price()->set_currency("EUR");
        variant->set_available(units_of_each);
        const auto product = ask<v1::Product>([&](auto reply) { catalogue.save(creator, save, reply); });
        create.add_lineup(product.id());
        stocked_.variant_ids.push_back(product.variants(0).id());
    }
    const auto show = ask<v1::Show>([&](auto reply) { shows.create(creator, create, reply); });
    stocked_.show_id = show.id();
    stocked_.slug = show.slug();
    v1::StartShowRequest start;
    start.set_command_id(make_id(clock.now()));
    start.set_show_id(show.id());
    ask<v1::Show>([&](auto reply) { shows.start(creator, start, reply); });
}

}  // namespace vitrine::bench
