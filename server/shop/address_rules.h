// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "server/domain/result.h"
#include "vitrine/v1/address.pb.h"

namespace vitrine::shop {

// An address as a buyer typed it, tidied: spaces around cut off, country in capitals. Name, first line, city
// and country are needed; no text is longer than 100 characters or holds control characters. Whether it
// exists is not known here. Pure; each Error says which field is wrong.
Result<v1::Address> tidy_address(const v1::Address&);

}  // namespace vitrine::shop
