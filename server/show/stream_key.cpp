// SPDX-License-Identifier: GPL-3.0-or-later
#include "server/show/stream_key.h"

#include <sodium.h>

#include "server/store/message_text.h"

namespace vitrine::show {

std::string make_stream_key() {
    std::string bytes(32, '\0');
    randombytes_buf(bytes.data(), bytes.size());
    return store::to_text(bytes);
}

bool same_key(std::string_view a, std::string_view b) {
    return a.size() == b.size() && sodium_memcmp(a.data(), b.data(), a.size()) == 0;
}

}  // namespace vitrine::show
