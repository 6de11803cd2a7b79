// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/shop/auditor.h"

#include <set>

#include "tests/shop/complaints.h"
#include "tests/shop/ledger/book_auditor.h"

namespace vitrine::tests {
namespace {

// The rows of stock with what the journal, the holds and the drops say of the same bucket.
const std::string kSameBucket =
    "x.variant_id = s.variant_id AND x.show_id = s.show_id AND x.location_id = s.location_id";
const std::string kSameBucketOfHold =
    "h.variant_id = s.variant_id AND h.bucket_show = s.show_id AND h.location_id = s.location_id";
const std::string kBucket =
    "SELECT s.variant_id || ' ' || s.show_id || ' ' || s.location_id FROM stock s WHERE ";

void audit_stock(store::Session& sql, Complaints& found) {
    complain(sql, found, "stock out of bounds",
             kBucket + "s.held < 0 OR s.held > s.on_hand OR s.on_hand < 0 OR s.sold < 0");
    complain(sql, found, "the journal does not add up to what is on hand",
             kBucket + "s.on_hand <> (SELECT COALESCE(SUM(x.delta), 0) FROM stock_movement x WHERE " +
                 kSameBucket + ")");
    complain(sql, found, "sold differs from the journal's sales",
             kBucket + "s.sold <> (SELECT COALESCE(-SUM(x.delta), 0) FROM stock_movement x WHERE " +
                 kSameBucket + " AND x.kind IN (3, 7))");
    complain(sql, found, "the journal has a gap",
             "SELECT variant_id FROM stock_movement GROUP BY variant_id HAVING COUNT(*) <> MAX(number)");
    complain(sql, found, "units that only moved were not the same before and after",
             "SELECT variant_id FROM stock_movement WHERE kind IN (4, 5, 6) GROUP BY variant_id, kind "
             "HAVING SUM(delta) <> 0");
    complain(sql, found, "held differs from the active holds and the drops under way",
             kBucket + "s.held <> (SELECT COALESCE(SUM(h.quantity), 0) FROM hold h WHERE h.state = 1 AND " +
                 kSameBucketOfHold +
                 ") + (SELECT COALESCE(SUM(u.quantity), 0) FROM drop_units u JOIN product_drop d ON d.id = "
                 "u.drop_id WHERE d.variant_id = s.variant_id AND u.bucket_show = s.show_id AND "
                 "u.location_id = s.location_id)");
    complain(sql, found, "sold differs from the sold holds less what is back on the shelf",
             kBucket + "s.sold <> (SELECT COALESCE(SUM(h.quantity), 0) FROM hold h WHERE h.state = 4 AND " +
                 kSameBucketOfHold +
                 ") - (SELECT COALESCE(SUM(l.restocked_quantity), 0) FROM order_line l JOIN hold h ON h.id "
                 "= l.hold_id WHERE " +
                 kSameBucketOfHold + ")");
    complain(sql, found, "a unit is free in the bucket of a show that sells from the pool",
             kBucket +
                 "s.show_id <> '' AND s.on_hand > s.held AND NOT EXISTS (SELECT 1 FROM show_variant t "
                 "WHERE t.variant_id = s.variant_id AND t.show_id = s.show_id AND t.allocated = 1)");
    complain(sql, found, "somebody waits while units are free",
             "SELECT w.variant_id || ' ' || w.person_id FROM waiting w JOIN variant v ON v.id = w.variant_id "
             "JOIN product p ON p.id = v.product_id LEFT JOIN show_variant t ON t.variant_id = w.variant_id "
             "AND t.show_id = w.show_id WHERE v.archived = 0 AND p.archived = 0 AND EXISTS (SELECT 1 FROM "
             "stock s WHERE s.variant_id = w.variant_id AND s.on_hand > s.held AND s.show_id = CASE WHEN "
             "t.allocated = 1 THEN w.show_id ELSE '' END)");
}

void audit_drops(store::Session& sql, Complaints& found) {
    complain(sql, found, "a drop that is over keeps units",
             "SELECT d.id FROM product_drop d JOIN drop_units u ON u.drop_id = d.id WHERE d.state IN (3, 4) "
             "AND u.quantity > 0");
    complain(sql, found, "a drop has more winners than units",
             "SELECT d.id FROM product_drop d WHERE d.quantity < (SELECT COUNT(*) FROM drop_entry e WHERE "
             "e.drop_id = d.id AND e.outcome = 1)");
    complain(sql, found, "a drop under way has neither its units nor holds for them",
             "SELECT d.id FROM product_drop d WHERE d.state IN (1, 2) AND d.quantity <> (SELECT "
             "COALESCE(SUM(u.quantity), 0) FROM drop_units u WHERE u.drop_id = d.id) + (SELECT COUNT(*) FROM "
             "drop_entry e WHERE e.drop_id = d.id AND e.outcome = 1)");
    complain(sql, found, "an entry of a drawn drop was forgotten",
             "SELECT e.id FROM drop_entry e JOIN product_drop d ON d.id = e.drop_id WHERE d.state = 3 AND "
             "e.outcome = 0");
    // A guest's becomes the account's he signs in to, which may have entered itself.
    complain(sql, found, "a winner's hold is not his",
             "SELECT e.id FROM drop_entry e WHERE e.outcome = 1 AND NOT EXISTS (SELECT 1 FROM hold h WHERE "
             "h.id = e.hold_id AND (h.person_id = e.person_id OR EXISTS (SELECT 1 FROM drop_entry x WHERE "
             "x.drop_id = e.drop_id AND x.person_id = h.person_id)))");
    complain(sql, found, "two places in a draw are the same",
             "SELECT drop_id FROM drop_entry WHERE place > 0 GROUP BY drop_id, place HAVING COUNT(*) > 1");
    complain(sql, found, "a drop's entries were not counted right",
             "SELECT d.id FROM product_drop d WHERE d.entries <> (SELECT COUNT(*) FROM drop_entry e WHERE "
             "e.drop_id = d.id)");
    complain(sql, found, "a drop is under way and its show does not know it, or the other way round",
             "SELECT d.id FROM product_drop d JOIN show_variant t ON t.variant_id = d.variant_id AND "
             "t.show_id = d.show_id WHERE (d.state IN (1, 2)) <> (t.drop_id = d.id)");
}

void audit_coupons(store::Session& sql, Complaints& found) {
    complain(sql, found, "a coupon's uses are not those of its orders",
             "SELECT c.code FROM coupon c WHERE c.uses <> (SELECT COUNT(*) FROM coupon_use u WHERE "
             "u.coupon_id = c.id AND u.state <> 3)");
    complain(
        sql, found, "what a coupon gave is not the sum of its discounts",
        "SELECT c.code FROM coupon c WHERE c.currency <> '' AND c.given_minor <> (SELECT "
        "COALESCE(SUM(u.discount_minor), 0) FROM coupon_use u WHERE u.coupon_id = c.id AND u.state <> 3)");
    complain(sql, found, "a coupon was used more often than it may be",
             "SELECT code FROM coupon WHERE (most_uses > 0 AND uses > most_uses) OR (budget_minor > 0 AND "
             "given_minor > budget_minor)");
    // By what he said when he bought: who signs in brings along what he bought as a guest.
    complain(
        sql, found, "a person used a coupon more often than one may",
        "SELECT c.code || ' ' || u.person_id FROM coupon c JOIN coupon_use u ON u.coupon_id = c.id "
        "WHERE u.state <> 3 AND c.per_person > 0 GROUP BY c.code, c.per_person, u.person_id, u.email HAVING "
        "COUNT(*) > c.per_person");
    complain(
        sql, found, "a coupon is with an order in another state",
        "SELECT u.order_id FROM coupon_use u JOIN orders o ON o.id = u.order_id JOIN hold h ON h.id = "
        "o.hold_id WHERE u.state <> CASE WHEN o.state = 5 THEN 3 WHEN h.state = 4 THEN 2 WHEN EXISTS (SELECT "
        "1 FROM order_line l JOIN hold x ON x.id = l.hold_id WHERE l.order_id = o.id AND x.state <> 1) THEN "
        "3 "
        "ELSE 1 END");
    complain(
        sql, found, "an order's discount is not its coupon's",
        "SELECT o.id FROM orders o LEFT JOIN coupon_use u ON u.order_id = o.id WHERE o.discount_minor <> "
        "COALESCE(u.discount_minor, 0)");
}

// Orders in the contract's numbers: 1 paying, 2 needs confirmation, 3 paid, 4 declined, 5 cancelled, 6
// refunded, 7 authorised, 8 partly refunded.
void audit_orders(store::Session& sql, Complaints& found) {
    complain(sql, found, "a sold hold without its one sold order",
             "SELECT h.id FROM hold h WHERE h.state = 4 AND (SELECT COUNT(*) FROM order_line l JOIN orders o "
             "ON o.id = "
             "l.order_id WHERE l.hold_id = h.id AND o.authorised_us > 0 AND o.id = h.order_id) <> 1");
    complain(
        sql, found, "a sold order without a sold hold",
        "SELECT o.id FROM orders o JOIN order_line l ON l.order_id = o.id JOIN hold h ON h.id = l.hold_id "
        "WHERE (o.state IN (3, 6, 7, 8) OR o.authorised_us > 0) AND h.state <> 4");
    complain(
        sql, found, "an order under way whose hold is not locked",
        "SELECT o.id FROM orders o JOIN order_line l ON l.order_id = o.id JOIN hold h ON h.id = l.hold_id "
        "WHERE (o.state IN (1, 2)) <> (h.in_payment > 0)");
    complain(sql, found, "an order under way or authorised without exactly one open payment",
             "SELECT o.id FROM orders o WHERE o.state IN (1, 2, 7) AND "
             "(SELECT COUNT(*) FROM payment p WHERE p.order_id = o.id AND p.settled_us = 0) <> 1");
    complain(
        sql, found, "an open payment of an order that does not wait for it, and that nobody withdraws",
        "SELECT o.id FROM orders o JOIN payment p ON p.order_id = o.id WHERE o.state NOT IN (1, 2, 7) AND "
        "p.settled_us = 0 AND NOT (o.state = 5 AND p.task = 3)");
    complain(sql, found, "an order being paid that nobody works on",
             "SELECT o.id FROM orders o WHERE o.state IN (1, 7) AND NOT EXISTS "
             "(SELECT 1 FROM payment p WHERE p.order_id = o.id AND p.due_us > 0)");
    complain(sql, found, "an order's lines do not add up to its total",
             "SELECT o.id FROM orders o WHERE o.total_minor <> (SELECT COALESCE(SUM(l.quantity * "
             "l.unit_price_minor - l.discount_minor), 0) FROM order_line l WHERE l.order_id = o.id) "
             "OR o.discount_minor <> (SELECT COALESCE(SUM(l.discount_minor), 0) FROM order_line l "
             "WHERE l.order_id = o.id)");
    complain(sql, found, "a line differs from its hold, or its hold is another order's",
             "SELECT l.order_id FROM order_line l JOIN hold h ON h.id = l.hold_id JOIN orders o ON o.id = "
             "l.order_id WHERE l.quantity <> h.quantity OR l.unit_price_minor <> h.unit_price_minor OR "
             "l.variant_id <> h.variant_id OR l.rate_e9 <> h.rate_e9 OR o.currency <> h.currency OR "
             "h.order_id <> l.order_id");
    complain(sql, found, "an order's first hold is not its first line's",
             "SELECT o.id FROM orders o JOIN order_line l ON l.order_id = o.id AND l.position = 0 WHERE "
             "l.hold_id <> "
             "o.hold_id");
    complain(sql, found, "a hold that can still be bought hangs on an order that is over",
             "SELECT h.id FROM hold h JOIN orders o ON o.id = h.order_id WHERE h.state = 1 AND o.state NOT "
             "IN (1, 2, 4)");
    complain(sql, found, "paid and captured disagree",
             "SELECT o.id FROM orders o WHERE (o.state IN (3, 6, 8)) <> "
             "((SELECT COUNT(*) FROM payment p WHERE p.order_id = o.id AND p.state = 1) = 1)");
    complain(sql, found, "authorised and reserved disagree",
             "SELECT o.id FROM orders o WHERE o.state = 7 AND "
             "(SELECT COUNT(*) FROM payment p WHERE p.order_id = o.id AND p.state = 4) <> 1");
    complain(sql, found, "a payment of another amount than the order's",
             "SELECT o.id FROM orders o JOIN payment p ON p.order_id = o.id WHERE p.amount_minor <> "
             "o.total_minor");
}

// Refunds by kind: 1 of the order's money, 2 of it before it was taken, 3 of money that was not owed; by
// state: 0 asked, 1 done, 2 refused.
void audit_refunds(store::Session& sql, Complaints& found) {
    complain(sql, found, "more goes back than was captured",
             "SELECT order_id FROM payment WHERE refunded_minor > captured_minor");
    complain(
        sql, found, "a payment's refunds do not add up",
        "SELECT p.order_id FROM payment p WHERE p.refunded_minor <> (SELECT COALESCE(SUM(r.amount_minor), 0) "
        "FROM refund r WHERE r.order_id = p.order_id AND r.attempt = p.attempt AND r.kind <> 2 AND r.state "
        "<> 2)");
    complain(
        sql, found, "an order's refunds do not add up",
        "SELECT o.id FROM orders o WHERE o.refunded_minor <> (SELECT COALESCE(SUM(r.amount_minor), 0) FROM "
        "refund r WHERE r.order_id = o.id AND r.kind IN (1, 2) AND r.state = 1)");
    complain(
        sql, found, "what is on its way back does not add up",
        "SELECT o.id FROM orders o WHERE o.refunding_minor <> (SELECT COALESCE(SUM(r.amount_minor), 0) FROM "
        "refund r WHERE r.order_id = o.id AND r.kind = 1 AND r.state = 0)");
    complain(
        sql, found, "refunded units differ from the refunds",
        "SELECT l.order_id FROM order_line l WHERE l.refunded_quantity <> (SELECT COALESCE(SUM(rl.quantity), "
        "0) FROM refund_line rl JOIN refund r ON r.id = rl.refund_id WHERE r.order_id = l.order_id AND "
        "rl.position = l.position AND r.state <> 2)");
    complain(sql, found, "a refund is not the sum of its lines",
             "SELECT r.id FROM refund r WHERE r.kind <> 3 AND r.amount_minor <> (SELECT "
             "COALESCE(SUM(rl.amount_minor), 0) FROM refund_line rl WHERE rl.refund_id = r.id)");
    complain(
        sql, found, "what went back for a line is not the sum of its refunds",
        "SELECT l.order_id FROM order_line l WHERE l.refunded_minor <> (SELECT "
        "COALESCE(SUM(rl.amount_minor), 0) FROM refund_line rl JOIN refund r ON r.id = rl.refund_id WHERE "
        "r.order_id = l.order_id AND rl.position = l.position AND r.state <> 2)");
    // To the last minor unit; where a refund was refused, the next one of its line makes up for it.
    complain(
        sql, found, "refunded units are not worth what was refunded",
        "SELECT l.order_id FROM order_line l WHERE l.refunded_minor <> (l.quantity * l.unit_price_minor - "
        "l.discount_minor) * l.refunded_quantity / l.quantity AND (l.refunded_quantity = l.quantity OR "
        "NOT EXISTS (SELECT 1 FROM refund r WHERE r.order_id = l.order_id AND r.state = 2))");
    complain(
        sql, found, "money was kept that nothing was sold for, and nobody refused to give it back",
        "SELECT p.order_id FROM payment p WHERE p.state <> 1 AND p.captured_minor > p.refunded_minor AND NOT "
        "EXISTS (SELECT 1 FROM refund r WHERE r.order_id = p.order_id AND r.attempt = p.attempt AND r.kind = "
        "3 "
        "AND r.state = 2)");
    complain(
        sql, found, "refunded in whole or in part, and the state says otherwise",
        "SELECT id FROM orders WHERE (state = 6) <> (paid_us > 0 AND refunded_minor = total_minor) OR (state "
        "= 8) <> (paid_us > 0 AND refunded_minor > 0 AND refunded_minor < total_minor)");
}

// Sums of what the books have of a payment p, an order o or a refund r. Reasons: 2 captured, 8 refunded, 9
// the refund has arrived, 15 taken for nothing, 16 the refund failed, 17 it was sent back.
std::string booked(const std::string& which) {
    return "(SELECT COALESCE(SUM(t.amount_minor), 0) FROM ledger_transfer t WHERE t.phase IN (1, 3) AND "
           "t.reference <> '' AND " +
           which + ")";
}

void audit_money_in_books(store::Session& sql, Complaints& found) {
    complain(sql, found, "money in the books of an order that does not exist",
             "SELECT t.id FROM ledger_transfer t WHERE t.reason IN (1, 2, 7, 8, 9, 11, 12, 13, 15, 16, 17, "
             "18) AND NOT EXISTS "
             "(SELECT 1 FROM orders o WHERE o.id = t.reference)");
    complain(sql, found, "the books have another amount from the gateway than the payment",
             "SELECT p.order_id FROM payment p WHERE p.captured_minor <> " +
                 booked("t.reference = p.order_id AND t.external_key = p.order_id || '/' || p.attempt AND "
                        "t.reason IN (2, 15)"));
    complain(
        sql, found, "reserved in the books and not at the gateway, or the other way round",
        "SELECT p.order_id FROM payment p WHERE (p.state = 4) <> EXISTS (SELECT 1 FROM ledger_transfer t "
        "WHERE t.id = p.order_id || '/' || p.attempt || ':authorised' AND NOT EXISTS (SELECT 1 FROM "
        "ledger_transfer r WHERE r.pending_id = t.id AND r.pending_id <> ''))");
    complain(
        sql, found, "an order is paid and its money was not put into escrow, or the other way round",
        "SELECT o.id FROM orders o WHERE " + booked("t.reference = o.id AND t.reason = 2") +
            " <> (SELECT COALESCE(SUM(CASE WHEN p.captured_minor < p.capture_minor THEN p.captured_minor "
            "ELSE p.capture_minor END), 0) FROM payment p WHERE p.order_id = o.id AND p.state = 1)");
    complain(sql, found, "an order's refunds differ from the books",
             "SELECT o.id FROM orders o WHERE " + booked("t.reference = o.id AND t.reason = 8") + " - " +
                 booked("t.reference = o.id AND t.reason = 16") +
                 " <> (SELECT COALESCE(SUM(r.amount_minor), 0) FROM refund r WHERE r.order_id = o.id AND "
                 "r.kind = 1 AND r.state <> 2)");
    complain(sql, found, "a refund was done and is not in the books, or the other way round",
             "SELECT r.id FROM refund r WHERE " +
                 booked("t.reference = r.order_id AND t.external_key = r.id AND t.reason = 9") + " - " +
                 booked("t.reference = r.order_id AND t.external_key = r.id AND t.reason = 17") +
                 " <> CASE WHEN r.kind <> 2 AND r.state = 1 THEN r.amount_minor ELSE 0 END");
}

// Disputes by step: 1 open, 2 won, 3 lost. Reasons: 11 charged back, 12 won, 13 lost, 18 lost and borne.
void audit_disputes(store::Session& sql, Complaints& found) {
    const auto of_dispute = [](const std::string& reasons) {
        return booked("t.reference = d.order_id AND t.reason IN (" + reasons +
                      ") AND substr(t.id, 1, "
                      "length(d.id) + 1) = d.id || ':'");
    };
    complain(sql, found, "a disputed amount was not taken back in the books, or what was not disputed was",
             "SELECT d.id FROM dispute d WHERE " + of_dispute("11") + " <> d.amount_minor");
    complain(sql, found, "a dispute was won, and the books have it otherwise",
             "SELECT d.id FROM dispute d WHERE " + of_dispute("12") +
                 " <> CASE WHEN d.step = 2 THEN d.amount_minor ELSE 0 END");
    complain(sql, found, "a dispute was lost, and the books have it otherwise",
             "SELECT d.id FROM dispute d WHERE " + of_dispute("13, 18") +
                 " <> CASE WHEN d.step = 3 THEN d.amount_minor ELSE 0 END");
    complain(
        sql, found, "an order is not marked as its disputes are",
        "SELECT o.id FROM orders o WHERE o.disputed_minor <> (SELECT COALESCE(SUM(d.amount_minor), 0) FROM "
        "dispute d WHERE d.order_id = o.id AND d.step IN (1, 3)) OR (o.dispute = 1) <> EXISTS (SELECT 1 FROM "
        "dispute d WHERE d.order_id = o.id AND d.step = 1)");
    complain(sql, found, "what the banks have is not the sum of the open disputes",
             "SELECT a.id FROM ledger_account a WHERE a.kind = 8 AND a.debits_posted - a.credits_posted <> "
             "(SELECT "
             "COALESCE(SUM(d.amount_minor), 0) FROM dispute d JOIN orders o ON o.id = d.order_id WHERE "
             "d.step = 1 AND "
             "o.currency = a.currency)");
}

// Payouts by state: 1 asked, 2 done, 3 refused. Phases in the books: 2 reserved, 3 posted, 4 voided.
void audit_payouts(store::Session& sql, Complaints& found) {
    const auto booked_as = [](const std::string& phase) {
        return "(SELECT COALESCE(SUM(t.amount_minor), 0) FROM ledger_transfer t WHERE t.reference = p.id AND "
               "t.reference <> '' AND t.reason = 14 AND t.phase = " +
               phase + ")";
    };
    complain(sql, found, "a payout was not reserved in the books",
             "SELECT p.id FROM payout p WHERE " + booked_as("2") + " <> p.amount_minor");
    complain(sql, found, "a payout was made, and the books have it otherwise",
             "SELECT p.id FROM payout p WHERE " + booked_as("3") +
                 " <> CASE WHEN p.state = 2 THEN p.amount_minor ELSE 0 END");
    complain(sql, found, "a payout was refused, and the books have it otherwise",
             "SELECT p.id FROM payout p WHERE " + booked_as("4") +
                 " <> CASE WHEN p.state = 3 THEN p.amount_minor ELSE 0 END");
    complain(sql, found, "money was paid out that nobody asked for",
             "SELECT t.id FROM ledger_transfer t WHERE t.reason = 14 AND NOT EXISTS (SELECT 1 FROM payout p "
             "WHERE p.id "
             "= t.reference)");
}

}  // namespace

std::vector<std::string> audit_shop(store::Session& sql) {
    Complaints found;
    audit_stock(sql, found);
    audit_orders(sql, found);
    audit_drops(sql, found);
    audit_coupons(sql, found);
    audit_refunds(sql, found);
    audit_money_in_books(sql, found);
    audit_disputes(sql, found);
    audit_payouts(sql, found);
    for (std::string& complaint : audit_books(sql)) found.push_back(std::move(complaint));
    complain(sql, found, "a show's events have a gap",
             "SELECT show_id FROM event_log GROUP BY show_id, audience HAVING COUNT(*) <> MAX(seq)");
    return found;
}

std::map<std::string, GatewayMoney> money_at(shop::SandboxGateway& gateway) {
    std::map<std::string, GatewayMoney> found;
    for (const auto& payment : gateway.payments())
        found[payment.idempotency_key] = {payment.taken_minor, payment.refunded_minor, payment.reserved,
                                          false};
    return found;
}

std::vector<std::string> audit_money(store::Session& sql,
                                     const std::map<std::string, GatewayMoney>& gateway) {
    Complaints found;
    std::map<std::string, int64_t> given_back;  // by our book
    std::string key, order;
    int64_t captured = 0, state = 0, task = 0, minor = 0, busy = 0;
    sql.each(
        "SELECT order_id || '/' || attempt, SUM(amount_minor) FROM refund WHERE kind <> 2 AND state = 1 "
        "GROUP BY "
        "order_id, attempt",
        [&] { given_back[key] = minor; }, soci::into(key), soci::into(minor));
    std::map<std::string, bool> ours;  // key → whether the shop is still at work on it
    sql.each(
        "SELECT p.order_id || '/' || p.attempt, p.captured_minor, p.state, p.task, (SELECT COUNT(*) FROM "
        "refund r "
        "WHERE r.order_id = p.order_id AND r.attempt = p.attempt AND r.due_us > 0) FROM payment p",
        [&] {
            const auto entry = gateway.find(key);
            const GatewayMoney there = entry == gateway.end() ? GatewayMoney{} : entry->second;
            ours[key] = task != 0 || busy > 0 || state == 3 || there.unsaid;
            if (captured > there.taken) found.push_back("noted as taken, but the gateway has it not: " + key);
            if (given_back[key] > there.given_back)
                found.push_back("noted as given back, but it was not: " + key);
            if (ours[key]) return;
            if (captured != there.taken) found.push_back("money was taken, and nobody noted it: " + key);
            if (given_back[key] != there.given_back)
                found.push_back("given back, and nobody noted it: " + key);
            if (there.reserved) found.push_back("reserved for nobody: " + key);
        },
        soci::into(key), soci::into(captured), soci::into(state), soci::into(task), soci::into(busy));
    for (const auto& [name, there] : gateway) {
        if (!ours.contains(name)) found.push_back("a payment that nobody asked for: " + name);
        if (there.given_back > there.taken) found.push_back("more was given back than taken: " + name);
    }
    return found;
}

}  // namespace vitrine::tests
