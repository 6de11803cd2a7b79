// SPDX-License-Identifier: GPL-3.0-or-later
#include "server/shop/stock_news.h"

#include <map>
#include <set>
#include <utility>
#include <vector>

#include "server/show/show_news.h"
#include "vitrine/v1/show.pb.h"

namespace vitrine::shop {
namespace {

// Which variants changed in the group under way. What a command that failed has noted is told too: the values
// are read at the end, so it is true and harmless.
struct ChangedStock {
    explicit ChangedStock(soci::session&) {}
    std::set<std::pair<std::string, std::string>> in_shows;  // (variant, show it happened in or "")
};

std::vector<std::string> shows_of_product(store::Session& sql, const std::string& product_id) {
    std::vector<std::string> shows;
    std::string show;
    sql.each(
        "SELECT l.show_id FROM lineup l JOIN show s ON s.id = l.show_id "
        "WHERE l.product_id = :product AND s.state <> 3 ORDER BY l.show_id",
        [&] { shows.push_back(show); }, soci::into(show), soci::use(product_id));
    return shows;
}

void tell_stock(store::Unit& unit) {
    const auto changed = std::exchange(unit.kept<ChangedStock>().in_shows, {});
    std::map<std::string, std::map<std::string, int64_t>> news;  // show → variant → available
    std::string last_variant;
    std::vector<std::string> shows;
    int64_t available = 0;
    for (const auto& [variant_id, show_id] : changed) {
        if (variant_id != last_variant) {
            std::string product_id;
            last_variant = variant_id;
            shows.clear();
            if (unit.sql().run("SELECT s.on_hand - s.held, v.product_id FROM stock s JOIN variant v ON v.id "
                               "= s.variant_id "
                               "WHERE s.variant_id = :variant",
                               soci::into(available), soci::into(product_id), soci::use(variant_id))) {
                shows = shows_of_product(unit.sql(), product_id);
            }
        }
        for (const std::string& show : shows) news[show][variant_id] = available;
        if (!show_id.empty()) news[show_id][variant_id] = available;
    }
    for (const auto& [show_id, variants] : news) {
        v1::ShowEvent event;
        event.set_show_id(show_id);
        event.set_audience(v1::AUDIENCE_EVERYONE);
        for (const auto& [variant_id, left] : variants) {
            v1::StockChanged::VariantStock* stock = event.mutable_stock()->add_variants();
            stock->set_variant_id(variant_id);
            stock->set_available(left);
        }
        unit.emit(std::move(event));
    }
}

}  // namespace

void stock_changed(store::Unit& unit, const std::string& show_id, const std::string& variant_id) {
    unit.kept<ChangedStock>().in_shows.emplace(variant_id, show_id);
    unit.at_group_end("shop.stock", tell_stock);
}

void product_changed(store::Unit& unit, const v1::Product& product) {
    for (const std::string& show : shows_of_product(unit.sql(), product.id())) {
        v1::ShowEvent event;
        event.set_show_id(show);
        event.set_audience(v1::AUDIENCE_EVERYONE);
        *event.mutable_product_changed() = product;
        unit.emit(std::move(event));
    }
}

void product_archived(store::Unit& unit, const v1::Product& product) {
    product_changed(unit, product);
    for (const std::string& show : shows_of_product(unit.sql(), product.id())) show::tell_lineup(unit, show);
}

}  // namespace vitrine::shop
