// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "server/domain/result.h"

// What calls about shows are refused with in more than one place.
namespace vitrine::show {

inline Error not_found() { return {Code::not_found, "There is no such show. Check the address."}; }
inline Error creators_only() {
    return {Code::permission_denied, "Only a creator may do this. Sign in as one."};
}

}  // namespace vitrine::show
