// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/shop/auditor.h"

#include <set>

#include "tests/shop/ledger/book_auditor.h"

namespace vitrine::tests {
namespace {

using Complaints = std::vector<std::string>;

// Every query here lists what is wrong; a row is a complaint.
void complain(store::Session& sql, Complaints& found, const std::string& what, const std::string& query) {
    std::string id;
    sql.each(
        query, [&] { found.push_back(what + ": " + id); }, soci::into(id));
}

void audit_stock(store::Session& sql, Complaints& found) {
    complain(sql, found, "stock out of bounds",
             "SELECT variant_id FROM stock WHERE held < 0 OR held > on_hand OR on_hand < 0 OR sold < 0");
    complain(sql, found, "the journal does not add up to what is on hand",
             "SELECT s.variant_id FROM stock s WHERE s.on_hand <> "
             "(SELECT COALESCE(SUM(m.delta), 0) FROM stock_movement m WHERE m.variant_id = s.variant_id)");
    complain(sql, found, "sold differs from the journal's sales",
             "SELECT s.variant_id FROM stock s WHERE s.sold <> "
             "(SELECT COALESCE(-SUM(m.delta), 0) FROM stock_movement m WHERE m.variant_id = s.variant_id AND "
             "m.kind = 3)");
    complain(sql, found, "the journal has a gap",
             "SELECT variant_id FROM stock_movement GROUP BY variant_id HAVING COUNT(*) <> MAX(number)");
    complain(
        sql, found, "held differs from the active holds",
        "SELECT s.variant_id FROM stock s WHERE s.held <> (SELECT COALESCE(SUM(h.quantity), 0) FROM hold h "
        "WHERE h.variant_id = s.variant_id AND h.state = 1)");
    complain(
        sql, found, "sold differs from the sold holds",
        "SELECT s.variant_id FROM stock s WHERE s.sold <> (SELECT COALESCE(SUM(h.quantity), 0) FROM hold h "
        "WHERE h.variant_id = s.variant_id AND h.state = 4)");
    complain(sql, found, "somebody waits while units are free",
             "SELECT s.variant_id FROM stock s JOIN variant v ON v.id = s.variant_id JOIN product p ON p.id "
             "= v.product_id "
             "WHERE s.on_hand > s.held AND v.archived = 0 AND p.archived = 0 "
             "AND EXISTS (SELECT 1 FROM waiting w WHERE w.variant_id = s.variant_id)");
}

void audit_orders(store::Session& sql, Complaints& found) {
    complain(
        sql, found, "a sold hold without its one paid order",
        "SELECT h.id FROM hold h WHERE h.state = 4 AND "
        "(SELECT COUNT(*) FROM orders o WHERE o.hold_id = h.id AND o.state = 3 AND o.id = h.order_id) <> 1");
    complain(sql, found, "a paid order without a sold hold",
             "SELECT o.id FROM orders o JOIN hold h ON h.id = o.hold_id WHERE o.state = 3 AND h.state <> 4");
    complain(sql, found, "an order under way whose hold is not locked",
             "SELECT o.id FROM orders o JOIN hold h ON h.id = o.hold_id WHERE (o.state IN (1, 2)) <> "
             "(h.in_payment > 0)");
    complain(sql, found, "an order under way without exactly one open payment",
             "SELECT o.id FROM orders o WHERE (o.state IN (1, 2)) <> "
             "((SELECT COUNT(*) FROM payment p WHERE p.order_id = o.id AND p.settled_us = 0) = 1)");
    complain(sql, found, "an order being paid that nobody works on",
             "SELECT o.id FROM orders o WHERE o.state = 1 AND NOT EXISTS "
             "(SELECT 1 FROM payment p WHERE p.order_id = o.id AND p.due_us > 0)");
    complain(sql, found, "an order's lines do not add up to its total, or differ from its hold",
             "SELECT o.id FROM orders o JOIN hold h ON h.id = o.hold_id WHERE o.total_minor <> "
             "(SELECT COALESCE(SUM(l.quantity * l.unit_price_minor), 0) FROM order_line l WHERE l.order_id = "
             "o.id) "
             "OR o.total_minor <> h.quantity * h.unit_price_minor");
    complain(sql, found, "paid and captured disagree",
             "SELECT o.id FROM orders o WHERE (o.state = 3) <> "
             "((SELECT COUNT(*) FROM payment p WHERE p.order_id = o.id AND p.state = 1) = 1)");
    complain(sql, found, "a payment of another amount than the order's",
             "SELECT o.id FROM orders o JOIN payment p ON p.order_id = o.id WHERE p.amount_minor <> "
             "o.total_minor");
}

}  // namespace

std::vector<std::string> audit_shop(store::Session& sql) {
    Complaints found;
    audit_stock(sql, found);
    audit_orders(sql, found);
    for (std::string& complaint : audit_books(sql)) found.push_back(std::move(complaint));
    complain(sql, found, "a show's events have a gap",
             "SELECT show_id FROM event_log GROUP BY show_id, audience HAVING COUNT(*) <> MAX(seq)");
    return found;
}

std::vector<std::string> audit_money(store::Session& sql, const std::map<std::string, int64_t>& captured) {
    Complaints found;
    std::map<std::string, int64_t> noted;
    std::set<std::string> open;
    std::string key;
    int64_t minor = 0, state = 0, settled_us = 0;
    sql.each(
        "SELECT order_id || '/' || attempt, amount_minor, state, settled_us FROM payment",
        [&] {
            if (state == 1) noted[key] = minor;
            if (settled_us == 0) open.insert(key);
        },
        soci::into(key), soci::into(minor), soci::into(state), soci::into(settled_us));
    for (const auto& [paid, amount] : noted) {
        const auto taken = captured.find(paid);
        if (taken == captured.end()) found.push_back("paid, but the gateway took nothing: " + paid);
        if (taken != captured.end() && taken->second != amount)
            found.push_back("another amount was taken: " + paid);
    }
    std::set<std::string> orders;
    for (const auto& [taken, amount] : captured) {
        if (!noted.contains(taken) && !open.contains(taken))
            found.push_back("money was taken for nothing: " + taken);
        if (!orders.insert(taken.substr(0, taken.find('/'))).second)
            found.push_back("money was taken twice: " + taken);
    }
    return found;
}

}  // namespace vitrine::tests
