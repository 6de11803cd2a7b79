// SPDX-License-Identifier: GPL-3.0-or-later
#include "server/shop/letters.h"

#include "server/domain/money.h"
#include "server/domain/text.h"
#include "server/shop/order_links.h"
#include "server/shop/order_rules.h"
#include "server/shop/orders.h"
#include "server/shop/refunds.h"

namespace vitrine::shop::letters {
namespace {

struct Row {
    std::string what, amount;
};

std::string amount_text(const v1::Money& money) {
    const Result<Currency> currency = Currency::parse(money.currency());
    return currency.ok() ? Money{money.minor(), *currency}.text() : std::string();
}

std::vector<Row> rows_of(const OrderLetter& letter) {
    std::vector<Row> rows;
    for (const v1::OrderLine& line : letter.order.lines()) {
        v1::Money sum = line.unit_price();
        sum.set_minor(sum.minor() * line.quantity());
        rows.push_back({std::to_string(line.quantity()) + " × " + line.title(), amount_text(sum)});
    }
    if (letter.order.discount().minor() > 0)
        rows.push_back({"Discount", "-" + amount_text(letter.order.discount())});
    rows.push_back({"Total", amount_text(letter.order.total())});
    if (letter.money_back.minor() > 0) rows.push_back({"Goes back to you", amount_text(letter.money_back)});
    return rows;
}

std::vector<std::string> address_lines(const v1::Address& address) {
    std::vector<std::string> lines;
    for (const std::string& line :
         {address.name(), address.line1(), address.line2(),
          address.postal_code() + (address.postal_code().empty() ? "" : " ") + address.city(),
          address.region(), address.country()}) {
        if (!line.empty()) lines.push_back(line);
    }
    return lines;
}

std::string text_of(const OrderLetter& letter) {
    std::string text = letter.opening + "\n\n";
    for (const Row& row : rows_of(letter)) text += row.what + ": " + row.amount + "\n";
    if (letter.order.has_ship_to()) {
        text += "\nDelivery to:\n";
        for (const std::string& line : address_lines(letter.order.ship_to())) text += line + "\n";
    }
    return text + "\nOrder number: " + letter.order.id() + "\nYour order: " + letter.link +
           "\n\nWhoever has this link sees your order and can cancel it. Keep it to yourself.\n";
}

std::string html_of(const OrderLetter& letter) {
    std::string html =
        "<!doctype html><html lang=\"en\"><body style=\"font:16px/1.5 "
        "sans-serif;color:#1d1720;max-width:32em\"><p>" +
        escape_html(letter.opening) + "</p><table style=\"border-collapse:collapse;width:100%\">";
    for (const Row& row : rows_of(letter)) {
        html += "<tr><td style=\"padding:4px 16px 4px 0\">" + escape_html(row.what) +
                "</td><td style=\"padding:4px 0;text-align:right;white-space:nowrap\">" +
                escape_html(row.amount) + "</td></tr>";
    }
    html += "</table>";
    if (letter.order.has_ship_to()) {
        html += "<p>Delivery to:";
        for (const std::string& line : address_lines(letter.order.ship_to()))
            html += "<br>" + escape_html(line);
        html += "</p>";
    }
    return html + "<p>Order number: " + escape_html(letter.order.id()) + "</p><p><a href=\"" +
           escape_html(letter.link) +
           "\">See your order</a></p><p style=\"color:#655b6b\">Whoever has this link sees your order and "
           "can cancel "
           "it. Keep it to yourself.</p></body></html>";
}

OrderLetter about(store::Unit& unit, v1::Order order, const std::string& page_url) {
    OrderLetter letter;
    letter.link = page_url + "/o/" + order_links::make(unit, order.id());
    letter.order = std::move(order);
    return letter;
}

Error order_is_gone() { return {Code::not_found, "The order is gone."}; }

}  // namespace

mail::Letter word(const OrderLetter& letter) {
    return {letter.order.email(), letter.subject, text_of(letter), html_of(letter)};
}

Words receipt(store::Unit& unit, const std::string& order_id, const std::string& page_url) {
    std::optional<v1::Order> order = orders::find(unit.sql(), order_id);
    if (!order) return order_is_gone();
    if (!is_sold(order->state())) return std::optional<mail::Letter>();
    OrderLetter letter = about(unit, std::move(*order), page_url);
    letter.subject = "Your order: " + letter.order.lines(0).title();
    letter.opening = "Thank you, " + letter.order.buyer_name() + "! This is your receipt.";
    return std::optional(word(letter));
}

Words cancellation(store::Unit& unit, const std::string& order_id, const std::string& page_url) {
    std::optional<v1::Order> order = orders::find(unit.sql(), order_id);
    if (!order) return order_is_gone();
    OrderLetter letter = about(unit, std::move(*order), page_url);
    letter.subject = "Your order was cancelled";
    letter.opening = letter.order.problem().empty() ? "This order was cancelled." : letter.order.problem();
    return std::optional(word(letter));
}

Words refund(store::Unit& unit, const std::string& refund_id, const std::string& page_url) {
    const std::optional<refunds::Row> row = refunds::find(unit.sql(), refund_id);
    if (!row) return order_is_gone();
    std::optional<v1::Order> order = orders::find(unit.sql(), row->order_id);
    if (!order) return order_is_gone();
    if (row->state != refunds::State::done) return std::optional<mail::Letter>();
    OrderLetter letter = about(unit, std::move(*order), page_url);
    letter.money_back = row->amount;
    letter.subject = "Money goes back to you";
    letter.opening = amount_text(row->amount) +
                     " of this order goes back to the card it was paid with. Your bank may need some days.";
    return std::optional(word(letter));
}

}  // namespace vitrine::shop::letters
