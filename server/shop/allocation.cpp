// SPDX-License-Identifier: GPL-3.0-or-later
#include "server/shop/allocation.h"

#include <stdexcept>

#include "server/shop/locations.h"
#include "server/shop/stock.h"
#include "server/shop/stock_news.h"
#include "server/shop/waiting_list.h"
#include "server/show/stored_show.h"

namespace vitrine::shop {
namespace {

void set_allocated(store::Unit& unit, const std::string& variant_id, const std::string& show_id, int64_t on) {
    unit.sql().run(
        "INSERT INTO show_variant (variant_id, show_id, allocated, drop_id, flash_minor, flash_from_us, "
        "flash_until_us) VALUES (:variant, :show, :allocated, '', 0, 0, 0) "
        "ON CONFLICT (variant_id, show_id) DO UPDATE SET allocated = excluded.allocated",
        soci::use(variant_id), soci::use(show_id), soci::use(on));
    stock_changed(unit, "", variant_id, "");
    stock_changed(unit, "", variant_id, show_id);
}

void give_back(store::Unit& unit, const std::string& variant_id, const std::string& show_id,
               const stock::Cause& cause, const SaleTerms& terms) {
    for (const auto& [bucket, units] : stock::buckets(unit.sql(), variant_id, show_id)) {
        if (units.available() == 0) continue;
        const Result<Done> moved =
            stock::move(unit, bucket, {variant_id, "", bucket.location_id}, units.available(), cause);
        if (!moved.ok()) throw std::logic_error(moved.error().message);
    }
    set_allocated(unit, variant_id, show_id, 0);
    waiting_list::offer_units(unit, variant_id, terms);
}

}  // namespace

Result<v1::StockLevel> allocate(store::Unit& unit, const Caller& caller,
                                const v1::AllocateStockRequest& request, const SaleTerms& terms) {
    const auto state = show::state_of(unit.sql(), request.show_id());
    if (!state) return Error{Code::not_found, "There is no such show. Load your shows again."};
    if (*state == v1::SHOW_STATE_ENDED) {
        return Error{Code::precondition, "This show has ended; it needs no units of its own any more."};
    }
    const Result<Bucket> pool = named_bucket(unit.sql(), request.variant_id(), "", request.location_id());
    if (!pool.ok()) return pool.error();
    if (auto moved = stock::move(
            unit, *pool, {pool->variant_id, request.show_id(), pool->location_id}, request.quantity(),
            {stock::Movement::allocated, "allocated to a show", caller.id, request.show_id()});
        !moved.ok()) {
        return moved.error();
    }
    set_allocated(unit, request.variant_id(), request.show_id(), 1);
    waiting_list::offer_units(unit, request.variant_id(), terms);
    return stock::level(unit.sql(), request.variant_id());
}

Result<v1::StockLevel> return_to_pool(store::Unit& unit, const Caller& caller,
                                      const v1::ReturnStockRequest& request, const SaleTerms& terms) {
    if (!stock::pool_of(unit.sql(), request.variant_id(), request.show_id()).empty()) {
        give_back(unit, request.variant_id(), request.show_id(),
                  {stock::Movement::given_back, "given back by a show", caller.id, request.show_id()}, terms);
    }
    return stock::level(unit.sql(), request.variant_id());
}

int64_t return_from_ended_shows(store::Unit& unit, const SaleTerms& terms) {
    std::vector<std::pair<std::string, std::string>> over;
    std::string variant_id, show_id;
    unit.sql().each(
        "SELECT t.variant_id, t.show_id FROM show_variant t JOIN show s ON s.id = t.show_id "
        "WHERE t.allocated = 1 AND s.state = 3 ORDER BY t.variant_id, t.show_id",
        [&] { over.emplace_back(variant_id, show_id); }, soci::into(variant_id), soci::into(show_id));
    for (const auto& [variant, show] : over) {
        give_back(unit, variant, show, {stock::Movement::given_back, "the show has ended", "", show}, terms);
    }
    return static_cast<int64_t>(over.size());
}

}  // namespace vitrine::shop
