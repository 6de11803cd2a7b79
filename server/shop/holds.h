// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <optional>
#include <span>
#include <string>
#include <vector>

#include "server/shop/bucket.h"
#include "server/shop/hold_rules.h"
#include "server/shop/price_rules.h"
#include "server/store/committer.h"
#include "vitrine/v1/order.pb.h"

// The rows of holds. Statements only; what may be done is decided in hold_rules.h and order_rules.h.
namespace vitrine::shop::holds {

// The schema's in_payment: with the worker, time does not end it.
inline constexpr int64_t kFree = 0, kWithWorker = 1, kWithBuyer = 2;

struct Row {
    v1::Hold hold;
    std::string person_id;
    int64_t in_payment = 0;  // 0 no, 1 with the payment worker, 2 the buyer must confirm
    int64_t first_expires_us = 0;
    Bucket bucket;               // its units lie there
    int64_t rate_e9 = kRateOne;  // made its price

    HoldFacts facts() const { return {hold.state(), in_payment != 0, Instant{hold.expires_us()}}; }
    // What was answered when it was made: the same command id is answered the same again.
    v1::Hold first_answer() const;
};

std::optional<Row> find(store::Session&, const std::string& hold_id);
// Those there are, in no order. Committer's thread, as the next.
std::vector<Row> find_all(store::Unit&, const std::vector<const std::string*>& hold_ids);

// One active hold of a person.
struct OfPerson {
    std::string person_id, variant_id;
    int64_t quantity = 0;
};
std::vector<OfPerson> active_of(store::Unit&, const std::vector<const std::string*>& person_ids);
// What a buyer holds and has bought, for the retailer's limits.
TakenByPerson taken_by(store::Session&, const std::string& person_id, const std::string& variant_id,
                       const std::string& show_id);

// What an order keeps or has sold.
std::vector<Row> of_order(store::Session&, const v1::Order&);
std::vector<v1::Hold> active(store::Session&, const std::string& show_id, const std::string& person_id);
// Holds whose time is over, or whose buyer did not confirm in time, oldest first.
std::vector<std::string> ending(store::Session&, Instant now, int64_t most);

// Adds new rows (active, unpaid) and tells their persons. The units must have been taken.
void add(store::Unit&, std::span<const Row>);
// Writes state, expiry, payment lock, order and bucket of a row that was read before, and tells the person.
void change(store::Unit&, const Row&);

// A guest's hold becomes a person's, who is told.
void hand_over(store::Unit&, Row, const std::string& to);
// All of a person's that are active, in all shows.
std::vector<Row> all_active(store::Session&, const std::string& person_id);

}  // namespace vitrine::shop::holds
