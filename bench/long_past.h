// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstdint>

#include "bench/bulk.h"

namespace vitrine::bench {

// What a shop has behind it: products in the catalogue, and orders that were paid in the last week.
struct Past {
    int64_t products = 0;
    int64_t orders = 0;
};

// A variant of each product, with ten units left of what was received.
void fill_shelves(Bulk&, const Past&);
// An order of one unit each, with all that it left behind: hold, payment, sale and money, which is still in
// escrow.
void fill_orders(Bulk&, const Past&);

}  // namespace vitrine::bench
