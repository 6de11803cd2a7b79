// SPDX-License-Identifier: GPL-3.0-or-later
#include <algorithm>

#include "server/shop/products.h"

namespace vitrine::shop::products {
namespace {

// Those of the flash price of a show are not touched.
void set_prices(store::Unit& unit, const v1::Variant& variant) {
    unit.sql().run("DELETE FROM variant_price WHERE variant_id = :variant AND show_id = ''",
                   soci::use(variant.id()));
    for (const v1::Money& price : variant.prices()) {
        const int64_t minor = price.minor();
        unit.sql().run(
            "INSERT INTO variant_price (variant_id, show_id, currency, price_minor) "
            "VALUES (:variant, '', :currency, :price)",
            soci::use(variant.id()), soci::use(price.currency()), soci::use(minor));
    }
}

}  // namespace

void add_variant(store::Unit& unit, const std::string& product_id, int64_t position,
                 const v1::Variant& variant) {
    const int64_t price = variant.price().minor();
    const int64_t limit = variant.limit_per_buyer();
    unit.sql().run(
        "INSERT INTO variant (id, product_id, position, sku, name, price_minor, currency, archived, "
        "limit_per_buyer) VALUES (:id, :product, :position, :sku, :name, :price, :currency, 0, :limit)",
        soci::use(variant.id()), soci::use(product_id), soci::use(position), soci::use(variant.sku()),
        soci::use(variant.name()), soci::use(price), soci::use(variant.price().currency()), soci::use(limit));
    set_prices(unit, variant);
}

bool change_variant(store::Unit& unit, const std::string& product_id, int64_t position,
                    const v1::Variant& variant) {
    const int64_t price = variant.price().minor();
    const int64_t limit = variant.limit_per_buyer();
    if (unit.sql().change("UPDATE variant SET position = :position, sku = :sku, name = :name, price_minor = "
                          ":price, currency = :currency, archived = 0, limit_per_buyer = :limit "
                          "WHERE id = :id AND product_id = :product",
                          soci::use(position), soci::use(variant.sku()), soci::use(variant.name()),
                          soci::use(price), soci::use(variant.price().currency()), soci::use(limit),
                          soci::use(variant.id()), soci::use(product_id)) != 1) {
        return false;
    }
    set_prices(unit, variant);
    return true;
}

void archive_variants_but(store::Unit& unit, const std::string& product_id,
                          const std::vector<std::string>& kept) {
    std::vector<std::string> gone;
    std::string id;
    unit.sql().each(
        "SELECT id FROM variant WHERE product_id = :product AND archived = 0",
        [&] {
            if (std::find(kept.begin(), kept.end(), id) == kept.end()) gone.push_back(id);
        },
        soci::into(id), soci::use(product_id));
    for (const std::string& variant_id : gone) {
        unit.sql().run("UPDATE variant SET archived = 1 WHERE id = :id", soci::use(variant_id));
    }
}

}  // namespace vitrine::shop::products
