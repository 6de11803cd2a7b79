// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <memory>

#include "server/domain/caller.h"
#include "server/shop/gateway_news.h"
#include "server/shop/hold_rules.h"
#include "server/shop/reserve_together.h"
#include "server/store/committer.h"
#include "server/store/readers.h"
#include "vitrine/v1/cart.pb.h"
#include "vitrine/v1/order.pb.h"
#include "vitrine/v1/payment.pb.h"

namespace vitrine::shop {

// hold → pay → order: who may give which command, and how it reaches the committer. What the commands do is
// in reserve.h and checkout.h; what they may do is decided by the pure rules. StockChanged and SaleMade go to
// EVERYONE, orders to STAFF, one's own hold, order and place in the waiting list to the PERSON. Answers on a
// store thread. Owned by main; thread-safe. Commands that are still queued may outlive it.
class Sales {
  public:
    Sales(store::Committer&, store::Readers&, SaleTerms = {});
    ~Sales();

    // Rung (on the committer's thread, after the commit) when an order waits for the payment worker. Set
    // before the first command.
    void when_payment_is_due(std::function<void()> wake);

    // sold_out when none is left: the caller may join the waiting list. The show must be live (or ended:
    // replays sell too).
    void hold(const Caller&, const v1::HoldRequest&, Reply<v1::Hold>);
    void release(const Caller&, const v1::ReleaseHoldRequest&, Reply<v1::Hold>);
    void join_waitlist(const Caller&, const v1::JoinWaitlistRequest&, Reply<v1::WaitlistPlace>);

    // Commits the order (PAYING) with its attempt in the outbox; the payment worker does the rest.
    void pay(const Caller&, const v1::PayRequest&, Reply<v1::Order>);
    // Holds and begins to pay in one transaction, with a card that is kept.
    void buy_now(const Caller&, const v1::BuyNowRequest&, Reply<v1::Order>);
    void confirm(const Caller&, const v1::ConfirmPaymentRequest&, Reply<v1::Order>);

    // What cancellation.h says.
    void cancel(const Caller&, const v1::CancelOrderRequest&,
                Reply<v1::Order>);  // the buyer, retailer, creator
    void refund(const Caller&, const v1::RefundOrderRequest&, Reply<v1::Order>);  // retailer, creator
    void refunds(const Caller&, const v1::ListRefundsRequest&,
                 Reply<v1::ListRefundsResponse>);  // the buyer, staff

    // What a gateway told us, after whoever took it in has made sure that it was the gateway: to be looked
    // up.
    void gateway_news(const std::string& gateway, const GatewayNews&, Reply<Done>);

    void order(const Caller&, const v1::GetOrderRequest&, Reply<v1::Order>);  // the buyer, staff
    void orders(const Caller&, const v1::ListOrdersRequest&, Reply<v1::ListOrdersResponse>);     // staff
    void order_totals(const Caller&, const v1::GetOrderTotalsRequest&, Reply<v1::OrderTotals>);  // staff
    void buyer_state(const Caller&, const std::string& show_id, Reply<v1::BuyerState>);

    // Puts units of holds past their time back into stock and offers them to the waiting list; withdraws
    // payments nobody confirmed in time. Answers how many. Called each second by main.
    void expire_holds(Reply<int64_t>);

  private:
    struct Bell;
    store::Committer& committer_;
    store::Readers& readers_;
    SaleTerms terms_;
    std::shared_ptr<Bell> bell_;
    std::shared_ptr<const store::ApplyTogether<v1::Hold, HoldWish>> reserve_;
};

}  // namespace vitrine::shop
