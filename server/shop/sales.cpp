// SPDX-License-Identifier: GPL-3.0-or-later
#include "server/shop/sales.h"

#include <algorithm>

#include "server/shop/cancellation.h"
#include "server/shop/checkout.h"
#include "server/shop/one_tap.h"
#include "server/shop/orders.h"
#include "server/shop/payments.h"
#include "server/shop/refunds.h"
#include "server/shop/reserve.h"
#include "server/shop/show_case.h"

namespace vitrine::shop {
namespace {

constexpr int64_t kMostExpiredAtOnce = 100;
constexpr int64_t kOrdersPerPage = 100, kMostOrdersPerPage = 500;

Error staff_only() { return {Code::permission_denied, "Only the people who run the shop see its orders."}; }
// One's own, and every one for the people who run the shop.
Result<v1::Order> visible_order(store::Session& sql, const Caller& caller, const std::string& order_id) {
    std::optional<v1::Order> order = orders::find(sql, order_id);
    if (!order || !(caller.staff() || (caller.known() && order->buyer_id() == caller.id)))
        return Error{Code::not_found, "You have no such order."};
    return std::move(*order);
}

Error say_who_you_are() { return {Code::unauthenticated, "Say your name first; then you can buy."}; }

// A hundred at a time, so that buyers' commands come in between, until none is left: a crowd that walks away
// from a sale must not keep its units for minutes.
void expire_more(store::Committer& committer, const SaleTerms& terms, const std::function<void()>& ring,
                 int64_t so_far, Reply<int64_t> reply) {
    committer.submit<int64_t>(
        [terms, ring](store::Unit& unit) -> Result<int64_t> {
            const std::vector<std::string> over = holds::ending(unit.sql(), unit.now(), kMostExpiredAtOnce);
            for (const std::string& id : over) end_of_time(unit, id, terms);
            if (!over.empty()) unit.after_commit(ring);
            return static_cast<int64_t>(over.size());
        },
        [&committer, terms, ring, so_far, reply = std::move(reply)](Result<int64_t> done) {
            if (!done.ok()) return reply(std::move(done));
            if (*done == kMostExpiredAtOnce)
                return expire_more(committer, terms, ring, so_far + *done, reply);
            reply(so_far + *done);
        });
}

}  // namespace

struct Sales::Bell {
    std::function<void()> wake;
    void ring() const {
        if (wake) wake();
    }
};

Sales::Sales(store::Committer& committer, store::Readers& readers, SaleTerms terms)
    : committer_(committer),
      readers_(readers),
      terms_(terms),
      bell_(std::make_shared<Bell>()),
      reserve_(std::make_shared<const store::ApplyTogether<v1::Hold, HoldWish>>(
          [terms](store::Unit& unit, std::span<const HoldWish* const> wishes) {
              return reserve(unit, wishes, terms);
          })) {}

Sales::~Sales() = default;

void Sales::when_payment_is_due(std::function<void()> wake) { bell_->wake = std::move(wake); }

// Not submit_once: the hold's row remembers its command for good, and a hold is the one command that must be
// cheap. All that wait in a row are reserved together.
void Sales::hold(const Caller& caller, const v1::HoldRequest& request, Reply<v1::Hold> reply) {
    if (!caller.known()) return reply(say_who_you_are());
    committer_.submit_together(reserve_, HoldWish{caller, request}, std::move(reply));
}

void Sales::release(const Caller& caller, const v1::ReleaseHoldRequest& request, Reply<v1::Hold> reply) {
    if (!caller.known()) return reply(say_who_you_are());
    committer_.submit_once<v1::Hold>(
        "release:" + caller.id, request,
        [caller, request, terms = terms_](store::Unit& unit) {
            return give_back(unit, caller, request, terms);
        },
        std::move(reply));
}

void Sales::join_waitlist(const Caller& caller, const v1::JoinWaitlistRequest& request,
                          Reply<v1::WaitlistPlace> reply) {
    if (!caller.known()) return reply(say_who_you_are());
    committer_.submit_once<v1::WaitlistPlace>(
        "waitlist:" + caller.id, request,
        [caller, request](store::Unit& unit) { return shop::join_waitlist(unit, caller, request); },
        std::move(reply));
}

void Sales::pay(const Caller& caller, const v1::PayRequest& request, Reply<v1::Order> reply) {
    if (!caller.known()) return reply(say_who_you_are());
    committer_.submit_once<v1::Order>(
        "pay:" + caller.id, request,
        [caller, request, terms = terms_, bell = bell_](store::Unit& unit) {
            unit.after_commit([bell] { bell->ring(); });
            return begin_payment(unit, caller, request, terms);
        },
        std::move(reply));
}

void Sales::buy_now(const Caller& caller, const v1::BuyNowRequest& request, Reply<v1::Order> reply) {
    if (!caller.known()) return reply(say_who_you_are());
    committer_.submit_once<v1::Order>(
        "buy-now:" + caller.id, request,
        [caller, request, terms = terms_, bell = bell_](store::Unit& unit) {
            unit.after_commit([bell] { bell->ring(); });
            return shop::buy_now(unit, caller, request, terms);
        },
        std::move(reply));
}

void Sales::confirm(const Caller& caller, const v1::ConfirmPaymentRequest& request, Reply<v1::Order> reply) {
    if (!caller.known()) return reply(say_who_you_are());
    committer_.submit_once<v1::Order>(
        "confirm:" + caller.id, request,
        [caller, request, bell = bell_](store::Unit& unit) {
            unit.after_commit([bell] { bell->ring(); });
            return confirm_payment(unit, caller, request);
        },
        std::move(reply));
}

void Sales::cancel(const Caller& caller, const v1::CancelOrderRequest& request, Reply<v1::Order> reply) {
    if (!caller.known()) return reply(say_who_you_are());
    committer_.submit_once<v1::Order>(
        "cancel:" + caller.id, request,
        [caller, request, terms = terms_, bell = bell_](store::Unit& unit) {
            unit.after_commit([bell] { bell->ring(); });
            return cancel_order(unit, caller, request, terms);
        },
        std::move(reply));
}

void Sales::refund(const Caller& caller, const v1::RefundOrderRequest& request, Reply<v1::Order> reply) {
    if (!caller.sells())
        return reply(Error{Code::permission_denied, "Only the creator and the retailer give money back."});
    committer_.submit_once<v1::Order>(
        "refund:" + caller.id, request,
        [caller, request, terms = terms_, bell = bell_](store::Unit& unit) {
            unit.after_commit([bell] { bell->ring(); });
            return refund_order(unit, caller, request, terms);
        },
        std::move(reply));
}

void Sales::refunds(const Caller& caller, const v1::ListRefundsRequest& request,
                    Reply<v1::ListRefundsResponse> reply) {
    readers_.run<v1::ListRefundsResponse>(
        [caller, request](store::Session& sql) -> Result<v1::ListRefundsResponse> {
            const Result<v1::Order> order = visible_order(sql, caller, request.order_id());
            if (!order.ok()) return order.error();
            v1::ListRefundsResponse response;
            for (const refunds::Row& row : refunds::of_order(sql, order->id())) {
                if (!caller.staff() && row.kind == refunds::Kind::not_owed) continue;
                *response.add_refunds() = row.message();
                if (!caller.staff()) response.mutable_refunds(response.refunds_size() - 1)->clear_problem();
            }
            return response;
        },
        std::move(reply));
}

void Sales::gateway_news(const std::string& gateway, const GatewayNews& news, Reply<Done> reply) {
    committer_.submit<Done>(
        [gateway, news, bell = bell_](store::Unit& unit) {
            unit.after_commit([bell] { bell->ring(); });
            return note_gateway_news(unit, gateway, news);
        },
        std::move(reply));
}

void Sales::order(const Caller& caller, const v1::GetOrderRequest& request, Reply<v1::Order> reply) {
    readers_.run<v1::Order>(
        [caller, request](store::Session& sql) -> Result<v1::Order> {
            Result<v1::Order> order = visible_order(sql, caller, request.order_id());
            if (order.ok() && order->buyer_id() == caller.id) payments::add_confirmation(sql, *order);
            return order;
        },
        std::move(reply));
}

void Sales::orders(const Caller& caller, const v1::ListOrdersRequest& request,
                   Reply<v1::ListOrdersResponse> reply) {
    if (!caller.staff()) return reply(staff_only());
    if (request.limit() < 0 || request.before_us() < 0) {
        return reply(Error{Code::invalid_argument, "The limit and the instant must not be negative."});
    }
    const int64_t most =
        request.limit() == 0 ? kOrdersPerPage : std::min<int64_t>(request.limit(), kMostOrdersPerPage);
    readers_.run<v1::ListOrdersResponse>(
        [request, most](store::Session& sql) -> Result<v1::ListOrdersResponse> {
            v1::ListOrdersResponse response;
            for (v1::Order& order : orders::of_show(sql, request.show_id(), request.before_us(), most)) {
                *response.add_orders() = std::move(order);
            }
            *response.mutable_totals() = orders::totals(sql, request.show_id());
            return response;
        },
        std::move(reply));
}

void Sales::order_totals(const Caller& caller, const v1::GetOrderTotalsRequest& request,
                         Reply<v1::OrderTotals> reply) {
    if (!caller.staff()) return reply(staff_only());
    readers_.run<v1::OrderTotals>(
        [id = request.show_id()](store::Session& sql) -> Result<v1::OrderTotals> {
            return orders::totals(sql, id);
        },
        std::move(reply));
}

void Sales::buyer_state(const Caller& caller, const std::string& show_id, Reply<v1::BuyerState> reply) {
    if (!caller.known()) return reply(v1::BuyerState());
    readers_.run<v1::BuyerState>(
        [id = caller.id, show_id](store::Session& sql) -> Result<v1::BuyerState> {
            return load_buyer_state(sql, show_id, id);
        },
        std::move(reply));
}

void Sales::expire_holds(Reply<int64_t> reply) {
    expire_more(
        committer_, terms_, [bell = bell_] { bell->ring(); }, 0, std::move(reply));
}

}  // namespace vitrine::shop
