// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <string>
#include <string_view>

namespace vitrine::show {

// The part of a title that can stand in an address: ASCII letters, digits and single hyphens, at most 60 of
// them. Other writing is put into Latin letters first ("Größe" → "grosse", "東京" → "dong-jing"). "show" when
// nothing is left. Pure.
std::string slug_from_title(std::string_view title);

// Whether slug can stand in an address as it is. A UUID cannot: it would be taken for a show's id.
bool is_slug(std::string_view slug);

}  // namespace vitrine::show
