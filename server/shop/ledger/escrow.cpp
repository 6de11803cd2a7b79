// SPDX-License-Identifier: GPL-3.0-or-later
#include "server/shop/ledger/escrow.h"

namespace vitrine::shop::ledger::escrow {

void put(store::Unit& unit, const Waiting& waiting, Instant due) {
    unit.sql().run(
        "INSERT INTO escrow (order_id, currency, seller_id, creator_id, due_us) "
        "VALUES (:order, :currency, :seller, :creator, :due) ON CONFLICT (order_id) DO NOTHING",
        soci::use(waiting.order_id), soci::use(waiting.currency), soci::use(waiting.seller_id),
        soci::use(waiting.creator_id), soci::use(due.us));
}

void drop(store::Unit& unit, const std::string& order_id) {
    unit.sql().run("DELETE FROM escrow WHERE order_id = :order", soci::use(order_id));
}

std::optional<Waiting> find(store::Session& sql, const std::string& order_id) {
    Waiting waiting{order_id, "", "", ""};
    if (!sql.run("SELECT currency, seller_id, creator_id FROM escrow WHERE order_id = :order",
                 soci::into(waiting.currency), soci::into(waiting.seller_id), soci::into(waiting.creator_id),
                 soci::use(order_id)))
        return std::nullopt;
    return waiting;
}

std::vector<std::string> due(store::Session& sql, Instant now, int64_t most) {
    std::vector<std::string> found;
    std::string order_id;
    sql.each(
        "SELECT order_id FROM escrow WHERE due_us <= :now ORDER BY due_us LIMIT :most",
        [&] { found.push_back(order_id); }, soci::into(order_id), soci::use(now.us), soci::use(most));
    return found;
}

void postpone(store::Unit& unit, const std::string& order_id, Instant due) {
    unit.sql().run("UPDATE escrow SET due_us = :due WHERE order_id = :order", soci::use(due.us),
                   soci::use(order_id));
}

Volume volume(store::Session& sql, const std::string& seller_id, const std::string& currency, int64_t month) {
    Volume volume;
    int64_t minor = 0, of_month = 0;
    const int64_t last_month = month - 1;
    sql.each(
        "SELECT month, volume_minor FROM seller_volume "
        "WHERE seller_id = :seller AND currency = :currency AND month BETWEEN :last AND :this",
        [&] { (of_month == month ? volume.this_month : volume.last_month) = minor; }, soci::into(of_month),
        soci::into(minor), soci::use(seller_id), soci::use(currency), soci::use(last_month),
        soci::use(month));
    return volume;
}

void add_volume(store::Unit& unit, const std::string& seller_id, const std::string& currency, int64_t minor) {
    const int64_t month = month_of(unit.now());
    unit.sql().run(
        "INSERT INTO seller_volume (seller_id, currency, month, volume_minor) "
        "VALUES (:seller, :currency, :month, :minor) ON CONFLICT (seller_id, currency, month) "
        "DO UPDATE SET volume_minor = seller_volume.volume_minor + excluded.volume_minor",
        soci::use(seller_id), soci::use(currency), soci::use(month), soci::use(minor));
}

}  // namespace vitrine::shop::ledger::escrow
