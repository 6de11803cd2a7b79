// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <memory>
#include <mutex>
#include <string>
#include <vector>

#include "server/shop/catalogue.h"
#include "server/shop/coupons.h"
#include "server/shop/drops.h"
#include "server/shop/payment_call.h"
#include "server/shop/pricing.h"
#include "server/shop/sales.h"
#include "server/shop/settled_money.h"
#include "server/shop/warehouse.h"
#include "server/show/shows.h"
#include "tests/store/answers.h"
#include "tests/store/test_database.h"
#include "vitrine/v1/event.pb.h"

namespace vitrine::tests {

inline Caller creator() { return {"creator", "Cleo", v1::ROLE_CREATOR, false}; }
inline Caller retailer() { return {"retailer", "Ria", v1::ROLE_RETAILER, false}; }
inline Caller guest(const std::string& name) { return {"guest-" + name, name, v1::ROLE_VIEWER, true}; }

// A whole shop over a fresh database, with a clock that stands still and everything its bus carried. Payments
// are done step by step by the test itself: pay_due().
class ShopHouse {
  public:
    explicit ShopHouse(shop::SaleTerms terms = {}, store::CommitterLimits limits = {});
    ~ShopHouse();

    // The server ends and starts again on the same database. The bus forgets.
    void reopen();
    void close();
    void open();

    std::string new_id() const;
    // One product with one variant, in the line-up of a show that is live.
    struct Sale {
        std::string show_id, product_id, variant_id;
    };
    Sale sell(int64_t stock, int64_t price_minor = 2400, const std::string& title = "Mug");
    v1::Product add_product(int64_t stock, int64_t price_minor = 2400, const std::string& title = "Mug",
                            const std::string& currency = "EUR");
    std::string live_show(const std::vector<std::string>& lineup);

    Result<v1::Hold> hold(const Caller&, const Sale&, int64_t quantity = 1, const std::string& currency = "");
    Result<v1::Order> pay(const Caller&, const std::string& hold_id, const std::string& token,
                          const std::string& coupon_code = "");
    Result<v1::Order> confirm(const Caller&, const std::string& order_id, bool approve);
    Result<v1::Order> order(const std::string& order_id);
    Result<v1::WaitlistPlace> wait_for(const Caller&, const Sale&);
    v1::BuyerState buyer(const Caller&, const std::string& show_id);
    v1::StockLevel stock(const std::string& variant_id);
    int64_t expire();
    int64_t release_escrow();
    void end_show(const std::string& show_id);
    Result<v1::StockLevel> adjust(const std::string& variant_id, int64_t delta,
                                  const std::string& location_id = "", const std::string& show_id = "");
    v1::Location add_location(const std::string& name, int64_t position);
    Result<v1::StockLevel> allocate(const Sale&, int64_t quantity, const std::string& location_id = "");
    // What a viewer of the show is told to be left.
    int64_t left(const Sale&);
    // All that main does each second.
    void a_second_passes();

    Result<v1::Order> cancel(const Caller&, const std::string& order_id);
    // So many of the first line; 0: all that is left.
    Result<v1::Order> refund(const Caller&, const std::string& order_id, int64_t quantity = 0,
                             bool restock = true);
    Result<v1::Order> confirm_delivery(const Caller&, const std::string& order_id);
    // The gateway says that something happened to a payment. The same event id again: the same news.
    bool hear(const std::string& payment_key, const std::string& event_id = "",
              const std::string& dispute_id = "");

    // Does everything in the outbox that is due now, once; answers how many calls were made.
    int pay_due(shop::PaymentGateway&);
    // The same until nothing is due: what is authorised is captured too.
    int pay_all(shop::PaymentGateway&);
    std::vector<shop::GatewayTask> outbox(const std::string& gateway = "sandbox");
    Result<Done> settle(const shop::GatewayTask&, const shop::GatewayOutcome&);

    // What the bus carried since the last call.
    std::vector<v1::ShowEvent> events();
    // Complaints of the auditor; none in a sound shop.
    std::vector<std::string> audit();

    std::string url() const { return place.url(); }

    // In memory where there is such a place: what a power failure does is not tried here.
    TestDatabase place;
    const QTemporaryDir& dir = place.folder();
    ManualClock clock;
    shop::SaleTerms terms;
    store::CommitterLimits limits;
    std::unique_ptr<bus::Bus> bus;
    std::unique_ptr<bus::Subscription> subscription;
    std::unique_ptr<store::Database> database;
    std::unique_ptr<store::Committer> committer;
    std::unique_ptr<store::Readers> readers;
    std::unique_ptr<shop::Catalogue> catalogue;
    std::unique_ptr<shop::Sales> sales;
    std::unique_ptr<shop::SettledMoney> settled_money;
    std::unique_ptr<shop::Warehouse> warehouse;
    std::unique_ptr<shop::Pricing> pricing;
    std::unique_ptr<shop::Coupons> coupons;
    std::unique_ptr<shop::Drops> drops;
    shop::Drops::MakeSeed make_seed = shop::Drops::random_seed;  // before open()
    std::unique_ptr<show::Shows> shows;

  private:
    std::mutex mutex_;
    std::vector<v1::ShowEvent> events_;
};

}  // namespace vitrine::tests
