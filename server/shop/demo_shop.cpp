// SPDX-License-Identifier: GPL-3.0-or-later
#include "server/shop/demo_shop.h"

#include <span>

#include "server/shop/editing.h"

namespace vitrine::shop {
namespace {

struct DemoVariant {
    const char* name;
    int64_t price_minor;
    int64_t stock;
};
struct DemoProduct {
    const char* slug;  // of the picture and the article numbers
    const char* title;
    const char* description;
    std::vector<DemoVariant> variants;
};

// Prices in euro cents. Small stocks on purpose: the lamp runs short and the earrings are the last pair, so
// that a first show meets a sold-out product.
const std::vector<DemoProduct> kProducts = {
    {"mug",
     "Stoneware mug",
     "Thrown by hand and fired twice, so it keeps coffee hot and survives the dishwasher. Holds 300 ml; no "
     "two are alike.",
     {{"Ocean", 2400, 24}, {"Sand", 2400, 18}, {"Moss", 2600, 12}}},
    {"scarf",
     "Merino scarf",
     "Soft, light and warm: 100 % merino wool from one flock, woven in a small mill. 180 by 35 cm, hand "
     "wash.",
     {{"Rust", 6900, 10}, {"Ink", 6900, 8}}},
    {"lamp",
     "Paper lamp",
     "A folded shade of washi paper on an oak foot. Gives the light of a late afternoon. 28 cm high, LED "
     "bulb included.",
     {{"", 8900, 3}}},
    {"candle",
     "Beeswax candle",
     "Pure beeswax from the same hives as our honey, poured by hand. Burns clean and smells faintly of "
     "summer.",
     {{"Small", 1200, 40}, {"Large", 2200, 25}}},
    {"notebook",
     "Linen notebook",
     "Bound in linen and stitched so that it lies flat. 160 pages of 100 g paper that fountain pens like. "
     "A5.",
     {{"Dotted", 1800, 30}, {"Plain", 1800, 30}}},
    {"earrings",
     "Brass earrings",
     "Hammered brass on hooks of surgical steel, light enough to forget. The last pair of this run.",
     {{"", 3900, 1}}},
    {"tote",
     "Canvas tote",
     "Heavy organic canvas with long handles and an inner pocket for keys. Carries a week of shopping and "
     "grows softer.",
     {{"Natural", 2900, 20}, {"Night", 3200, 15}}},
    {"honey",
     "Heather honey",
     "Gathered in August on the moor, never heated. Dark, tart and so thick that it stands on the spoon.",
     {{"250 g", 790, 50}, {"500 g", 1390, 35}}},
};

v1::Product product_of(const DemoProduct& demo) {
    v1::Product product;
    product.set_title(demo.title);
    product.set_description(demo.description);
    product.set_picture(std::string("/pictures/demo/") + demo.slug + ".svg");
    int number = 0;
    for (const DemoVariant& form : demo.variants) {
        v1::Variant* variant = product.add_variants();
        variant->set_name(form.name);
        variant->set_sku(std::string(demo.slug) + "-" + std::to_string(++number));
        variant->mutable_price()->set_minor(form.price_minor);
        variant->mutable_price()->set_currency("EUR");
        variant->set_available(form.stock);
    }
    return product;
}

}  // namespace

Result<std::vector<std::string>> load_demo_shop(store::Unit& unit) {
    Caller shop;
    shop.id = "demo shop";
    shop.role = v1::ROLE_RETAILER;
    std::vector<std::string> ids;
    for (const DemoProduct& demo : kProducts) {
        const v1::Product product = product_of(demo);
        std::string id;
        unit.sql().run(
            "SELECT COALESCE(MIN(id), '') FROM product WHERE picture = :picture AND title = :title",
            soci::into(id), soci::use(product.picture()), soci::use(product.title()));
        if (id.empty()) {
            const Result<v1::Product> made = save_product(unit, shop, product, {});
            if (!made.ok()) return made.error();
            id = made->id();
        }
        ids.push_back(id);
    }
    return ids;
}

}  // namespace vitrine::shop
