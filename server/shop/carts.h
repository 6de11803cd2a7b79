// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "server/domain/caller.h"
#include "server/shop/hold_rules.h"
#include "server/store/committer.h"
#include "server/store/readers.h"
#include "vitrine/v1/cart.pb.h"

namespace vitrine::shop {

// Carts and what buyers keep with the shop: who may give which command, and how it reaches the committer.
// What the commands do is in cart_lines.h, address_book.h, saved_methods.h. Holds of a cart are told to the
// PERSON as they move. Answers on a store thread. Owned by main; thread-safe. Commands that are still queued
// may outlive it.
class Carts {
  public:
    Carts(store::Committer&, store::Readers&, SaleTerms = {});

    // Of one show.
    void cart(const Caller&, const std::string& show_id, Reply<v1::Cart>);
    void set_line(const Caller&, const v1::SetCartLineRequest&, Reply<v1::Cart>);
    void renew(const Caller&, const v1::RenewCartLineRequest&, Reply<v1::Cart>);
    // guest: who the request's guest_token names.
    void merge(const Caller&, const Caller& guest, const v1::MergeCartRequest&, Reply<v1::MergeCartResponse>);

    void profile(const Caller&, Reply<v1::Profile>);
    // These answer the profile as it is then.
    void save_address(const Caller&, const v1::SaveAddressRequest&, Reply<v1::Profile>);
    void delete_address(const Caller&, const v1::DeleteAddressRequest&, Reply<v1::Profile>);
    void forget_method(const Caller&, const v1::ForgetMethodRequest&, Reply<v1::Profile>);

    void orders(const Caller&, const v1::ListMyOrdersRequest&, Reply<v1::MyOrders>);
    // Who has the token of a receipt's link; not_found for any other. The order comes with its buyer's id,
    // for what he may do with it.
    void order_by_link(const std::string& token, Reply<v1::Order>);

  private:
    template <class Request>
    void change_profile(const char* scope, const Caller&, const Request&,
                        std::function<Result<Done>(store::Unit&)>, Reply<v1::Profile>);

    store::Committer& committer_;
    store::Readers& readers_;
    SaleTerms terms_;
};

}  // namespace vitrine::shop
