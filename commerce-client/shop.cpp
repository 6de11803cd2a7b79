// SPDX-License-Identifier: GPL-3.0-or-later
#include "commerce-client/shop.h"

#include "vitrine/v1/catalog.grpc.pb.h"
#include "vitrine/v1/coupon.grpc.pb.h"
#include "vitrine/v1/drop.grpc.pb.h"
#include "vitrine/v1/payment.grpc.pb.h"
#include "vitrine/v1/price.grpc.pb.h"
#include "vitrine/v1/stock.grpc.pb.h"

namespace vitrine::commerce {
namespace {

template <class Service>
using Rpc = typename Service::StubInterface::async_interface;

template <class Service, class Request, class Response>
void ask(Connection& connection, Calls::Method<Service, Request, Response> method, const Request& request,
         QObject* asker, Shop::Reply<Response> reply) {
    connection.calls().call<Service, Request, Response>(method, request, kCommand, asker, std::move(reply));
}

}  // namespace

void Shop::cancel(const v1::CancelOrderRequest& request, Reply<v1::Order> reply) {
    ask<v1::PaymentService>(connection_, &Rpc<v1::PaymentService>::CancelOrder, request, this,
                            std::move(reply));
}

void Shop::refund(const v1::RefundOrderRequest& request, Reply<v1::Order> reply) {
    ask<v1::PaymentService>(connection_, &Rpc<v1::PaymentService>::RefundOrder, request, this,
                            std::move(reply));
}

void Shop::refunds(const v1::ListRefundsRequest& request, Reply<v1::ListRefundsResponse> reply) {
    ask<v1::PaymentService>(connection_, &Rpc<v1::PaymentService>::ListRefunds, request, this,
                            std::move(reply));
}

void Shop::products(const v1::ListProductsRequest& request, Reply<v1::ListProductsResponse> reply) {
    ask<v1::CatalogService>(connection_, &Rpc<v1::CatalogService>::ListProducts, request, this,
                            std::move(reply));
}

void Shop::saveProduct(const v1::SaveProductRequest& request, Reply<v1::Product> reply) {
    ask<v1::CatalogService>(connection_, &Rpc<v1::CatalogService>::SaveProduct, request, this,
                            std::move(reply));
}

void Shop::stock(const v1::GetStockRequest& request, Reply<v1::GetStockResponse> reply) {
    ask<v1::StockService>(connection_, &Rpc<v1::StockService>::GetStock, request, this, std::move(reply));
}

void Shop::adjust(const v1::AdjustStockRequest& request, Reply<v1::StockLevel> reply) {
    ask<v1::StockService>(connection_, &Rpc<v1::StockService>::AdjustStock, request, this, std::move(reply));
}

void Shop::transfer(const v1::TransferStockRequest& request, Reply<v1::StockLevel> reply) {
    ask<v1::StockService>(connection_, &Rpc<v1::StockService>::TransferStock, request, this,
                          std::move(reply));
}

void Shop::allocate(const v1::AllocateStockRequest& request, Reply<v1::StockLevel> reply) {
    ask<v1::StockService>(connection_, &Rpc<v1::StockService>::AllocateStock, request, this,
                          std::move(reply));
}

void Shop::giveBack(const v1::ReturnStockRequest& request, Reply<v1::StockLevel> reply) {
    ask<v1::StockService>(connection_, &Rpc<v1::StockService>::ReturnStock, request, this, std::move(reply));
}

void Shop::movements(const v1::ListMovementsRequest& request, Reply<v1::ListMovementsResponse> reply) {
    ask<v1::StockService>(connection_, &Rpc<v1::StockService>::ListMovements, request, this,
                          std::move(reply));
}

void Shop::locations(const v1::ListLocationsRequest& request, Reply<v1::ListLocationsResponse> reply) {
    ask<v1::StockService>(connection_, &Rpc<v1::StockService>::ListLocations, request, this,
                          std::move(reply));
}

void Shop::saveLocation(const v1::SaveLocationRequest& request, Reply<v1::Location> reply) {
    ask<v1::StockService>(connection_, &Rpc<v1::StockService>::SaveLocation, request, this, std::move(reply));
}

void Shop::archiveLocation(const v1::ArchiveLocationRequest& request, Reply<v1::Location> reply) {
    ask<v1::StockService>(connection_, &Rpc<v1::StockService>::ArchiveLocation, request, this,
                          std::move(reply));
}

void Shop::showLimit(const v1::GetShowLimitRequest& request, Reply<v1::ShowLimit> reply) {
    ask<v1::StockService>(connection_, &Rpc<v1::StockService>::GetShowLimit, request, this, std::move(reply));
}

void Shop::setShowLimit(const v1::SetShowLimitRequest& request, Reply<v1::ShowLimit> reply) {
    ask<v1::StockService>(connection_, &Rpc<v1::StockService>::SetShowLimit, request, this, std::move(reply));
}

void Shop::startFlashPrice(const v1::StartFlashPriceRequest& request, Reply<v1::FlashPriceChanged> reply) {
    ask<v1::PriceService>(connection_, &Rpc<v1::PriceService>::StartFlashPrice, request, this,
                          std::move(reply));
}

void Shop::endFlashPrice(const v1::EndFlashPriceRequest& request, Reply<v1::FlashPriceChanged> reply) {
    ask<v1::PriceService>(connection_, &Rpc<v1::PriceService>::EndFlashPrice, request, this,
                          std::move(reply));
}

void Shop::rates(const v1::ListExchangeRatesRequest& request, Reply<v1::ListExchangeRatesResponse> reply) {
    ask<v1::PriceService>(connection_, &Rpc<v1::PriceService>::ListExchangeRates, request, this,
                          std::move(reply));
}

void Shop::setRate(const v1::SetExchangeRateRequest& request, Reply<v1::ExchangeRate> reply) {
    ask<v1::PriceService>(connection_, &Rpc<v1::PriceService>::SetExchangeRate, request, this,
                          std::move(reply));
}

void Shop::coupons(const v1::ListCouponsRequest& request, Reply<v1::ListCouponsResponse> reply) {
    ask<v1::CouponService>(connection_, &Rpc<v1::CouponService>::ListCoupons, request, this,
                           std::move(reply));
}

void Shop::saveCoupon(const v1::SaveCouponRequest& request, Reply<v1::Coupon> reply) {
    ask<v1::CouponService>(connection_, &Rpc<v1::CouponService>::SaveCoupon, request, this, std::move(reply));
}

void Shop::archiveCoupon(const v1::ArchiveCouponRequest& request, Reply<v1::Coupon> reply) {
    ask<v1::CouponService>(connection_, &Rpc<v1::CouponService>::ArchiveCoupon, request, this,
                           std::move(reply));
}

void Shop::openDrop(const v1::OpenDropRequest& request, Reply<v1::Drop> reply) {
    ask<v1::DropService>(connection_, &Rpc<v1::DropService>::OpenDrop, request, this, std::move(reply));
}

void Shop::callOffDrop(const v1::CallOffDropRequest& request, Reply<v1::Drop> reply) {
    ask<v1::DropService>(connection_, &Rpc<v1::DropService>::CallOffDrop, request, this, std::move(reply));
}

void Shop::drops(const v1::ListDropsRequest& request, Reply<v1::ListDropsResponse> reply) {
    ask<v1::DropService>(connection_, &Rpc<v1::DropService>::ListDrops, request, this, std::move(reply));
}

void Shop::draw(const v1::GetDrawRequest& request, Reply<v1::Draw> reply) {
    ask<v1::DropService>(connection_, &Rpc<v1::DropService>::GetDraw, request, this, std::move(reply));
}

}  // namespace vitrine::commerce
