// SPDX-License-Identifier: GPL-3.0-or-later
#include "server/shop/movements.h"

#include <algorithm>
#include <limits>

namespace vitrine::shop::movements {
namespace {

constexpr int64_t kPerPage = 100, kMostPerPage = 500;

}  // namespace

Result<v1::ListMovementsResponse> list(store::Session& sql, const v1::ListMovementsRequest& request) {
    if (request.limit() < 0 || request.before_number() < 0) {
        return Error{Code::invalid_argument, "The limit and the number must not be negative."};
    }
    const int64_t most = request.limit() == 0 ? kPerPage : std::min<int64_t>(request.limit(), kMostPerPage);
    const int64_t before =
        request.before_number() == 0 ? std::numeric_limits<int64_t>::max() : request.before_number();
    v1::ListMovementsResponse response;
    std::string location_id, show_id, reason, person_id, reference;
    int64_t number = 0, kind = 0, delta = 0, on_hand_after = 0, at_us = 0;
    sql.each(
        "SELECT number, location_id, show_id, kind, delta, on_hand_after, reason, person_id, reference, "
        "at_us "
        "FROM stock_movement WHERE variant_id = :variant AND number < :before ORDER BY number DESC LIMIT "
        ":most",
        [&] {
            v1::StockMovement* movement = response.add_movements();
            movement->set_variant_id(request.variant_id());
            movement->set_number(number);
            movement->set_location_id(location_id);
            movement->set_show_id(show_id);
            movement->set_kind(static_cast<v1::MovementKind>(kind));
            movement->set_delta(delta);
            movement->set_on_hand_after(on_hand_after);
            movement->set_reason(reason);
            movement->set_person_id(person_id);
            movement->set_reference(reference);
            movement->set_at_us(at_us);
        },
        soci::into(number), soci::into(location_id), soci::into(show_id), soci::into(kind), soci::into(delta),
        soci::into(on_hand_after), soci::into(reason), soci::into(person_id), soci::into(reference),
        soci::into(at_us), soci::use(request.variant_id()), soci::use(before), soci::use(most));
    return response;
}

}  // namespace vitrine::shop::movements
