// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <string>

#include "server/store/committer.h"

// The currency in which somebody wants to see and pay prices, where he has chosen one.
namespace vitrine::shop::buyer_currency {

// Empty: none chosen.
std::string of(store::Session&, const std::string& person_id);
// Precondition: a currency we know, or empty to forget. Committer's thread.
void choose(store::Unit&, const std::string& person_id, const std::string& currency);

}  // namespace vitrine::shop::buyer_currency
