// SPDX-License-Identifier: GPL-3.0-or-later
#include "bench/long_past.h"

#include "server/domain/clock.h"

namespace vitrine::bench {
namespace {

constexpr int64_t kBuyers = 1'000'000;
constexpr int64_t kDay_us = 86'400'000'000;

const std::string kShow = "(" + id_of(Kind::show, "1") + ")";

// The products are bought in turn: the i-th order is for this one, as its so-many-th buyer.
std::string article(const Past& past) { return "(1 + (i - 1) % " + std::to_string(past.products) + ")"; }
std::string sale(const Past& past) { return "(1 + (i - 1) / " + std::to_string(past.products) + ")"; }

std::string buyer() { return id_of(Kind::buyer, "(i % " + std::to_string(kBuyers) + ")"); }

// How many have bought the product of this number.
std::string sold(const Past& past, const std::string& number) {
    const std::string all = std::to_string(past.products);
    return "((" + std::to_string(past.orders) + " - " + number + " + " + all + ") / " + all + ")";
}

std::string received(const Past& past, const std::string& number) {
    return "(10 + " + sold(past, number) + ")";
}

// Evenly over the last week.
std::string instant(const Past& past) {
    const int64_t week_ago_us = SystemClock().now().us - 7 * kDay_us;
    return "(" + std::to_string(week_ago_us) + " + i * " + std::to_string(7 * kDay_us / past.orders) + ")";
}

void fill_journal(Bulk& bulk, const Past& past, const std::string& at) {
    const std::string variant = id_of(Kind::variant, article(past));
    bulk.insert(
        past.orders,
        "stock_movement (variant_id, number, show_id, location_id, kind, delta, on_hand_after, reason, "
        "person_id, reference, at_us)",
        variant + ", 1 + " + sale(past) + ", '', 'main', 3, -1, " + received(past, article(past)) + " - " +
            sale(past) + ", 'sold', " + buyer() + ", " + id_of(Kind::order, "i") + ", " + at);
}

void fill_books(Bulk& bulk, const Past& past, const std::string& at) {
    const std::string order = id_of(Kind::order, "i");
    const std::string sum = std::to_string(past.orders * 2400);
    bulk.run(
        "INSERT INTO ledger_account (id, kind, owner, currency, bound, debits_pending, debits_posted, "
        "credits_pending, credits_posted, opened_us) VALUES ('gateway/EUR/sandbox', 1, 'sandbox', 'EUR', 0, "
        "0, " +
        sum + ", 0, 0, 1), ('escrow/EUR/', 2, '', 'EUR', 1, 0, 0, 0, " + sum + ", 1)");
    bulk.insert(
        past.orders,
        "ledger_transfer (id, phase, pending_id, debit_account, credit_account, amount_minor, currency, "
        "reason, reference, external_key, at_us, expires_us)",
        order + " || '/1:captured', 1, '', 'gateway/EUR/sandbox', 'escrow/EUR/', 2400, 'EUR', 2, " + order +
            ", " + order + " || '/1', " + at + ", 0");
    bulk.insert(past.orders, "escrow (order_id, currency, seller_id, creator_id, due_us)",
                order + ", 'EUR', 'shop', 'creator', " + at + " + " + std::to_string(14 * kDay_us));
}

}  // namespace

void fill_shelves(Bulk& bulk, const Past& past) {
    const std::string variant = id_of(Kind::variant, "i"), product = id_of(Kind::product, "i");
    bulk.insert(past.products,
                "variant (id, product_id, position, sku, name, price_minor, currency, archived)",
                variant + ", " + product + ", 0, 'SKU-' || i, '', 2400, 'EUR', 0");
    bulk.insert(past.products, "stock (variant_id, show_id, location_id, on_hand, held, sold)",
                variant + ", '', 'main', 10, 0, " + sold(past, "i"));
    bulk.insert(
        past.products,
        "stock_movement (variant_id, number, show_id, location_id, kind, delta, on_hand_after, reason, "
        "person_id, reference, at_us)",
        variant + ", 1, '', 'main', 1, " + received(past, "i") + ", " + received(past, "i") +
            ", 'first stock', 'retailer', " + product + ", 1");
}

void fill_orders(Bulk& bulk, const Past& past) {
    if (past.orders == 0) return;
    const std::string at = instant(past);
    const std::string variant = id_of(Kind::variant, article(past)), order = id_of(Kind::order, "i"),
                      hold = id_of(Kind::hold, "i");
    bulk.run(
        "INSERT INTO show (id, slug, title, state, host_id, host_name, stream_key, stream_key_hash, "
        "created_us, "
        "started_us, ended_us, picture, replay) VALUES (" +
        kShow + ", 'past', 'Past', 3, 'creator', 'Cleo', 'past', 'past', 1, 1, 2, 0, 0)");
    bulk.insert(
        past.orders,
        "hold (id, show_id, variant_id, person_id, quantity, unit_price_minor, currency, state, in_payment, "
        "created_us, first_expires_us, expires_us, order_id)",
        hold + ", " + kShow + ", " + variant + ", " + buyer() + ", 1, 2400, 'EUR', 4, 0, " + at + ", " + at +
            ", " + at + ", " + order);
    bulk.insert(
        past.orders,
        "orders (id, show_id, hold_id, buyer_id, buyer_name, email, total_minor, currency, state, problem, "
        "attempt, created_us, authorised_us, paid_us, refunded_minor, refunding_minor, cancel_until_us)",
        order + ", " + kShow + ", " + hold + ", " + buyer() +
            ", 'Buyer', 'buyer@example.org', 2400, 'EUR', 3, '', 1, " + at + ", " + at + ", " + at +
            ", 0, 0, 0");
    bulk.insert(past.orders,
                "order_line (order_id, position, variant_id, product_id, title, quantity, unit_price_minor, "
                "refunded_quantity, restocked_quantity, hold_id, base_currency)",
                order + ", 0, " + variant + ", " + id_of(Kind::product, article(past)) +
                    ", 'Article', 1, 2400, 0, 0, " + hold + ", 'EUR'");
    bulk.insert(
        past.orders,
        "payment (order_id, attempt, gateway, amount_minor, currency, token, state, task, tries, due_us, "
        "gateway_reference, client_secret, problem, capture_minor, captured_minor, refunded_minor, "
        "created_us, settled_us)",
        order + ", 1, 'sandbox', 2400, 'EUR', '', 1, 0, 0, 0, 'sandbox:' || " + order +
            ", '', '', 2400, 2400, 0, " + at + ", " + at);
    fill_journal(bulk, past, at);
    fill_books(bulk, past, at);
}

}  // namespace vitrine::bench
