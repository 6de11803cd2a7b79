// SPDX-License-Identifier: GPL-3.0-or-later
#include "server/store/schema/schema.h"

namespace vitrine::store::schema {

std::span<const std::string_view> shop() { return {}; }

}  // namespace vitrine::store::schema
