// SPDX-License-Identifier: GPL-3.0-or-later
#include "server/shop/stock_news.h"

#include <map>
#include <set>
#include <utility>
#include <vector>

#include "server/shop/products.h"
#include "server/shop/stock.h"
#include "server/show/show_news.h"

namespace vitrine::shop {
namespace {

struct Change {
    std::string variant_id, pool, show_id;  // the show it happened in, or ''
    friend auto operator<=>(const Change&, const Change&) = default;
};

// What changed in the group under way. What a command that failed has noted is told too: the values are read
// at the end, so it is true and harmless.
struct ChangedStock {
    explicit ChangedStock(soci::session&) {}
    std::set<Change> changes;
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

// Those that have not ended and sell this variant from this pool.
std::vector<std::string> shows_of_pool(store::Session& sql, const std::string& variant_id,
                                       const std::string& pool) {
    std::vector<std::string> shows;
    std::string show;
    sql.each(
        "SELECT l.show_id FROM variant v JOIN lineup l ON l.product_id = v.product_id "
        "JOIN show s ON s.id = l.show_id "
        "LEFT JOIN show_variant t ON t.variant_id = v.id AND t.show_id = l.show_id "
        "WHERE v.id = :variant AND s.state <> 3 "
        "AND CASE WHEN t.allocated = 1 THEN l.show_id ELSE '' END = :pool ORDER BY l.show_id",
        [&] { shows.push_back(show); }, soci::into(show), soci::use(variant_id), soci::use(pool));
    return shows;
}

void tell_stock(store::Unit& unit) {
    const auto changes = std::exchange(unit.kept<ChangedStock>().changes, {});
    std::map<std::string, std::map<std::string, int64_t>> news;  // show → variant → available
    std::pair<std::string, std::string> last;                    // variant and pool
    std::vector<std::string> shows;
    int64_t left = 0;
    for (const Change& change : changes) {
        if (std::pair(change.variant_id, change.pool) != last || shows.empty()) {
            last = {change.variant_id, change.pool};
            left = stock::available(unit.sql(), change.variant_id, change.pool);
            shows = shows_of_pool(unit.sql(), change.variant_id, change.pool);
        }
        for (const std::string& show : shows) news[show][change.variant_id] = left;
        if (change.show_id.empty() || news[change.show_id].contains(change.variant_id)) continue;
        const std::string pool = stock::pool_of(unit.sql(), change.variant_id, change.show_id);
        news[change.show_id][change.variant_id] = stock::available(unit.sql(), change.variant_id, pool);
    }
    for (const auto& [show_id, variants] : news) {
        v1::ShowEvent event;
        event.set_show_id(show_id);
        event.set_audience(v1::AUDIENCE_EVERYONE);
        for (const auto& [variant_id, available] : variants) {
            v1::StockChanged::VariantStock* stock = event.mutable_stock()->add_variants();
            stock->set_variant_id(variant_id);
            stock->set_available(available);
        }
        unit.emit(std::move(event));
    }
}

}  // namespace

void stock_changed(store::Unit& unit, const std::string& show_id, const std::string& variant_id,
                   const std::string& pool) {
    unit.kept<ChangedStock>().changes.insert({variant_id, pool, show_id});
    unit.at_group_end("shop.stock", tell_stock);
}

void product_changed(store::Unit& unit, const std::string& product_id) {
    for (const std::string& show : shows_of_product(unit.sql(), product_id)) {
        const std::optional<v1::Product> product = products::find(unit.sql(), product_id, show);
        if (!product) continue;
        v1::ShowEvent event;
        event.set_show_id(show);
        event.set_audience(v1::AUDIENCE_EVERYONE);
        *event.mutable_product_changed() = *product;
        unit.emit(std::move(event));
    }
}

void product_archived(store::Unit& unit, const std::string& product_id) {
    product_changed(unit, product_id);
    for (const std::string& show : shows_of_product(unit.sql(), product_id)) show::tell_lineup(unit, show);
}

}  // namespace vitrine::shop
