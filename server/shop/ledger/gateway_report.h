// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "server/shop/ledger/reconciliation.h"

namespace vitrine::shop::ledger {

struct GatewayReport {
    std::vector<GatewayMovement> movements;
    std::vector<std::string> problems;  // lines that could not be read, in sentences
};

// Reads a gateway's report: CSV (RFC 4180) whose first line names the columns, in any order, others ignored.
//   act     capture, refund, refund_failed, chargeback, chargeback_won or payout; or Stripe's
//           reporting_category: charge, refund, refund_failure, dispute, dispute_reversal, payout
//   key     ours, or Stripe's payment_metadata[vitrine_payment] and refund_metadata[vitrine_refund]
//   amount_minor in minor units, or amount (Stripe: gross) as a decimal number; the sign does not count
//   currency     ISO 4217, in capitals or not
// invalid_argument when a column is missing.
Result<GatewayReport> read_report(std::string_view csv);

}  // namespace vitrine::shop::ledger
