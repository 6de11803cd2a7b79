// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <optional>
#include <string>

#include "server/store/committer.h"

// Links to orders: who has one sees the order, and may do with it what its buyer may. Inside a command's
// transaction.
namespace vitrine::shop::order_links {

// A token of 256 random bits, of which only the hash stays here. An order has at most 20; the oldest goes.
std::string make(store::Unit&, const std::string& order_id);
// The order's id; nothing for a token that is not good any more, or never was. They are good for 180 days.
std::optional<std::string> order_of(store::Session&, const std::string& token, Instant now);

}  // namespace vitrine::shop::order_links
