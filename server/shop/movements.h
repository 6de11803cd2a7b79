// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "server/domain/result.h"
#include "server/store/session.h"
#include "vitrine/v1/stock.pb.h"

// The journal of what came and went, as it is read; stock.h writes it.
namespace vitrine::shop::movements {

// Newest first, at most 500. invalid_argument.
Result<v1::ListMovementsResponse> list(store::Session&, const v1::ListMovementsRequest&);

}  // namespace vitrine::shop::movements
