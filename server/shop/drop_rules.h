// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "server/domain/clock.h"
#include "server/domain/result.h"
#include "vitrine/v1/drop.pb.h"

// How a drop is drawn. Pure: whoever has the seed and the entries finds the same winners
// (docs/protocols/drop.md).
namespace vitrine::shop {

// invalid_argument, too_large: 1…10,000 units, 5 s … an hour.
Result<Done> check_drop(int64_t quantity, int64_t window_s);

// Nobody enters before it opens or at its end: precondition. too_large when 100,000 have.
Result<Done> may_enter(const v1::Drop&, Instant now);

// SHA-256 of the 32 bytes of a seed; both in hex. std::invalid_argument for what is no seed.
std::string commitment_of(const std::string& seed);

// All entries in the order of the draw; the first ones win, as many as there are units. Each order of the
// entries is as likely as any other, and nobody knows it before the last one has entered.
std::vector<std::string> draw_order(const std::string& seed, std::vector<std::string> entries);

}  // namespace vitrine::shop
