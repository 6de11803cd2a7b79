// SPDX-License-Identifier: GPL-3.0-or-later
#include "server/shop/show_case.h"

#include "server/shop/buyer_currency.h"
#include "server/shop/drop_rows.h"
#include "server/shop/holds.h"
#include "server/shop/orders.h"
#include "server/shop/payments.h"
#include "server/shop/products.h"
#include "server/shop/waiting_list.h"

namespace vitrine::shop {

std::vector<v1::Product> load_lineup(store::Session& sql, const std::string& show_id) {
    return products::of_show(sql, show_id);
}

v1::BuyerState load_buyer_state(store::Session& sql, const std::string& show_id,
                                const std::string& person_id) {
    v1::BuyerState state;
    for (v1::Hold& hold : holds::active(sql, show_id, person_id)) *state.add_holds() = std::move(hold);
    for (v1::Order& order : orders::of_buyer(sql, show_id, person_id, 20)) {
        payments::add_confirmation(sql, order);
        *state.add_orders() = std::move(order);
    }
    for (v1::WaitlistPlace& place : waiting_list::places(sql, show_id, person_id))
        *state.add_waitlist() = std::move(place);
    for (v1::DropEntry& entry : drop_rows::entries_of(sql, show_id, person_id))
        *state.add_drop_entries() = std::move(entry);
    state.set_currency(buyer_currency::of(sql, person_id));
    return state;
}

void add_to_snapshot(store::Session& sql, const Caller& caller, v1::ShowSnapshot& snapshot) {
    for (v1::Product& product : load_lineup(sql, snapshot.show().id()))
        *snapshot.add_products() = std::move(product);
    for (v1::Drop& drop : drop_rows::under_way(sql, snapshot.show().id()))
        *snapshot.add_drops() = std::move(drop);
    if (caller.known()) *snapshot.mutable_buyer() = load_buyer_state(sql, snapshot.show().id(), caller.id);
}

}  // namespace vitrine::shop
