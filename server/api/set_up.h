// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "server/api/services.h"
#include "vitrine/v1/identity.pb.h"

namespace vitrine::api {

// The first start: when asked for the demo its products, then the accounts, then the show "Autumn table" with
// all products. The accounts decide whether the shop is set up: cut off before them, everything is done again
// and nothing is there twice.
void set_up_shop(const Services&, const v1::SetUpRequest&, Reply<v1::SetUpResponse>);

}  // namespace vitrine::api
