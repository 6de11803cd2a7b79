// SPDX-License-Identifier: GPL-3.0-or-later
#include "server/store/message_text.h"

#include <sodium.h>

#include <array>
#include <stdexcept>

#include "server/domain/check.h"

namespace vitrine::store {
namespace {

constexpr int kVariant = sodium_base64_VARIANT_URLSAFE_NO_PADDING;

}  // namespace

std::string to_text(std::string_view bytes) {
    std::string text(sodium_base64_ENCODED_LEN(bytes.size(), kVariant), '\0');
    sodium_bin2base64(text.data(), text.size(), reinterpret_cast<const unsigned char*>(bytes.data()),
                      bytes.size(), kVariant);
    text.pop_back();  // the terminating zero
    return text;
}

std::string from_text(std::string_view text) {
    std::string bytes(text.size() / 4 * 3 + 3, '\0');
    size_t length = 0;
    if (sodium_base642bin(reinterpret_cast<unsigned char*>(bytes.data()), bytes.size(), text.data(),
                          text.size(), nullptr, &length, nullptr, kVariant) != 0) {
        throw std::runtime_error("the database holds a message that is not base64");
    }
    bytes.resize(length);
    return bytes;
}

std::string hash_text(std::string_view bytes) {
    std::array<unsigned char, 32> hash;
    VITRINE_CHECK(crypto_generichash(hash.data(), hash.size(),
                                     reinterpret_cast<const unsigned char*>(bytes.data()), bytes.size(),
                                     nullptr, 0) == 0);
    return to_text({reinterpret_cast<const char*>(hash.data()), hash.size()});
}

}  // namespace vitrine::store
