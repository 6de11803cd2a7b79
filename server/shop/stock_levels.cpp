// SPDX-License-Identifier: GPL-3.0-or-later
#include "server/shop/stock.h"

namespace vitrine::shop::stock {
namespace {

struct Columns {
    Bucket bucket;
    Stock stock;

    void add_to(v1::StockLevel& level) const {
        level.set_variant_id(bucket.variant_id);
        level.set_on_hand(level.on_hand() + stock.on_hand);
        level.set_held(level.held() + stock.held);
        level.set_sold(level.sold() + stock.sold);
        level.set_available(level.available() + stock.available());
        v1::BucketLevel* one = level.add_buckets();
        one->set_location_id(bucket.location_id);
        one->set_show_id(bucket.show_id);
        one->set_on_hand(stock.on_hand);
        one->set_held(stock.held);
        one->set_sold(stock.sold);
        one->set_available(stock.available());
    }
};

const std::string kSelect =
    "SELECT s.variant_id, s.show_id, s.location_id, s.on_hand, s.held, s.sold FROM stock s "
    "JOIN location l ON l.id = s.location_id ";

template <class OnRow, class... Exchange>
void read(store::Session& sql, const std::string& text, OnRow on_row, const Exchange&... exchange) {
    Columns c;
    sql.each(
        text, [&] { on_row(c); }, soci::into(c.bucket.variant_id), soci::into(c.bucket.show_id),
        soci::into(c.bucket.location_id), soci::into(c.stock.on_hand), soci::into(c.stock.held),
        soci::into(c.stock.sold), exchange...);
}

}  // namespace

std::string pool_of(store::Session& sql, const std::string& variant_id, const std::string& show_id) {
    int64_t allocated = 0;
    sql.run("SELECT allocated FROM show_variant WHERE variant_id = :variant AND show_id = :show",
            soci::into(allocated), soci::use(variant_id), soci::use(show_id));
    return allocated ? show_id : std::string();
}

int64_t available(store::Session& sql, const std::string& variant_id, const std::string& pool) {
    int64_t left = 0;
    sql.run(
        "SELECT COALESCE(SUM(on_hand - held), 0) FROM stock WHERE variant_id = :variant AND show_id = :pool",
        soci::into(left), soci::use(variant_id), soci::use(pool));
    return left;
}

std::vector<std::pair<Bucket, Stock>> buckets(store::Session& sql, const std::string& variant_id,
                                              const std::string& pool) {
    static const std::string kText =
        kSelect + "WHERE s.variant_id = :variant AND s.show_id = :pool ORDER BY l.position, l.id";
    std::vector<std::pair<Bucket, Stock>> found;
    read(
        sql, kText, [&](const Columns& c) { found.emplace_back(c.bucket, c.stock); }, soci::use(variant_id),
        soci::use(pool));
    return found;
}

Result<v1::StockLevel> level(store::Session& sql, const std::string& variant_id) {
    static const std::string kText =
        kSelect + "WHERE s.variant_id = :variant ORDER BY s.show_id, l.position, l.id";
    v1::StockLevel found;
    read(
        sql, kText, [&](const Columns& c) { c.add_to(found); }, soci::use(variant_id));
    if (found.buckets().empty()) return Error{Code::not_found, "There is no such variant."};
    return found;
}

std::vector<v1::StockLevel> all_levels(store::Session& sql) {
    static const std::string kText = kSelect + "ORDER BY s.variant_id, s.show_id, l.position, l.id";
    std::vector<v1::StockLevel> found;
    read(sql, kText, [&](const Columns& c) {
        if (found.empty() || found.back().variant_id() != c.bucket.variant_id) found.emplace_back();
        c.add_to(found.back());
    });
    return found;
}

}  // namespace vitrine::shop::stock
