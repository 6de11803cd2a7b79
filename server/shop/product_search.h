// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "server/domain/result.h"
#include "server/store/session.h"
#include "vitrine/v1/catalog.pb.h"

// Finding products by words, page by page. Any thread that owns the session; both databases find the same.
namespace vitrine::shop {

// All words of the query, in upper or lower case, with accents or without; the last one may be unfinished.
// Products with all of them in title, variant names or article numbers come first, then those that need their
// description for it; newest first in each half. An empty query: all products, oldest first.
// page_size 0: 50; at most 200. invalid_argument: a negative size, a token of another query, too long a
// query.
Result<v1::ListProductsResponse> find_products(store::Session&, const v1::ListProductsRequest&);

}  // namespace vitrine::shop
