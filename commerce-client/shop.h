// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QObject>

#include "commerce-client/connection.h"
#include "vitrine/v1/catalog.pb.h"
#include "vitrine/v1/coupon.pb.h"
#include "vitrine/v1/drop.pb.h"
#include "vitrine/v1/order.pb.h"
#include "vitrine/v1/payment.pb.h"
#include "vitrine/v1/price.pb.h"
#include "vitrine/v1/stock.pb.h"

namespace vitrine::commerce {

// What a seller does with goods, prices and money. Commands carry the id of who asks (PressedCommand), and
// are sent again unchanged while nobody answers (at most 15 s). GUI thread.
class Shop final : public QObject {
    Q_OBJECT
  public:
    template <class T>
    using Reply = std::function<void(Outcome<T>)>;

    explicit Shop(Connection& connection, QObject* parent = nullptr)
        : QObject(parent), connection_(connection) {}

    // Orders
    void cancel(const v1::CancelOrderRequest&, Reply<v1::Order>);
    void refund(const v1::RefundOrderRequest&, Reply<v1::Order>);
    void refunds(const v1::ListRefundsRequest&, Reply<v1::ListRefundsResponse>);

    // Products. show_id of the request: as that show sells them.
    void products(const v1::ListProductsRequest&, Reply<v1::ListProductsResponse>);
    void saveProduct(const v1::SaveProductRequest&, Reply<v1::Product>);

    // Stock
    void stock(const v1::GetStockRequest&, Reply<v1::GetStockResponse>);
    void adjust(const v1::AdjustStockRequest&, Reply<v1::StockLevel>);
    void transfer(const v1::TransferStockRequest&, Reply<v1::StockLevel>);
    void allocate(const v1::AllocateStockRequest&, Reply<v1::StockLevel>);
    void giveBack(const v1::ReturnStockRequest&, Reply<v1::StockLevel>);
    void movements(const v1::ListMovementsRequest&, Reply<v1::ListMovementsResponse>);
    void locations(const v1::ListLocationsRequest&, Reply<v1::ListLocationsResponse>);
    void saveLocation(const v1::SaveLocationRequest&, Reply<v1::Location>);
    void archiveLocation(const v1::ArchiveLocationRequest&, Reply<v1::Location>);
    void showLimit(const v1::GetShowLimitRequest&, Reply<v1::ShowLimit>);
    void setShowLimit(const v1::SetShowLimitRequest&, Reply<v1::ShowLimit>);

    // Prices
    void startFlashPrice(const v1::StartFlashPriceRequest&, Reply<v1::FlashPriceChanged>);
    void endFlashPrice(const v1::EndFlashPriceRequest&, Reply<v1::FlashPriceChanged>);
    void rates(const v1::ListExchangeRatesRequest&, Reply<v1::ListExchangeRatesResponse>);
    void setRate(const v1::SetExchangeRateRequest&, Reply<v1::ExchangeRate>);

    // Coupons
    void coupons(const v1::ListCouponsRequest&, Reply<v1::ListCouponsResponse>);
    void saveCoupon(const v1::SaveCouponRequest&, Reply<v1::Coupon>);
    void archiveCoupon(const v1::ArchiveCouponRequest&, Reply<v1::Coupon>);

    // Drops
    void openDrop(const v1::OpenDropRequest&, Reply<v1::Drop>);
    void callOffDrop(const v1::CallOffDropRequest&, Reply<v1::Drop>);
    void drops(const v1::ListDropsRequest&, Reply<v1::ListDropsResponse>);
    void draw(const v1::GetDrawRequest&, Reply<v1::Draw>);

  private:
    Connection& connection_;
};

}  // namespace vitrine::commerce
