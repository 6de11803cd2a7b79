// SPDX-License-Identifier: GPL-3.0-or-later
#include "server/identity/passwords.h"

#include <sodium.h>

#include <new>
#include <string_view>

namespace vitrine::identity {

std::string hash_password(const std::string& password) {
    char hash[crypto_pwhash_STRBYTES];
    if (crypto_pwhash_str_alg(hash, password.data(), password.size(), crypto_pwhash_OPSLIMIT_INTERACTIVE,
                              crypto_pwhash_MEMLIMIT_INTERACTIVE, crypto_pwhash_ALG_ARGON2ID13) != 0) {
        throw std::bad_alloc();
    }
    return hash;
}

bool password_fits(const std::string& hash, const std::string& password) {
    return crypto_pwhash_str_verify(hash.c_str(), password.data(), password.size()) == 0;
}

std::string make_password() {
    static constexpr std::string_view kConsonants = "bdfghklmnprstvwz";
    static constexpr std::string_view kVowels = "aeiou";
    const auto pick = [](std::string_view letters) {
        return letters[randombytes_uniform(static_cast<uint32_t>(letters.size()))];
    };
    std::string password;
    for (int group = 0; group < 4; ++group) {
        if (group > 0) password.push_back('-');
        for (int syllable = 0; syllable < 2; ++syllable) {
            password.push_back(pick(kConsonants));
            password.push_back(pick(kVowels));
        }
    }
    return password;
}

}  // namespace vitrine::identity
