// SPDX-License-Identifier: GPL-3.0-or-later
#include "server/shop/warehouse.h"

#include <string>

#include "server/shop/allocation.h"
#include "server/shop/input_rules.h"
#include "server/shop/locations.h"
#include "server/shop/movements.h"
#include "server/shop/stock.h"
#include "server/shop/waiting_list.h"

namespace vitrine::shop {
namespace {

Result<v1::StockLevel> transfer_stock(store::Unit& unit, const Caller& caller,
                                      const v1::TransferStockRequest& request) {
    if (auto reason = check_text(request.reason(), "The reason", 0, 200); !reason.ok()) return reason.error();
    const Result<Bucket> from =
        named_bucket(unit.sql(), request.variant_id(), "", request.from_location_id());
    if (!from.ok()) return from.error();
    const Result<Bucket> to = named_bucket(unit.sql(), request.variant_id(), "", request.to_location_id());
    if (!to.ok()) return to.error();
    if (*from == *to) {
        return Error{Code::invalid_argument, "The units lie there already. Choose another location."};
    }
    if (auto moved = stock::move(unit, *from, *to, request.quantity(),
                                 {stock::Movement::moved, request.reason(), caller.id, request.command_id()});
        !moved.ok()) {
        return moved.error();
    }
    return stock::level(unit.sql(), request.variant_id());
}

Result<v1::ShowLimit> read_show_limit(store::Session& sql, const std::string& show_id) {
    int64_t most = 0;
    if (!sql.run("SELECT limit_per_buyer FROM show WHERE id = :id", soci::into(most), soci::use(show_id)))
        return Error{Code::not_found, "There is no such show. Load your shows again."};
    v1::ShowLimit limit;
    limit.set_show_id(show_id);
    limit.set_limit_per_buyer(most);
    return limit;
}

Result<v1::ShowLimit> write_show_limit(store::Unit& unit, const v1::SetShowLimitRequest& request) {
    const int64_t most = request.limit_per_buyer();
    if (most < 0 || most > kMostUnits) {
        return Error{Code::invalid_argument,
                     "The most that one buyer may have must be a number from 1 on, or 0 for any."};
    }
    unit.sql().run("UPDATE show SET limit_per_buyer = :most WHERE id = :id", soci::use(most),
                   soci::use(request.show_id()));
    return read_show_limit(unit.sql(), request.show_id());
}

}  // namespace

Warehouse::Warehouse(store::Committer& committer, store::Readers& readers, SaleTerms terms)
    : committer_(committer), readers_(readers), terms_(terms) {}

template <class T, class Request>
void Warehouse::command(const char* name, const Caller& caller, const Request& request,
                        std::function<Result<T>(store::Unit&)> act, Reply<T> reply) {
    if (!caller.sells()) {
        return reply(
            Error{Code::permission_denied, "Only the creator and the retailer may change the stock."});
    }
    committer_.submit_once<T>(std::string(name) + ":" + caller.id, request, std::move(act), std::move(reply));
}

template <class T>
void Warehouse::query(const Caller& caller, std::function<Result<T>(store::Session&)> ask, Reply<T> reply) {
    if (!caller.staff()) {
        return reply(
            Error{Code::permission_denied, "Only the people who run the shop see where its stock lies."});
    }
    readers_.run<T>(std::move(ask), std::move(reply));
}

void Warehouse::locations(const Caller& caller, const v1::ListLocationsRequest& request,
                          Reply<v1::ListLocationsResponse> reply) {
    query<v1::ListLocationsResponse>(
        caller,
        [archived = request.with_archived()](store::Session& sql) -> Result<v1::ListLocationsResponse> {
            v1::ListLocationsResponse response;
            for (v1::Location& location : locations::all(sql, archived))
                *response.add_locations() = std::move(location);
            return response;
        },
        std::move(reply));
}

void Warehouse::save_location(const Caller& caller, const v1::SaveLocationRequest& request,
                              Reply<v1::Location> reply) {
    command<v1::Location>(
        "location.save", caller, request,
        [location = request.location()](store::Unit& unit) { return locations::save(unit, location); },
        std::move(reply));
}

void Warehouse::archive_location(const Caller& caller, const v1::ArchiveLocationRequest& request,
                                 Reply<v1::Location> reply) {
    command<v1::Location>(
        "location.archive", caller, request,
        [id = request.location_id()](store::Unit& unit) { return locations::archive(unit, id); },
        std::move(reply));
}

void Warehouse::transfer(const Caller& caller, const v1::TransferStockRequest& request,
                         Reply<v1::StockLevel> reply) {
    command<v1::StockLevel>(
        "stock.transfer", caller, request,
        [caller, request](store::Unit& unit) { return transfer_stock(unit, caller, request); },
        std::move(reply));
}

void Warehouse::allocate(const Caller& caller, const v1::AllocateStockRequest& request,
                         Reply<v1::StockLevel> reply) {
    command<v1::StockLevel>(
        "stock.allocate", caller, request,
        [caller, request, terms = terms_](store::Unit& unit) {
            return shop::allocate(unit, caller, request, terms);
        },
        std::move(reply));
}

void Warehouse::return_to_pool(const Caller& caller, const v1::ReturnStockRequest& request,
                               Reply<v1::StockLevel> reply) {
    command<v1::StockLevel>(
        "stock.return", caller, request,
        [caller, request, terms = terms_](store::Unit& unit) {
            return shop::return_to_pool(unit, caller, request, terms);
        },
        std::move(reply));
}

void Warehouse::movements(const Caller& caller, const v1::ListMovementsRequest& request,
                          Reply<v1::ListMovementsResponse> reply) {
    query<v1::ListMovementsResponse>(
        caller, [request](store::Session& sql) { return movements::list(sql, request); }, std::move(reply));
}

void Warehouse::set_show_limit(const Caller& caller, const v1::SetShowLimitRequest& request,
                               Reply<v1::ShowLimit> reply) {
    command<v1::ShowLimit>(
        "show.limit", caller, request,
        [request](store::Unit& unit) { return write_show_limit(unit, request); }, std::move(reply));
}

void Warehouse::show_limit(const Caller& caller, const v1::GetShowLimitRequest& request,
                           Reply<v1::ShowLimit> reply) {
    query<v1::ShowLimit>(
        caller, [id = request.show_id()](store::Session& sql) { return read_show_limit(sql, id); },
        std::move(reply));
}

void Warehouse::fetch_from_ended_shows(Reply<int64_t> reply) {
    committer_.submit<int64_t>(
        [terms = terms_](store::Unit& unit) -> Result<int64_t> {
            const int64_t forgotten = waiting_list::forget_ended(unit);
            return forgotten + return_from_ended_shows(unit, terms);
        },
        std::move(reply));
}

}  // namespace vitrine::shop
