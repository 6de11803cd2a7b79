// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <string>
#include <vector>

#include "server/store/committer.h"
#include "vitrine/v1/cart.pb.h"

// Where a buyer's things are sent: at most 10 addresses, of which one is the standard. Inside a command's
// transaction.
namespace vitrine::shop::address_book {

std::vector<v1::Address> all(store::Session&, const std::string& person_id);  // the standard one first
// His own; not_found for another's too.
Result<v1::Address> find(store::Session&, const std::string& person_id, const std::string& address_id);

// With an id: changes it; without: a new one under the command's id. The first one is the standard.
Result<v1::Address> save(store::Unit&, const std::string& person_id, const v1::SaveAddressRequest&);
// What was sent there keeps its address. The oldest of the rest becomes the standard. Twice is no error.
void remove(store::Unit&, const std::string& person_id, const std::string& address_id);

// A guest's addresses become a person's, as far as there is room for them.
void hand_over(store::Unit&, const std::string& from, const std::string& to);

}  // namespace vitrine::shop::address_book
