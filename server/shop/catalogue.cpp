// SPDX-License-Identifier: GPL-3.0-or-later
#include "server/shop/catalogue.h"

#include "server/shop/demo_shop.h"
#include "server/shop/editing.h"
#include "server/shop/input_rules.h"
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
        std::string id;
        Stock level;
        sql.each(
            "SELECT variant_id, on_hand, held, sold FROM stock ORDER BY variant_id",
            [&] { *response.add_levels() = stock::message(id, level); }, soci::into(id),
            soci::into(level.on_hand), soci::into(level.held), soci::into(level.sold));
        return response;
    }
    for (const std::string& id : request.variant_ids()) {
        const std::optional<Stock> level = stock::level(sql, id);
        if (!level) return Error{Code::not_found, "There is no such variant."};
        *response.add_levels() = stock::message(id, *level);
    }
    return response;
}

Result<v1::StockLevel> adjust_stock(store::Unit& unit, const Caller& caller,
                                    const v1::AdjustStockRequest& request, const SaleTerms& terms) {
    if (auto reason = check_text(request.reason(), "The reason", 1, 200); !reason.ok()) return reason.error();
    const Result<Stock> after =
        stock::adjust(unit, request.variant_id(), request.delta(),
                      {stock::Movement::adjusted, request.reason(), caller.id, request.command_id()});
    if (!after.ok()) return after.error();
    if (request.delta() > 0) waiting_list::offer_units(unit, request.variant_id(), terms);
    return stock::message(request.variant_id(), *stock::level(unit.sql(), request.variant_id()));
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
            for (v1::Product& product : products::all(sql, request.with_archived()))
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
