// SPDX-License-Identifier: GPL-3.0-or-later
#include "server/shop/catalogue.h"

#include "server/shop/demo_shop.h"
#include "server/shop/editing.h"
#include "server/shop/input_rules.h"
#include "server/shop/locations.h"
#include "server/shop/product_search.h"
#include "server/shop/products.h"
#include "server/shop/stock.h"
#include "server/shop/waiting_list.h"

namespace vitrine::shop {
namespace {

Error not_a_seller() {
    return {Code::permission_denied, "Only the creator and the retailer may change the catalogue."};
}

Result<v1::GetStockResponse> read_stock(store::Session& sql, const v1::GetStockRequest& request) {
    v1::GetStockResponse response;
    if (request.variant_ids().empty()) {
        for (v1::StockLevel& level : stock::all_levels(sql)) *response.add_levels() = std::move(level);
        return response;
    }
    for (const std::string& id : request.variant_ids()) {
        Result<v1::StockLevel> level = stock::level(sql, id);
        if (!level.ok()) return level.error();
        *response.add_levels() = std::move(*level);
    }
    return response;
}

Result<v1::StockLevel> adjust_stock(store::Unit& unit, const Caller& caller,
                                    const v1::AdjustStockRequest& request, const SaleTerms& terms) {
    if (auto reason = check_text(request.reason(), "The reason", 1, 200); !reason.ok()) return reason.error();
    const Result<Bucket> bucket =
        named_bucket(unit.sql(), request.variant_id(), request.show_id(), request.location_id());
    if (!bucket.ok()) return bucket.error();
    if (auto done =
            stock::adjust(unit, *bucket, request.delta(),
                          {stock::Movement::adjusted, request.reason(), caller.id, request.command_id()});
        !done.ok()) {
        return done.error();
    }
    if (request.delta() > 0) waiting_list::offer_units(unit, request.variant_id(), terms);
    return stock::level(unit.sql(), request.variant_id());
}

}  // namespace

Catalogue::Catalogue(store::Committer& committer, store::Readers& readers, SaleTerms terms)
    : committer_(committer), readers_(readers), terms_(terms) {}

void Catalogue::list(const Caller& caller, const v1::ListProductsRequest& request,
                     Reply<v1::ListProductsResponse> reply) {
    if (request.with_archived() && !caller.sells()) {
        return reply(Error{Code::permission_denied,
                           "Only the creator and the retailer see products that are no longer sold."});
    }
    readers_.run<v1::ListProductsResponse>(
        [request](store::Session& sql) -> Result<v1::ListProductsResponse> {
            const bool paged =
                !request.query().empty() || request.page_size() != 0 || !request.page_token().empty();
            if (paged) return find_products(sql, request);
            v1::ListProductsResponse response;
            for (v1::Product& product : products::all(sql, request.with_archived(), request.show_id()))
                *response.add_products() = std::move(product);
            return response;
        },
        std::move(reply));
}

void Catalogue::save(const Caller& caller, const v1::SaveProductRequest& request, Reply<v1::Product> reply) {
    if (!caller.sells()) return reply(not_a_seller());
    committer_.submit_once<v1::Product>(
        "product.save:" + caller.id, request,
        [caller, product = request.product(), terms = terms_](store::Unit& unit) {
            return save_product(unit, caller, product, terms);
        },
        std::move(reply));
}

void Catalogue::archive(const Caller& caller, const v1::ArchiveProductRequest& request,
                        Reply<v1::Product> reply) {
    if (!caller.sells()) return reply(not_a_seller());
    committer_.submit_once<v1::Product>(
        "product.archive:" + caller.id, request,
        [id = request.product_id()](store::Unit& unit) { return archive_product(unit, id); },
        std::move(reply));
}

void Catalogue::stock(const Caller& caller, const v1::GetStockRequest& request,
                      Reply<v1::GetStockResponse> reply) {
    if (!caller.staff())
        return reply(Error{Code::permission_denied, "Only the people who run the shop see its stock."});
    readers_.run<v1::GetStockResponse>([request](store::Session& sql) { return read_stock(sql, request); },
                                       std::move(reply));
}

void Catalogue::adjust(const Caller& caller, const v1::AdjustStockRequest& request,
                       Reply<v1::StockLevel> reply) {
    if (!caller.sells()) return reply(not_a_seller());
    committer_.submit_once<v1::StockLevel>(
        "stock.adjust:" + caller.id, request,
        [caller, request, terms = terms_](store::Unit& unit) {
            return adjust_stock(unit, caller, request, terms);
        },
        std::move(reply));
}

void Catalogue::load_demo(Reply<std::vector<std::string>> reply) {
    committer_.submit<std::vector<std::string>>([](store::Unit& unit) { return load_demo_shop(unit); },
                                                std::move(reply));
}

}  // namespace vitrine::shop
