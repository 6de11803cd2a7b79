// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/shop/ledger/book_auditor.h"

#include <map>

#include "tests/shop/complaints.h"

namespace vitrine::tests {
namespace {

// Added up here: over many accounts the sums may be larger than what the database counts with.
void audit_currencies(store::Session& sql, Complaints& found) {
    __extension__ using Wide = __int128;
    std::map<std::string, std::pair<Wide, Wide>> sums;  // posted, pending
    std::string currency;
    int64_t posted = 0, pending = 0;
    sql.each(
        "SELECT currency, debits_posted - credits_posted, debits_pending - credits_pending FROM "
        "ledger_account",
        [&] {
            sums[currency].first += posted;
            sums[currency].second += pending;
        },
        soci::into(currency), soci::into(posted), soci::into(pending));
    for (const auto& [code, sum] : sums) {
        if (sum.first != 0 || sum.second != 0) found.push_back("a currency does not sum to zero: " + code);
    }
}

void audit_sums(store::Session& sql, Complaints& found) {
    complain(
        sql, found, "debits posted differ from the transfers",
        "SELECT a.id FROM ledger_account a LEFT JOIN (SELECT debit_account AS id, SUM(amount_minor) AS s "
        "FROM ledger_transfer WHERE phase IN (1, 3) GROUP BY debit_account) t ON t.id = a.id "
        "WHERE a.debits_posted <> COALESCE(t.s, 0)");
    complain(
        sql, found, "credits posted differ from the transfers",
        "SELECT a.id FROM ledger_account a LEFT JOIN (SELECT credit_account AS id, SUM(amount_minor) AS s "
        "FROM ledger_transfer WHERE phase IN (1, 3) GROUP BY credit_account) t ON t.id = a.id "
        "WHERE a.credits_posted <> COALESCE(t.s, 0)");
    const std::string open =
        "FROM ledger_transfer p LEFT JOIN ledger_transfer r ON r.pending_id = p.id AND r.pending_id <> '' "
        "WHERE p.phase = 2 AND r.id IS NULL ";
    complain(sql, found, "debits pending differ from the open reservations",
             "SELECT a.id FROM ledger_account a LEFT JOIN (SELECT p.debit_account AS id, "
             "SUM(p.amount_minor) AS s " +
                 open +
                 "GROUP BY p.debit_account) t ON t.id = a.id WHERE a.debits_pending <> COALESCE(t.s, 0)");
    complain(sql, found, "credits pending differ from the open reservations",
             "SELECT a.id FROM ledger_account a LEFT JOIN (SELECT p.credit_account AS id, "
             "SUM(p.amount_minor) AS s " +
                 open +
                 "GROUP BY p.credit_account) t ON t.id = a.id WHERE a.credits_pending <> COALESCE(t.s, 0)");
    complain(sql, found, "a reservation with a time that nobody watches",
             "SELECT p.id " + open +
                 "AND p.expires_us <> 0 AND NOT EXISTS (SELECT 1 FROM ledger_expiry e WHERE "
                 "e.transfer_id = p.id AND e.expires_us = p.expires_us)");
    complain(
        sql, found, "a resolved reservation is still watched",
        "SELECT e.transfer_id FROM ledger_expiry e JOIN ledger_transfer r ON r.pending_id = e.transfer_id "
        "WHERE r.pending_id <> ''");
}

void audit_rules(store::Session& sql, Complaints& found) {
    complain(sql, found, "overdrawn",
             "SELECT id FROM ledger_account WHERE kind IN (2, 3, 7) AND debits_pending + debits_posted > "
             "credits_posted");
    complain(sql, found, "more came back than was taken",
             "SELECT id FROM ledger_account WHERE kind = 8 AND credits_pending + credits_posted > "
             "debits_posted");
    complain(sql, found, "two currencies meet",
             "SELECT t.id FROM ledger_transfer t JOIN ledger_account d ON d.id = t.debit_account "
             "JOIN ledger_account c ON c.id = t.credit_account "
             "WHERE d.currency <> t.currency OR c.currency <> t.currency");
    complain(
        sql, found, "resolved twice, by too much, or between others",
        "SELECT p.id FROM ledger_transfer r JOIN ledger_transfer p ON p.id = r.pending_id "
        "WHERE r.pending_id <> '' AND (p.phase <> 2 OR r.amount_minor > p.amount_minor OR "
        "r.debit_account <> p.debit_account OR r.credit_account <> p.credit_account OR "
        "(SELECT COUNT(*) FROM ledger_transfer o WHERE o.pending_id = p.id AND o.pending_id <> '') <> 1)");
    complain(sql, found, "resolves what is not there",
             "SELECT r.id FROM ledger_transfer r WHERE r.pending_id <> '' AND NOT EXISTS "
             "(SELECT 1 FROM ledger_transfer p WHERE p.id = r.pending_id)");
    complain(sql, found, "resolved at the wrong time",
             "SELECT r.id FROM ledger_transfer r JOIN ledger_transfer p ON p.id = r.pending_id "
             "WHERE r.pending_id <> '' AND p.expires_us <> 0 AND (r.phase = 5) <> (r.at_us >= p.expires_us)");
}

// Into escrow, less what came out of it.
constexpr char kOrderInEscrow[] =
    "(SELECT COALESCE(SUM(CASE WHEN t.credit_account LIKE 'escrow/%' THEN t.amount_minor ELSE 0 END) - "
    "SUM(CASE WHEN t.debit_account LIKE 'escrow/%' THEN t.amount_minor ELSE 0 END), 0) FROM ledger_transfer "
    "t "
    "WHERE t.reference = o.id AND t.reference <> '' AND t.phase IN (1, 3))";

void audit_orders(store::Session& sql, Complaints& found) {
    complain(sql, found, "an order's money is in escrow and nobody releases it, or it waits for nothing",
             std::string("SELECT o.id FROM orders o WHERE (") + kOrderInEscrow +
                 " > 0) <> EXISTS (SELECT 1 FROM escrow e WHERE e.order_id = o.id)");
    complain(sql, found, "the sellers' volume differs from what was sold",
             "SELECT v.currency FROM (SELECT currency, SUM(volume_minor) AS sold FROM seller_volume "
             "GROUP BY currency) v WHERE v.sold <> "
             "(SELECT COALESCE(SUM(CASE WHEN t.reason = 7 THEN t.amount_minor ELSE -t.amount_minor END), 0) "
             "FROM ledger_transfer t WHERE t.currency = v.currency AND "
             "((t.reason = 7 AND (t.credit_account LIKE 'seller/%' OR t.credit_account LIKE 'creator/%' OR "
             "t.credit_account LIKE 'commission/%')) OR "
             "(t.reason IN (8, 13) AND (t.debit_account LIKE 'seller/%' OR t.debit_account LIKE 'creator/%' "
             "OR t.debit_account LIKE 'commission/%'))))");
}

}  // namespace

std::vector<std::string> audit_books(store::Session& sql) {
    Complaints found;
    audit_currencies(sql, found);
    audit_sums(sql, found);
    audit_rules(sql, found);
    audit_orders(sql, found);
    return found;
}

}  // namespace vitrine::tests
