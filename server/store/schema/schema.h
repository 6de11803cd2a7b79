// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <span>
#include <string_view>

// The tables, one file per subject. Each string is ONE statement that SQLite 3.40 and PostgreSQL 15 both
// take: TEXT and BIGINT columns only (a BIGINT of 0 or 1 for yes and no; messages as base64 in TEXT), NOT
// NULL everywhere (0 and '' mean "not there"), invariants as CHECK, instants as UTC µs in columns that end in
// _us. The order below is the order of creation: a table may refer to those above it.
namespace vitrine::store::schema {

std::span<const std::string_view> core();      // installation, command, event_log
std::span<const std::string_view> identity();  // account, refresh_token
std::span<const std::string_view> shop();      // product, variant, stock, hold, orders, outbox
std::span<const std::string_view> show();      // show, lineup, pin
std::span<const std::string_view> room();      // chat_line
std::span<const std::string_view> ledger();    // step 2: the books
std::span<const std::string_view> payments();  // step 3: orders, payments wider; refund, gateway_event

// Step 6: the words of products, each in its database's own way; triggers keep them, whoever changes a
// product.
std::span<const std::string_view> search_in_sqlite();
std::span<const std::string_view> search_in_postgresql();

std::span<const std::string_view> settled_money();  // step 9: delivery, disputes, payouts

std::span<const std::string_view> stock_and_prices();  // step 7: buckets, limits, prices, coupons, drops
std::span<const std::string_view> cart();  // step 8: cart, address book, cards, mail, sign-in codes

}  // namespace vitrine::store::schema
