// SPDX-License-Identifier: GPL-3.0-or-later
#include "server/shop/products.h"

#include <algorithm>

namespace vitrine::shop::products {
namespace {

struct Columns {
    std::string id, title, description, picture, variant_id, sku, name, currency;
    int64_t revision = 0, archived = 0, price_minor = 0, available = 0;

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
        variant->set_available(available);
    }
};

const std::string kSelect =
    "SELECT p.id, p.title, p.description, p.picture, v.id, v.sku, v.name, v.currency, p.revision, "
    "p.archived, v.price_minor, "
    "s.on_hand - s.held FROM ";
const std::string kVariants =
    "JOIN variant v ON v.product_id = p.id JOIN stock s ON s.variant_id = v.id WHERE v.archived = 0 ";

template <class... Exchange>
std::vector<v1::Product> read(store::Session& sql, const std::string& text, const Exchange&... exchange) {
    std::vector<v1::Product> found;
    Columns c;
    sql.each(
        text, [&] { c.add_to(found); }, soci::into(c.id), soci::into(c.title), soci::into(c.description),
        soci::into(c.picture), soci::into(c.variant_id), soci::into(c.sku), soci::into(c.name),
        soci::into(c.currency), soci::into(c.revision), soci::into(c.archived), soci::into(c.price_minor),
        soci::into(c.available), exchange...);
    return found;
}

}  // namespace

std::optional<v1::Product> find(store::Session& sql, const std::string& product_id) {
    static const std::string kText =
        kSelect + "product p " + kVariants + "AND p.id = :id ORDER BY v.position, v.id";
    std::vector<v1::Product> found = read(sql, kText, soci::use(product_id));
    if (found.empty()) return std::nullopt;
    return std::move(found.front());
}

std::vector<v1::Product> all(store::Session& sql, bool with_archived) {
    static const std::string kText = kSelect + "product p " + kVariants +
                                     "AND p.archived <= :archived ORDER BY p.number, v.position, v.id";
    const int64_t archived = with_archived ? 1 : 0;
    return read(sql, kText, soci::use(archived));
}

std::optional<v1::Product> find_numbered(store::Session& sql, int64_t number) {
    static const std::string kText =
        kSelect + "product p " + kVariants + "AND p.number = :number ORDER BY v.position, v.id";
    std::vector<v1::Product> found = read(sql, kText, soci::use(number));
    if (found.empty()) return std::nullopt;
    return std::move(found.front());
}

std::vector<std::pair<int64_t, v1::Product>> behind(store::Session& sql, int64_t number, bool with_archived,
                                                    int64_t most) {
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
        if (auto product = find_numbered(sql, one)) found.emplace_back(one, std::move(*product));
    }
    return found;
}

std::vector<v1::Product> of_show(store::Session& sql, const std::string& show_id) {
    static const std::string kText =
        kSelect + "lineup l JOIN product p ON p.id = l.product_id " + kVariants +
        "AND p.archived = 0 AND l.show_id = :show ORDER BY l.position, v.position, v.id";
    return read(sql, kText, soci::use(show_id));
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

void add_variant(store::Unit& unit, const std::string& product_id, int64_t position,
                 const v1::Variant& variant) {
    const int64_t price = variant.price().minor();
    unit.sql().run(
        "INSERT INTO variant (id, product_id, position, sku, name, price_minor, currency, archived) "
        "VALUES (:id, :product, :position, :sku, :name, :price, :currency, 0)",
        soci::use(variant.id()), soci::use(product_id), soci::use(position), soci::use(variant.sku()),
        soci::use(variant.name()), soci::use(price), soci::use(variant.price().currency()));
}

bool change_variant(store::Unit& unit, const std::string& product_id, int64_t position,
                    const v1::Variant& variant) {
    const int64_t price = variant.price().minor();
    return unit.sql().change(
               "UPDATE variant SET position = :position, sku = :sku, name = :name, price_minor = :price, "
               "currency = :currency, archived = 0 WHERE id = :id AND product_id = :product",
               soci::use(position), soci::use(variant.sku()), soci::use(variant.name()), soci::use(price),
               soci::use(variant.price().currency()), soci::use(variant.id()), soci::use(product_id)) == 1;
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
