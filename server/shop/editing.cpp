// SPDX-License-Identifier: GPL-3.0-or-later
#include "server/shop/editing.h"

#include "server/domain/id.h"
#include "server/shop/input_rules.h"
#include "server/shop/products.h"
#include "server/shop/stock.h"
#include "server/shop/stock_news.h"
#include "server/shop/waiting_list.h"

namespace vitrine::shop {
namespace {

Error changed_by_another() {
    return {
        Code::conflict,
        "Somebody else has changed this product since you opened it. Open it again and repeat your change."};
}

// A flash price is a number in the product's currency: it cannot outlive that.
bool changes_currency_of_flash(store::Session& sql, const v1::Variant& variant) {
    int64_t found = 0;
    return sql.run(
        "SELECT COUNT(*) FROM variant v JOIN show_variant t ON t.variant_id = v.id "
        "WHERE v.id = :id AND v.currency <> :currency AND t.flash_minor > 0 HAVING COUNT(*) > 0",
        soci::into(found), soci::use(variant.id()), soci::use(variant.price().currency()));
}

Result<Done> save_variants(store::Unit& unit, const Caller& caller, const v1::Product& product) {
    std::vector<std::string> kept;
    int64_t position = 0;
    for (v1::Variant variant : product.variants()) {
        if (variant.id().empty()) {
            variant.set_id(make_id(unit.now()));
            products::add_variant(unit, product.id(), position, variant);
            stock::receive(unit, variant.id(), variant.available(),
                           {stock::Movement::received, "first stock", caller.id, product.id()});
        } else if (changes_currency_of_flash(unit.sql(), variant)) {
            return Error{Code::precondition,
                         "“" + product.title() + "” has a flash price right now. End that first."};
        } else if (!products::change_variant(unit, product.id(), position, variant)) {
            return Error{Code::not_found, "The product has no such variant."};
        }
        kept.push_back(variant.id());
        ++position;
    }
    products::archive_variants_but(unit, product.id(), kept);
    return Done{};
}

}  // namespace

Result<v1::Product> save_product(store::Unit& unit, const Caller& caller, v1::Product product,
                                 const SaleTerms& terms) {
    if (auto good = check_product(product); !good.ok()) return good.error();
    const bool is_new = product.id().empty();
    if (is_new) {
        product.set_id(make_id(unit.now()));
        products::add(unit, product);
    } else {
        const auto stored = products::find(unit.sql(), product.id());
        if (!stored) return Error{Code::not_found, "There is no such product."};
        product.set_archived(stored->archived());
        if (!products::change(unit, product)) return changed_by_another();
    }
    if (auto variants = save_variants(unit, caller, product); !variants.ok()) return variants.error();
    if (!is_new) {
        for (const v1::Variant& variant : product.variants()) {
            if (!variant.id().empty()) waiting_list::offer_units(unit, variant.id(), terms);
        }
    }
    const auto saved = products::find(unit.sql(), product.id());
    VITRINE_CHECK(saved.has_value());
    if (!is_new) product_changed(unit, saved->id());
    return *saved;
}

Result<v1::Product> archive_product(store::Unit& unit, const std::string& product_id) {
    auto product = products::find(unit.sql(), product_id);
    if (!product) return Error{Code::not_found, "There is no such product."};
    if (product->archived()) return *product;
    product->set_archived(true);
    if (!products::change(unit, *product)) return changed_by_another();
    product->set_revision(product->revision() + 1);
    product_archived(unit, product->id());
    return *product;
}

}  // namespace vitrine::shop
