// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <string>
#include <string_view>

#include "server/web/http.h"

namespace vitrine::web {

// RFC 1952. level: 1 (quick) … 9 (small).
std::string gzip(std::string_view plain, int level);

// Whether Accept-Encoding (RFC 9110 §12.5.3) lists gzip without q=0.
bool accepts_gzip(const Request&);

// Packs the body of a textual answer where the client takes it and it pays.
void gzip_if_accepted(const Request&, Response&);

}  // namespace vitrine::web
