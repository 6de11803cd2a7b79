// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "server/domain/caller.h"
#include "server/store/committer.h"
#include "server/store/readers.h"
#include "vitrine/v1/order.pb.h"

namespace vitrine::shop {

struct SaleTerms {
    int64_t hold_ttl_s = 300;
    int64_t most_per_hold = 99;
};

// hold → pay → order. Rules are the pure functions of rules.h; this class carries them out in the committer.
// StockChanged and SaleMade go to EVERYONE, orders to STAFF, one's own hold and order to the PERSON.
// Answers on a store thread. Owned by main; thread-safe.
class Sales {
  public:
    Sales(store::Committer&, store::Readers&, SaleTerms = {});

    // sold_out when none is left: the caller may join the waiting list. The show must be live (or ended: replays sell too).
    void hold(const Caller&, const v1::HoldRequest&, Reply<v1::Hold>);
    void release(const Caller&, const v1::ReleaseHoldRequest&, Reply<v1::Hold>);
    void join_waitlist(const Caller&, const v1::JoinWaitlistRequest&, Reply<v1::WaitlistPlace>);

    // Commits the order (PAYING) with its outbox row; the payment worker does the rest.
    void pay(const Caller&, const v1::PayRequest&, Reply<v1::Order>);
    void confirm(const Caller&, const v1::ConfirmPaymentRequest&, Reply<v1::Order>);

    void order(const Caller&, const v1::GetOrderRequest&, Reply<v1::Order>);                  // the buyer, staff
    void orders(const Caller&, const v1::ListOrdersRequest&, Reply<v1::ListOrdersResponse>);  // staff
    void buyer_state(const Caller&, const std::string& show_id, Reply<v1::BuyerState>);

    // Puts units of holds past their time back into stock and offers them to the waiting list. Called each second by main.
    void expire_holds(Reply<int64_t>);

  private:
    store::Committer& committer_;
    store::Readers& readers_;
    SaleTerms terms_;
};

}  // namespace vitrine::shop
