// SPDX-License-Identifier: GPL-3.0-or-later
#include "server/store/schema/schema.h"

namespace vitrine::store::schema {
namespace {

// Step 9: what becomes of money once it is taken.
constexpr std::string_view kStatements[] = {
    // When somebody confirmed that it has arrived; 0: nobody has.
    R"sql(ALTER TABLE orders ADD COLUMN delivered_us BIGINT NOT NULL DEFAULT 0
        CHECK (delivered_us = 0 OR (delivered_us > 0 AND paid_us > 0)))sql",
};

}  // namespace

std::span<const std::string_view> settled_money() { return kStatements; }

}  // namespace vitrine::store::schema
