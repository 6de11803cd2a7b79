// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <optional>
#include <string>

#include "server/domain/result.h"
#include "server/mail/letter.h"
#include "server/store/committer.h"
#include "vitrine/v1/order.pb.h"

// What the shop writes to its buyers.
namespace vitrine::shop::letters {

inline constexpr char kReceipt[] = "receipt", kCancellation[] = "cancellation", kRefund[] = "refund";

// What stands in a letter about an order. Pure.
struct OrderLetter {
    std::string subject, opening, link;
    v1::Order order;
    v1::Money money_back;  // with a refund
};
mail::Letter word(const OrderLetter&);

// The words of a letter when it goes out, with a new link to the order in it; nothing when the order stands
// otherwise by now. page_url: "https://shop.example". Committer's thread.
using Words = Result<std::optional<mail::Letter>>;
Words receipt(store::Unit&, const std::string& order_id, const std::string& page_url);
Words cancellation(store::Unit&, const std::string& order_id, const std::string& page_url);
Words refund(store::Unit&, const std::string& refund_id, const std::string& page_url);

}  // namespace vitrine::shop::letters
