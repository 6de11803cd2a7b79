// SPDX-License-Identifier: GPL-3.0-or-later
#include "server/shop/products.h"

#include <map>

namespace vitrine::shop::products {
namespace {

struct Columns {
    std::string id, title, description, picture, variant_id, sku, name, currency, drop_id;
    int64_t revision = 0, archived = 0, price_minor = 0, limit = 0, available = 0, flash_minor = 0,
            flash_from_us = 0, flash_until_us = 0;

    // One row is one variant; rows of a product follow each other.
    void add_to(std::vector<v1::Product>& found) const {
        if (found.empty() || found.back().id() != id) {
            v1::Product& product = found.emplace_back();
            product.set_id(id);
            product.set_title(title);
            product.set_description(description);
            product.set_picture(picture);
            product.set_revision(revision);
            product.set_archived(archived != 0);
        }
        v1::Variant* variant = found.back().add_variants();
        variant->set_id(variant_id);
        variant->set_sku(sku);
        variant->set_name(name);
        variant->mutable_price()->set_minor(price_minor);
        variant->mutable_price()->set_currency(currency);
        variant->set_limit_per_buyer(limit);
        variant->set_available(available);
        variant->set_drop_id(drop_id);
        if (flash_minor > 0) add_flash(*variant);
    }

  private:
    void add_flash(v1::Variant& variant) const {
        v1::FlashPrice* flash = variant.mutable_flash();
        flash->mutable_price()->set_minor(flash_minor);
        flash->mutable_price()->set_currency(currency);
        flash->set_starts_us(flash_from_us);
        flash->set_ends_us(flash_until_us);
    }
};

// Given show: the show whose units and prices are shown, '' for the pool's.
const std::string kSelect =
    "SELECT p.id, p.title, p.description, p.picture, v.id, v.sku, v.name, v.currency, p.revision, "
    "p.archived, v.price_minor, v.limit_per_buyer, COALESCE(t.drop_id, ''), COALESCE(t.flash_minor, 0), "
    "COALESCE(t.flash_from_us, 0), COALESCE(t.flash_until_us, 0), "
    "(SELECT COALESCE(SUM(s.on_hand - s.held), 0) FROM stock s WHERE s.variant_id = v.id AND "
    "s.show_id = CASE WHEN t.allocated = 1 THEN t.show_id ELSE '' END) FROM ";
const std::string kVariants =
    "JOIN variant v ON v.product_id = p.id "
    "LEFT JOIN show_variant t ON t.variant_id = v.id AND t.show_id = :in_show WHERE v.archived = 0 ";
const std::string kPrices =
    "SELECT x.variant_id, x.currency, x.price_minor FROM variant_price x "
    "JOIN variant v ON v.id = x.variant_id WHERE x.show_id = '' ";

template <class... Exchange>
std::vector<v1::Product> read(store::Session& sql, const std::string& text, const Exchange&... exchange) {
    std::vector<v1::Product> found;
    Columns c;
    sql.each(
        text, [&] { c.add_to(found); }, soci::into(c.id), soci::into(c.title), soci::into(c.description),
        soci::into(c.picture), soci::into(c.variant_id), soci::into(c.sku), soci::into(c.name),
        soci::into(c.currency), soci::into(c.revision), soci::into(c.archived), soci::into(c.price_minor),
        soci::into(c.limit), soci::into(c.drop_id), soci::into(c.flash_minor), soci::into(c.flash_from_us),
        soci::into(c.flash_until_us), soci::into(c.available), exchange...);
    return found;
}

// Adds the prices in other currencies.
template <class... Exchange>
void read_prices(store::Session& sql, const std::string& text, std::vector<v1::Product>& products,
                 const Exchange&... exchange) {
    std::map<std::string, v1::Variant*> variants;
    for (v1::Product& product : products) {
        for (v1::Variant& variant : *product.mutable_variants()) variants[variant.id()] = &variant;
    }
    std::string variant_id, currency;
    int64_t minor = 0;
    sql.each(
        text,
        [&] {
            const auto found = variants.find(variant_id);
            if (found == variants.end()) return;
            v1::Money* price = found->second->add_prices();
            price->set_minor(minor);
            price->set_currency(currency);
        },
        soci::into(variant_id), soci::into(currency), soci::into(minor), exchange...);
}

}  // namespace

std::optional<v1::Product> find(store::Session& sql, const std::string& product_id,
                                const std::string& show_id) {
    static const std::string kText =
        kSelect + "product p " + kVariants + "AND p.id = :id ORDER BY v.position, v.id";
    static const std::string kPriceText =
        kPrices + "AND v.product_id = :id ORDER BY x.variant_id, x.currency";
    std::vector<v1::Product> found = read(sql, kText, soci::use(show_id), soci::use(product_id));
    if (found.empty()) return std::nullopt;
    read_prices(sql, kPriceText, found, soci::use(product_id));
    return std::move(found.front());
}

std::vector<v1::Product> all(store::Session& sql, bool with_archived, const std::string& show_id) {
    static const std::string kText = kSelect + "product p " + kVariants +
                                     "AND p.archived <= :archived ORDER BY p.number, v.position, v.id";
    static const std::string kPriceText = kPrices + "ORDER BY x.variant_id, x.currency";
    const int64_t archived = with_archived ? 1 : 0;
    std::vector<v1::Product> found = read(sql, kText, soci::use(show_id), soci::use(archived));
    read_prices(sql, kPriceText, found);
    return found;
}

std::optional<v1::Product> find_numbered(store::Session& sql, int64_t number, const std::string& show_id) {
    std::string id;
    if (!sql.run("SELECT id FROM product WHERE number = :number", soci::into(id), soci::use(number)))
        return std::nullopt;
    return find(sql, id, show_id);
}

std::vector<std::pair<int64_t, v1::Product>> behind(store::Session& sql, int64_t number, bool with_archived,
                                                    int64_t most, const std::string& show_id) {
    const int64_t archived = with_archived ? 1 : 0;
    std::vector<int64_t> numbers;
    int64_t next = 0;
    sql.each(
        "SELECT number FROM product WHERE number > :behind AND archived <= :archived ORDER BY number LIMIT "
        ":most",
        [&] { numbers.push_back(next); }, soci::into(next), soci::use(number), soci::use(archived),
        soci::use(most));
    std::vector<std::pair<int64_t, v1::Product>> found;
    for (const int64_t one : numbers) {
        if (auto product = find_numbered(sql, one, show_id)) found.emplace_back(one, std::move(*product));
    }
    return found;
}

std::vector<v1::Product> of_show(store::Session& sql, const std::string& show_id) {
    static const std::string kText =
        kSelect + "lineup l JOIN product p ON p.id = l.product_id " + kVariants +
        "AND p.archived = 0 AND l.show_id = :show ORDER BY l.position, v.position, v.id";
    static const std::string kPriceText =
        kPrices +
        "AND v.product_id IN (SELECT l.product_id FROM lineup l WHERE l.show_id = :show) "
        "ORDER BY x.variant_id, x.currency";
    std::vector<v1::Product> found = read(sql, kText, soci::use(show_id), soci::use(show_id));
    read_prices(sql, kPriceText, found, soci::use(show_id));
    return found;
}

void add(store::Unit& unit, const v1::Product& product) {
    const int64_t now_us = unit.now().us;
    unit.sql().run(
        "INSERT INTO product (id, number, title, description, picture, revision, archived, created_us, "
        "updated_us) "
        "SELECT :id, COALESCE(MAX(number), 0) + 1, :title, :description, :picture, 1, 0, :created, :updated "
        "FROM product",
        soci::use(product.id()), soci::use(product.title()), soci::use(product.description()),
        soci::use(product.picture()), soci::use(now_us), soci::use(now_us));
}

bool change(store::Unit& unit, const v1::Product& product) {
    const int64_t now_us = unit.now().us;
    const int64_t archived = product.archived() ? 1 : 0;
    const int64_t revision = product.revision();
    return unit.sql().change(
               "UPDATE product SET title = :title, description = :description, picture = :picture, "
               "archived = :archived, updated_us = :now, revision = revision + 1 "
               "WHERE id = :id AND revision = :revision",
               soci::use(product.title()), soci::use(product.description()), soci::use(product.picture()),
               soci::use(archived), soci::use(now_us), soci::use(product.id()), soci::use(revision)) == 1;
}

}  // namespace vitrine::shop::products
