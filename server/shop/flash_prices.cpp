// SPDX-License-Identifier: GPL-3.0-or-later
#include "server/shop/flash_prices.h"

#include <algorithm>
#include <set>
#include <utility>
#include <vector>

#include "server/shop/money_message.h"
#include "server/shop/offer.h"
#include "server/show/stored_show.h"
#include "vitrine/v1/event.pb.h"

namespace vitrine::shop::flash_prices {
namespace {

struct Variant {
    std::string product_id;
    v1::Money regular;
    int64_t flash_until_us = 0;
};

std::optional<Variant> find(store::Session& sql, const std::string& show_id, const std::string& variant_id) {
    Variant variant;
    std::string currency;
    int64_t price = 0;
    if (!sql.run(
            "SELECT v.product_id, v.price_minor, v.currency, COALESCE(t.flash_until_us, 0) FROM variant v "
            "LEFT JOIN show_variant t ON t.variant_id = v.id AND t.show_id = :show WHERE v.id = :variant",
            soci::into(variant.product_id), soci::into(price), soci::into(currency),
            soci::into(variant.flash_until_us), soci::use(show_id), soci::use(variant_id))) {
        return std::nullopt;
    }
    variant.regular = money_message(price, currency);
    return variant;
}

void write(store::Unit& unit, const std::string& show_id, const std::string& variant_id,
           const v1::FlashPrice& flash) {
    const int64_t minor = flash.price().minor(), from_us = flash.starts_us(), until_us = flash.ends_us();
    unit.sql().run(
        "INSERT INTO show_variant (variant_id, show_id, allocated, drop_id, flash_minor, flash_from_us, "
        "flash_until_us) VALUES (:variant, :show, 0, '', :flash, :from_us, :until_us) "
        "ON CONFLICT (variant_id, show_id) DO UPDATE SET flash_minor = excluded.flash_minor, "
        "flash_from_us = excluded.flash_from_us, flash_until_us = excluded.flash_until_us",
        soci::use(variant_id), soci::use(show_id), soci::use(minor), soci::use(from_us), soci::use(until_us));
    unit.sql().run("DELETE FROM variant_price WHERE variant_id = :variant AND show_id = :show",
                   soci::use(variant_id), soci::use(show_id));
}

void tell(store::Unit& unit, const std::string& show_id, const v1::FlashPriceChanged& changed,
          int64_t programme_time_us) {
    v1::ShowEvent event;
    event.set_show_id(show_id);
    event.set_audience(v1::AUDIENCE_EVERYONE);
    event.set_programme_time_us(programme_time_us);
    *event.mutable_flash_price() = changed;
    unit.emit(std::move(event));
}

v1::FlashPriceChanged message(const Variant& variant, const std::string& variant_id) {
    v1::FlashPriceChanged changed;
    changed.set_variant_id(variant_id);
    changed.set_product_id(variant.product_id);
    *changed.mutable_regular() = variant.regular;
    return changed;
}

Result<Done> check(const v1::StartFlashPriceRequest& request, const Variant& variant) {
    const Result<Currency> own = Currency::parse(variant.regular.currency());
    if (!own.ok()) return own.error();
    const Result<Currency> given = Currency::parse(request.price().currency());
    if (!given.ok()) return given.error();
    if (auto good = check_flash_price({variant.regular.minor(), *own}, {request.price().minor(), *given},
                                      request.duration_s());
        !good.ok()) {
        return good;
    }
    std::set<std::string> currencies{own->code()};
    for (const v1::Money& price : request.prices()) {
        if (auto currency = Currency::parse(price.currency()); !currency.ok()) return currency.error();
        if (auto good = check_price(price.minor()); !good.ok()) return good;
        if (!currencies.insert(price.currency()).second) {
            return Error{Code::invalid_argument,
                         "There are two flash prices in " + price.currency() + ". Keep one of them."};
        }
    }
    return Done{};
}

v1::FlashPriceChanged finish(store::Unit& unit, const Variant& variant, const std::string& show_id,
                             const std::string& variant_id, int64_t programme_time_us) {
    write(unit, show_id, variant_id, {});
    const v1::FlashPriceChanged changed = message(variant, variant_id);
    tell(unit, show_id, changed, programme_time_us);
    return changed;
}

}  // namespace

Result<v1::FlashPriceChanged> start(store::Unit& unit, const v1::StartFlashPriceRequest& request,
                                    int64_t programme_time_us) {
    const std::string& show_id = request.show_id();
    const std::string& variant_id = request.variant_id();
    const auto offer = offer_to_promised(unit.sql(), show_id, variant_id, "", unit.now());
    if (!offer.ok()) return offer.error();
    if (show::state_of(unit.sql(), show_id) != v1::SHOW_STATE_LIVE) {
        return Error{Code::precondition, "A flash price is for a show that is live. Start the show first."};
    }
    const std::optional<Variant> variant = find(unit.sql(), show_id, variant_id);
    VITRINE_CHECK(variant.has_value());
    if (variant->flash_until_us > unit.now().us) {
        return Error{Code::precondition, "This has a flash price already. End it, then start another one."};
    }
    if (auto good = check(request, *variant); !good.ok()) return good.error();
    v1::FlashPriceChanged changed = message(*variant, variant_id);
    *changed.mutable_flash()->mutable_price() = request.price();
    changed.mutable_flash()->set_starts_us(unit.now().us);
    changed.mutable_flash()->set_ends_us(unit.now().plus_s(request.duration_s()).us);
    write(unit, show_id, variant_id, changed.flash());
    for (const v1::Money& price : request.prices()) {
        const int64_t minor = price.minor();
        unit.sql().run(
            "INSERT INTO variant_price (variant_id, show_id, currency, price_minor) "
            "VALUES (:variant, :show, :currency, :price)",
            soci::use(variant_id), soci::use(show_id), soci::use(price.currency()), soci::use(minor));
    }
    tell(unit, show_id, changed, programme_time_us);
    return changed;
}

Result<v1::FlashPriceChanged> end(store::Unit& unit, const std::string& show_id,
                                  const std::string& variant_id) {
    const std::optional<Variant> variant = find(unit.sql(), show_id, variant_id);
    if (!variant) return Error{Code::not_found, "There is no such product."};
    if (variant->flash_until_us == 0) return message(*variant, variant_id);
    return finish(unit, *variant, show_id, variant_id, 0);
}

int64_t end_those_over(store::Unit& unit) {
    struct Over {
        std::string show_id, variant_id;
        int64_t until_us = 0;
    };
    std::vector<Over> over;
    Over one;
    const int64_t now_us = unit.now().us;
    unit.sql().each(
        "SELECT t.show_id, t.variant_id, t.flash_until_us FROM show_variant t JOIN show s ON s.id = "
        "t.show_id "
        "WHERE t.flash_until_us > 0 AND (t.flash_until_us <= :now OR s.state = 3) "
        "ORDER BY t.show_id, t.variant_id",
        [&] { over.push_back(one); }, soci::into(one.show_id), soci::into(one.variant_id),
        soci::into(one.until_us), soci::use(now_us));
    for (const Over& flash : over) {
        const std::optional<Variant> variant = find(unit.sql(), flash.show_id, flash.variant_id);
        VITRINE_CHECK(variant.has_value());
        finish(unit, *variant, flash.show_id, flash.variant_id, std::min(flash.until_us, now_us));
    }
    return static_cast<int64_t>(over.size());
}

}  // namespace vitrine::shop::flash_prices
