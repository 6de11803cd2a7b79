// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <string>
#include <vector>

#include "server/store/committer.h"

namespace vitrine::shop {

// Eight products to sell at once, with the pictures of resources/shop/demo. Their ids in order; those of the
// first time when they are there already. Committer's thread.
Result<std::vector<std::string>> load_demo_shop(store::Unit&);

}  // namespace vitrine::shop
