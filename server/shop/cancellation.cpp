// SPDX-License-Identifier: GPL-3.0-or-later
#include "server/shop/cancellation.h"

#include "server/shop/dispute_steps.h"
#include "server/shop/input_rules.h"
#include "server/shop/orders.h"
#include "server/shop/payment_steps.h"
#include "server/shop/refund_steps.h"

namespace vitrine::shop {
namespace {

constexpr size_t kLongestReason = 200;
constexpr char kByBuyer[] = "You cancelled this order. Nothing was charged.";
constexpr char kByStaff[] = "The seller cancelled this order. Nothing was charged.";

std::vector<LineMoney> money_of_lines(const v1::Order& order) {
    std::vector<LineMoney> lines;
    for (const v1::OrderLine& line : order.lines())
        lines.push_back({line.quantity(), line.refunded_quantity(),
                         line.quantity() * line.unit_price().minor() - line.discount().minor(),
                         line.refunded().minor()});
    return lines;
}

// A gateway may have taken less than was reserved: no more than that can go back.
Result<Done> check_taken(const payments::Attempt& attempt, int64_t wanted_minor) {
    const int64_t left_minor = attempt.captured_minor - attempt.refunded_minor;
    if (wanted_minor <= left_minor) return Done{};
    return Error{Code::precondition, "The gateway has taken less than this order's total: at most " +
                                         Money{left_minor, attempt.at_gateway().amount.currency}.text() +
                                         " can go back."};
}

// Nobody can be taking it: no worker sees what is not due.
bool not_yet_due(const payments::Attempt& attempt, Instant now) {
    return attempt.task == PaymentTask::capture && attempt.tries == 0 && attempt.due > now;
}

Result<v1::Order> give_back(store::Unit& unit, const Caller& caller, Sale& sale, const std::string& id,
                            std::vector<LinePart> wanted, const std::string& reason, bool restock,
                            const SaleTerms& terms) {
    if (auto undisputed = check_undisputed(sale.order); !undisputed.ok()) return undisputed.error();
    Result<RefundPlan> plan = plan_refund(sale.order.state(), money_of_lines(sale.order), std::move(wanted));
    if (!plan.ok()) return plan.error();
    if (refunds::find(unit.sql(), id))
        return Error{Code::conflict, "This command id was used for something else."};
    refunds::Row refund;
    refund.id = id;
    refund.order_id = sale.order.id();
    refund.attempt = sale.attempt.attempt;
    refund.gateway = sale.attempt.gateway;
    refund.amount = sale.attempt.amount;
    refund.amount.set_minor(plan->amount_minor);
    refund.reason = reason;
    refund.person_id = caller.id;
    refund.restock = restock;
    refund.parts = std::move(plan->parts);
    refund.created = unit.now();
    if (sale.order.state() != v1::ORDER_STATE_AUTHORISED) {
        if (auto taken = check_taken(sale.attempt, plan->amount_minor); !taken.ok()) return taken.error();
        refund_asked(unit, sale, refund);
    } else if (!not_yet_due(sale.attempt, unit.now())) {
        return Error{Code::unavailable, "The money is being taken at this moment. Try again in a moment.",
                     1000};
    } else if (refund.amount.minor() == sale.attempt.capture_minor) {
        return Error{Code::precondition,
                     "That is all of the order, and its money is not taken yet. Cancel the order instead."};
    } else {
        capture_reduced(unit, sale, refund, terms);
    }
    return std::move(sale.order);
}

}  // namespace

Result<v1::Order> cancel_order(store::Unit& unit, const Caller& caller, const v1::CancelOrderRequest& request,
                               const SaleTerms& terms) {
    if (auto reason = check_text(request.reason(), "The reason", 0, kLongestReason); !reason.ok())
        return reason.error();
    std::optional<Sale> sale = find_sale(unit.sql(), request.order_id());
    const bool own = sale && sale->order.buyer_id() == caller.id;
    if (!sale || !(own || caller.sells())) return Error{Code::not_found, "You have no such order."};
    const CancelledBy who = caller.sells() ? CancelledBy::staff : CancelledBy::buyer;
    const Result<CancelStep> step = plan_cancellation(orders::facts(sale->order), who, unit.now());
    if (!step.ok()) return step.error();
    switch (*step) {
        case CancelStep::stands:
            break;
        case CancelStep::give_up:
        case CancelStep::close:
            order_cancelled(unit, *sale, own ? kByBuyer : kByStaff, terms);
            break;
        case CancelStep::refund_all:
            return give_back(unit, caller, *sale, request.command_id(), {},
                             request.reason().empty() ? "cancelled" : request.reason(), true, terms);
    }
    return std::move(sale->order);
}

Result<v1::Order> refund_order(store::Unit& unit, const Caller& caller, const v1::RefundOrderRequest& request,
                               const SaleTerms& terms) {
    if (auto reason = check_text(request.reason(), "The reason", 1, kLongestReason); !reason.ok())
        return reason.error();
    std::optional<Sale> sale = find_sale(unit.sql(), request.order_id());
    if (!sale) return Error{Code::not_found, "There is no such order."};
    std::vector<LinePart> wanted;
    for (const v1::RefundLine& line : request.lines()) wanted.push_back({line.line(), line.quantity(), 0});
    return give_back(unit, caller, *sale, request.command_id(), std::move(wanted), request.reason(),
                     request.restock(), terms);
}

}  // namespace vitrine::shop
