// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/store/earlier_schemas.h"

namespace vitrine::tests {
namespace {

// A show that sold one mug, holds another one, and had one chat line removed.
EarlierRows first_show() {
    return {
        1,
        {
            "INSERT INTO command (scope, id, body_hash, answer, at_us) VALUES ('pay:ann', 'c1', 'h', 'a', 5)",
            "INSERT INTO event_log (show_id, audience, seq, at_us, body) VALUES ('s1', 1, 1, 5, 'AAAA')",
            "INSERT INTO account (id, login, display_name, role, password_hash, created_us) "
            "VALUES ('cleo', 'cleo', 'Cleo', 1, 'h', 1)",
            "INSERT INTO refresh_token (token_hash, family, account_id, issued_us, expires_us, spent) "
            "VALUES ('t1', 'f1', 'cleo', 1, 9, 0)",
            "INSERT INTO product (id, number, title, description, picture, revision, archived, created_us, "
            "updated_us) VALUES ('p1', 1, 'Café mug', 'Thrown by hand', '', 2, 0, 1, 2)",
            "INSERT INTO variant (id, product_id, position, sku, name, price_minor, currency, archived) "
            "VALUES ('v1', 'p1', 0, 'MUG-1', 'Ocean', 2400, 'EUR', 0)",
            "INSERT INTO stock (variant_id, on_hand, held, sold) VALUES ('v1', 4, 2, 1)",
            "INSERT INTO stock_movement (variant_id, number, kind, delta, on_hand_after, reason, person_id, "
            "reference, at_us) VALUES ('v1', 1, 1, 5, 5, 'first stock', 'cleo', 'p1', 1), "
            "('v1', 2, 3, -1, 4, 'sold', 'ann', 'o1', 4)",
            "INSERT INTO hold (id, show_id, variant_id, person_id, quantity, unit_price_minor, currency, "
            "state, in_payment, created_us, first_expires_us, expires_us, order_id) VALUES "
            "('h1', 's1', 'v1', 'ann', 1, 2400, 'EUR', 4, 0, 3, 9, 9, 'o1'), "
            "('h2', 's1', 'v1', 'bob', 2, 2400, 'EUR', 1, 0, 4, 9, 9, '')",
            "INSERT INTO orders (id, show_id, hold_id, buyer_id, buyer_name, email, total_minor, currency, "
            "state, problem, attempt, created_us, paid_us) VALUES "
            "('o1', 's1', 'h1', 'ann', 'Ann', 'ann@example.org', 2400, 'EUR', 3, '', 1, 3, 4)",
            "INSERT INTO order_line (order_id, position, variant_id, product_id, title, quantity, "
            "unit_price_minor) VALUES ('o1', 0, 'v1', 'p1', 'Mug — Ocean', 1, 2400)",
            "INSERT INTO payment (order_id, attempt, amount_minor, currency, token, state, task, tries, "
            "due_us, gateway_reference, problem, created_us, settled_us) VALUES "
            "('o1', 1, 2400, 'EUR', '', 1, 0, 1, 0, 'g1', '', 3, 4)",
            "INSERT INTO waiting (variant_id, number, show_id, person_id, joined_us) VALUES "
            "('v1', 1, 's1', 'dan', 5)",
            "INSERT INTO show (id, slug, title, state, host_id, host_name, stream_key, stream_key_hash, "
            "created_us, started_us, ended_us, picture, replay) VALUES "
            "('s1', 'evening', 'Evening show', 2, 'cleo', 'Cleo', 'k', 'kh', 1, 2, 0, 1, 0)",
            "INSERT INTO lineup (show_id, position, product_id) VALUES ('s1', 0, 'p1')",
            "INSERT INTO pin (show_id, number, id, product_id, programme_time_us) VALUES "
            "('s1', 1, 'n1', 'p1', 3)",
            "INSERT INTO chat_line (show_id, number, id, sender_id, sender_name, sender_role, text, at_us, "
            "programme_time_us, removed) VALUES ('s1', 1, 'l1', 'ann', 'Ann', 4, 'Hello', 3, 3, 0), "
            "('s1', 2, 'l2', 'bob', 'Bob', 4, '', 4, 4, 1)",
        },
        {
            "SELECT COUNT(*) FROM command WHERE scope = 'pay:ann' AND id = 'c1' AND answer = 'a'",
            "SELECT COUNT(*) FROM event_log WHERE show_id = 's1' AND seq = 1 AND body = 'AAAA'",
            "SELECT COUNT(*) FROM account WHERE login = 'cleo' AND password_hash = 'h'",
            "SELECT COUNT(*) FROM refresh_token WHERE account_id = 'cleo' AND spent = 0",
            "SELECT COUNT(*) FROM product WHERE id = 'p1' AND title = 'Café mug' AND revision = 2",
            "SELECT COUNT(*) FROM variant WHERE id = 'v1' AND name = 'Ocean' AND archived = 0",
            "SELECT COUNT(*) FROM stock WHERE variant_id = 'v1' AND show_id = '' AND location_id = 'main' "
            "AND on_hand = 4 AND held = 2 AND sold = 1",
            "SELECT COUNT(*) FROM stock_movement WHERE variant_id = 'v1' AND kind = 3 AND delta = -1 AND "
            "number = 2 AND location_id = 'main' AND show_id = '' AND reference = 'o1'",
            "SELECT COUNT(*) FROM hold WHERE id = 'h2' AND location_id = 'main' AND bucket_show = ''",
            "SELECT COUNT(*) FROM order_line WHERE order_id = 'o1' AND base_currency = 'EUR' AND rate_e9 = "
            "1000000000",
            "SELECT COUNT(*) FROM hold WHERE id = 'h1' AND state = 4",
            "SELECT COUNT(*) FROM hold WHERE id = 'h2' AND state = 1 AND person_id = 'bob' AND quantity = 2",
            "SELECT COUNT(*) FROM orders WHERE id = 'o1' AND buyer_id = 'ann' AND total_minor = 2400",
            "SELECT COUNT(*) FROM order_line WHERE order_id = 'o1' AND title = 'Mug — Ocean'",
            "SELECT COUNT(*) FROM payment WHERE order_id = 'o1' AND state = 1 AND gateway_reference = 'g1'",
            "SELECT COUNT(*) FROM waiting WHERE variant_id = 'v1' AND person_id = 'dan'",
            "SELECT COUNT(*) FROM show WHERE slug = 'evening' AND state = 2",
            "SELECT COUNT(*) FROM lineup WHERE show_id = 's1' AND product_id = 'p1'",
            "SELECT COUNT(*) FROM pin WHERE show_id = 's1' AND id = 'n1'",
            "SELECT COUNT(*) FROM chat_line WHERE show_id = 's1' AND text = 'Hello'",
            "SELECT COUNT(*) FROM chat_line WHERE show_id = 's1' AND removed = 1",
            // What was paid before there were books is in them.
            "SELECT COUNT(*) FROM ledger_transfer WHERE id = 'o1/1:captured' AND amount_minor = 2400",
            "SELECT COUNT(*) FROM escrow WHERE order_id = 'o1' AND creator_id = 'cleo'",
        },
    };
}

// A wallet that was filled, and of which a part is reserved for a time.
EarlierRows books() {
    return {
        2,
        {
            "INSERT INTO ledger_account (id, kind, owner, currency, bound, debits_pending, debits_posted, "
            "credits_pending, credits_posted, opened_us) VALUES "
            "('gateway/CHF/sandbox', 1, 'sandbox', 'CHF', 0, 0, 900, 0, 0, 1), "
            "('wallet/CHF/ann', 3, 'ann', 'CHF', 1, 300, 0, 0, 900, 1), "
            "('escrow/CHF/', 2, '', 'CHF', 1, 0, 0, 300, 0, 1)",
            "INSERT INTO ledger_transfer (id, phase, pending_id, debit_account, credit_account, "
            "amount_minor, currency, reason, reference, external_key, at_us, expires_us) VALUES "
            "('k1:topped_up', 1, '', 'gateway/CHF/sandbox', 'wallet/CHF/ann', 900, 'CHF', 5, 'ann', 'k1', 1, "
            "0), "
            "('o2/1:authorised', 2, '', 'wallet/CHF/ann', 'escrow/CHF/', 300, 'CHF', 1, 'o2', '', 2, 9)",
            "INSERT INTO ledger_expiry (transfer_id, expires_us) VALUES ('o2/1:authorised', 9)",
            "INSERT INTO seller_volume (seller_id, currency, month, volume_minor) VALUES "
            "('shop', 'CHF', 24310, 77)",
        },
        {
            "SELECT COUNT(*) FROM ledger_account WHERE id = 'wallet/CHF/ann' AND debits_pending = 300 AND "
            "credits_posted = 900",
            "SELECT COUNT(*) FROM ledger_transfer WHERE id = 'k1:topped_up' AND external_key = 'k1'",
            "SELECT COUNT(*) FROM ledger_transfer WHERE id = 'o2/1:authorised' AND phase = 2",
            "SELECT COUNT(*) FROM ledger_expiry WHERE transfer_id = 'o2/1:authorised' AND expires_us = 9",
            "SELECT COUNT(*) FROM seller_volume WHERE seller_id = 'shop' AND volume_minor = 77",
        },
    };
}

// Orders in every state there was, when money was taken at once.
EarlierRows money_at_once() {
    return {
        1,
        {
            "INSERT INTO hold (id, show_id, variant_id, person_id, quantity, unit_price_minor, currency, "
            "state, in_payment, created_us, first_expires_us, expires_us, order_id) VALUES "
            "('m1', 's1', 'v1', 'eve', 2, 2400, 'EUR', 1, 1, 3, 9, 9, 'paying'), "
            "('m2', 's1', 'v1', 'eve', 2, 2400, 'EUR', 1, 2, 3, 9, 9, 'asked'), "
            "('m3', 's1', 'v1', 'eve', 2, 2400, 'EUR', 4, 0, 3, 9, 9, 'paid'), "
            "('m4', 's1', 'v1', 'eve', 2, 2400, 'EUR', 1, 0, 3, 9, 9, 'refused'), "
            "('m6', 's1', 'v1', 'eve', 2, 2400, 'EUR', 4, 0, 3, 9, 9, 'refunded')",
            "INSERT INTO orders (id, show_id, hold_id, buyer_id, buyer_name, email, total_minor, currency, "
            "state, problem, attempt, created_us, paid_us) VALUES "
            "('paying', 's1', 'm1', 'eve', 'Eve', 'eve@example.org', 4800, 'EUR', 1, '', 1, 5, 0), "
            "('asked', 's1', 'm2', 'eve', 'Eve', 'eve@example.org', 4800, 'EUR', 2, '', 1, 5, 0), "
            "('paid', 's1', 'm3', 'eve', 'Eve', 'eve@example.org', 4800, 'EUR', 3, '', 1, 5, 7), "
            "('refused', 's1', 'm4', 'eve', 'Eve', 'eve@example.org', 4800, 'EUR', 4, 'no', 1, 5, 0), "
            "('refunded', 's1', 'm6', 'eve', 'Eve', 'eve@example.org', 4800, 'EUR', 6, '', 1, 5, 7)",
            "INSERT INTO order_line (order_id, position, variant_id, product_id, title, quantity, "
            "unit_price_minor) VALUES ('paying', 0, 'v1', 'p1', 'Mug', 2, 2400), "
            "('asked', 0, 'v1', 'p1', 'Mug', 2, 2400), ('paid', 0, 'v1', 'p1', 'Mug', 2, 2400), "
            "('refused', 0, 'v1', 'p1', 'Mug', 2, 2400), ('refunded', 0, 'v1', 'p1', 'Mug', 2, 2400)",
            "INSERT INTO payment (order_id, attempt, amount_minor, currency, token, state, task, tries, "
            "due_us, gateway_reference, problem, created_us, settled_us) VALUES "
            "('paying', 1, 4800, 'EUR', 'token', 0, 1, 2, 9, '', '', 5, 0), "
            "('asked', 1, 4800, 'EUR', 'token', 3, 0, 0, 0, '', '', 5, 0), "
            "('paid', 1, 4800, 'EUR', '', 1, 0, 0, 0, 'reference', '', 5, 7), "
            "('refused', 1, 4800, 'EUR', '', 2, 0, 0, 0, '', 'no', 5, 7)",
        },
        {
            "SELECT CASE WHEN COUNT(*) = 5 THEN 1 ELSE 0 END FROM orders WHERE buyer_id = 'eve'",
            "SELECT CASE WHEN COUNT(*) = 5 THEN 1 ELSE 0 END FROM order_line WHERE quantity = 2",
            "SELECT CASE WHEN COUNT(*) = 4 THEN 1 ELSE 0 END FROM payment WHERE gateway = 'sandbox' AND "
            "capture_minor = 4800",
            "SELECT COUNT(*) FROM payment WHERE order_id = 'paying' AND token = 'token' AND task = 1 AND "
            "tries = 2 AND due_us = 9",
            "SELECT COUNT(*) FROM payment WHERE order_id = 'asked' AND state = 3 AND settled_us = 0",
            "SELECT COUNT(*) FROM payment WHERE order_id = 'paid' AND captured_minor = 4800",
            "SELECT COUNT(*) FROM payment WHERE order_id = 'refused' AND problem = 'no'",
            "SELECT COUNT(*) FROM orders WHERE id = 'paid' AND authorised_us = 7 AND paid_us = 7",
            "SELECT COUNT(*) FROM orders WHERE id = 'refunded' AND refunded_minor = 4800",
            "SELECT COUNT(*) FROM order_line WHERE order_id = 'refunded' AND refunded_quantity = 2",
        },
    };
}

// A half of what was paid went back, and its event came by.
EarlierRows money_in_steps() {
    return {
        3,
        {
            "UPDATE orders SET state = 8, refunded_minor = 2400 WHERE id = 'paid'",
            "UPDATE payment SET refunded_minor = 2400 WHERE order_id = 'paid'",
            "INSERT INTO refund (id, order_id, attempt, kind, gateway, amount_minor, reason, person_id, "
            "restock, state, tries, due_us, gateway_reference, problem, created_us, settled_us) VALUES "
            "('r1', 'paid', 1, 1, 'sandbox', 2400, 'sent back', 'ria', 1, 1, 0, 0, 'g2', '', 8, 9)",
            "INSERT INTO refund_line (refund_id, position, quantity) VALUES ('r1', 0, 1)",
            "INSERT INTO gateway_event (gateway, id, type, received_us) VALUES ('stripe', 'e1', 'x', 9)",
            "UPDATE order_line SET refunded_quantity = 1, restocked_quantity = 1 WHERE order_id = 'paid'",
            "INSERT INTO stock_movement (variant_id, number, kind, delta, on_hand_after, reason, person_id, "
            "reference, at_us) VALUES ('v1', 9, 3, 1, 5, 'sent back', 'ria', 'paid', 9)",
        },
        {
            "SELECT COUNT(*) FROM refund WHERE id = 'r1' AND state = 1 AND gateway_reference = 'g2'",
            "SELECT COUNT(*) FROM refund_line WHERE refund_id = 'r1' AND quantity = 1 AND amount_minor = "
            "2400",
            "SELECT COUNT(*) FROM order_line WHERE order_id = 'paid' AND refunded_minor = 2400",
            "SELECT COUNT(*) FROM stock_movement WHERE number = 9 AND kind = 7 AND delta = 1",
            "SELECT COUNT(*) FROM gateway_event WHERE gateway = 'stripe' AND id = 'e1'",
        },
    };
}

// Units in two places, some of them a show's; a drop under way, a coupon in use, prices in another currency.
EarlierRows stock_and_prices() {
    return {
        7,
        {
            "INSERT INTO location (id, name, position, standard, archived) VALUES ('l2', 'Cellar', 9, 0, 0)",
            "INSERT INTO stock (variant_id, show_id, location_id, on_hand, held, sold) VALUES "
            "('v1', 's1', 'l2', 7, 2, 0)",
            "INSERT INTO show_variant (variant_id, show_id, allocated, drop_id, flash_minor, flash_from_us, "
            "flash_until_us) VALUES ('v1', 's1', 1, 'd1', 1500, 5, 9)",
            "INSERT INTO variant_price (variant_id, show_id, currency, price_minor) VALUES "
            "('v1', '', 'JPY', 3500)",
            "INSERT INTO exchange_rate (base, quote, rate_e9, person_id, set_us) VALUES "
            "('EUR', 'USD', 1100000000, 'cleo', 5)",
            "INSERT INTO buyer_currency (person_id, currency) VALUES ('ann', 'JPY')",
            "INSERT INTO coupon (id, code, revision, percent_e2, amount_minor, currency, minimum_minor, "
            "per_person, most_uses, budget_minor, starts_us, ends_us, archived, uses, given_minor) VALUES "
            "('c1', 'FIVER', 1, 0, 500, 'EUR', 0, 1, 3, 0, 0, 0, 0, 1, 500)",
            "INSERT INTO coupon_use (order_id, coupon_id, person_id, email, discount_minor, state, at_us) "
            "VALUES ('o9', 'c1', 'ann', 'ann@example.org', 500, 1, 5)",
            "INSERT INTO product_drop (id, show_id, variant_id, quantity, state, entries, commitment, seed, "
            "opens_us, closes_us, ended_us, person_id) VALUES "
            "('d1', 's1', 'v1', 2, 1, 1, 'cc', 'ss', 5, 9, 0, 'cleo')",
            "INSERT INTO drop_units (drop_id, bucket_show, location_id, quantity) VALUES "
            "('d1', 's1', 'l2', 2)",
            "INSERT INTO drop_entry (drop_id, id, person_id, outcome, place, hold_id, at_us) VALUES "
            "('d1', 'e1', 'bob', 0, 0, '', 6)",
        },
        {
            "SELECT COUNT(*) FROM location WHERE id = 'l2' AND name = 'Cellar' AND standard = 0",
            "SELECT COUNT(*) FROM location WHERE standard = 1",
            "SELECT COUNT(*) FROM stock WHERE variant_id = 'v1' AND show_id = 's1' AND location_id = 'l2' "
            "AND on_hand = 7 AND held = 2",
            "SELECT COUNT(*) FROM show_variant WHERE variant_id = 'v1' AND allocated = 1 AND drop_id = 'd1'",
            "SELECT COUNT(*) FROM variant_price WHERE variant_id = 'v1' AND price_minor = 3500",
            "SELECT COUNT(*) FROM exchange_rate WHERE quote = 'USD' AND rate_e9 = 1100000000",
            "SELECT COUNT(*) FROM buyer_currency WHERE person_id = 'ann' AND currency = 'JPY'",
            "SELECT COUNT(*) FROM coupon WHERE code = 'FIVER' AND uses = 1 AND given_minor = 500",
            "SELECT COUNT(*) FROM coupon_use WHERE order_id = 'o9' AND state = 1 AND discount_minor = 500",
            "SELECT COUNT(*) FROM product_drop WHERE id = 'd1' AND state = 1 AND seed = 'ss'",
            "SELECT COUNT(*) FROM drop_units WHERE drop_id = 'd1' AND quantity = 2",
            "SELECT COUNT(*) FROM drop_entry WHERE drop_id = 'd1' AND id = 'e1' AND person_id = 'bob'",
        },
    };
}

// A cart, what its buyer keeps, and mail that waits.
EarlierRows cart_and_checkout() {
    return {
        8,
        {
            "INSERT INTO hold (id, show_id, variant_id, person_id, quantity, unit_price_minor, currency, "
            "state, in_payment, created_us, first_expires_us, expires_us, order_id) VALUES "
            "('c1', 's1', 'v1', 'ida', 2, 2400, 'EUR', 2, 0, 3, 9, 9, '')",
            "INSERT INTO cart_line (hold_id, person_id, show_id, added_us) VALUES ('c1', 'ida', 's1', 3)",
            "INSERT INTO buyer_address (id, person_id, address, standard, created_us) VALUES ('a1', 'ida', "
            "'CgI', 1, 3)",
            "INSERT INTO saved_method (id, person_id, gateway, token, face, order_id, attempt, usable, "
            "used_us) VALUES ('k1', 'ida', 'sandbox', 'token', '', 'paid', 1, 1, 3)",
            "INSERT INTO order_link (token_hash, order_id, made_us) VALUES ('h1', 'paid', 3)",
            "INSERT INTO mail (id, kind, subject_id, tries, due_us, problem, created_us) VALUES ('l1', "
            "'receipt', 'paid', 2, 9, 'away', 3)",
            "INSERT INTO sign_in_code (id, email, code_hash, tries, asked_us, expires_us) VALUES ('n1', "
            "'ida@example.org', 'hash', 1, 3, 9)",
        },
        {
            "SELECT CASE WHEN COUNT(*) = 5 THEN 1 ELSE 0 END FROM order_line l JOIN orders o ON o.id = "
            "l.order_id WHERE o.buyer_id = 'eve' AND l.hold_id = o.hold_id",
            "SELECT COUNT(*) FROM cart_line WHERE hold_id = 'c1' AND person_id = 'ida'",
            "SELECT COUNT(*) FROM buyer_address WHERE id = 'a1' AND standard = 1",
            "SELECT COUNT(*) FROM saved_method WHERE id = 'k1' AND usable = 1",
            "SELECT COUNT(*) FROM order_link WHERE token_hash = 'h1'",
            "SELECT COUNT(*) FROM mail WHERE id = 'l1' AND tries = 2 AND due_us = 9",
            "SELECT COUNT(*) FROM sign_in_code WHERE id = 'n1' AND tries = 1",
        },
    };
}

EarlierRows settled_money() {
    return {
        9,
        {
            "UPDATE orders SET delivered_us = 77 WHERE id = 'paid'",
            "INSERT INTO payout (id, kind, owner, gateway, amount_minor, currency, person_id, state, tries, "
            "due_us, "
            "gateway_reference, problem, created_us, settled_us) VALUES ('out', 4, 'shop', 'sandbox', 500, "
            "'EUR', 'ria', "
            "2, 0, 0, 'po_1', '', 5, 6)",
            "INSERT INTO dispute (gateway, id, order_id, attempt, amount_minor, reason, step, tries, due_us, "
            "created_us, "
            "settled_us) VALUES ('stripe', 'dp_1', 'paid', 1, 2400, 'fraudulent', 1, 0, 0, 5, 0)",
        },
        {
            "SELECT COUNT(*) FROM orders WHERE id = 'paid' AND delivered_us = 77",
            "SELECT COUNT(*) FROM payout WHERE id = 'out' AND state = 2 AND owner = 'shop'",
            "SELECT COUNT(*) FROM dispute WHERE id = 'dp_1' AND step = 1 AND amount_minor = 2400",
        },
    };
}

}  // namespace

std::vector<EarlierRows> earlier_rows() {
    return {first_show(),       money_at_once(),     books(),        money_in_steps(),
            stock_and_prices(), cart_and_checkout(), settled_money()};
}

}  // namespace vitrine::tests
