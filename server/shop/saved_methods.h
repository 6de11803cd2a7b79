// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "server/domain/caller.h"
#include "server/store/committer.h"
#include "vitrine/v1/cart.pb.h"

// Cards that are kept at a gateway, under tokens of its own; there was never a number here. Inside a
// command's transaction.
namespace vitrine::shop::saved_methods {

// Whether a gateway's token may be used again. Stripe's may not as it is: it would have to hang on a
// customer.
bool kept_at(std::string_view gateway);

// What can be paid with now, the latest used first: it is the standard.
std::vector<v1::SavedMethod> all(store::Session&, const std::string& person_id, std::string_view gateway);
// The token of one's own; not_found for another's too.
Result<std::string> token(store::Session&, const std::string& person_id, std::string_view gateway,
                          const std::string& method_id);

// Keeps the card of an order's attempt under the attempt's key; it can be used once that payment went
// through. precondition, invalid_argument, too_large.
Result<Done> keep(store::Unit&, const Caller&, const v1::Order&, std::string_view gateway,
                  const std::string& token, const v1::CardFace&);
// The money of this order is reserved or taken: its card can be used from now on.
void paid_with(store::Unit&, const v1::Order&);
// What was to be kept of a card that was refused is forgotten.
void refused(store::Unit&, const v1::Order&);
// It is the standard from now on.
void used(store::Unit&, const std::string& method_id);
void forget(store::Unit&, const std::string& person_id, const std::string& method_id);

}  // namespace vitrine::shop::saved_methods
