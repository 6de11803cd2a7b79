// SPDX-License-Identifier: GPL-3.0-or-later
#include "server/show/slug.h"

#include <unicode/translit.h>

#include <memory>

#include "server/domain/id.h"

namespace vitrine::show {
namespace {

constexpr size_t kMost = 60;

bool plain(char c) { return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9'); }

std::string in_latin(std::string_view title) {
    auto text =
        icu::UnicodeString::fromUTF8(icu::StringPiece(title.data(), static_cast<int32_t>(title.size())));
    UErrorCode status = U_ZERO_ERROR;
    // German first: ä is ae there and Latin-ASCII would say a. A transliterator is not shared between
    // threads.
    const std::unique_ptr<icu::Transliterator> fold(icu::Transliterator::createInstance(
        "de-ASCII; Any-Latin; Latin-ASCII; Lower", UTRANS_FORWARD, status));
    if (U_SUCCESS(status)) fold->transliterate(text);
    std::string latin;
    text.toUTF8String(latin);
    return latin;
}

}  // namespace

std::string slug_from_title(std::string_view title) {
    std::string slug;
    bool gap = false;
    for (const char c : in_latin(title)) {
        if (c == '\'') continue;  // "creator's" is one word
        if (!plain(c)) {
            gap = !slug.empty();
            continue;
        }
        if (slug.size() + (gap ? 2 : 1) > kMost) break;
        if (gap) slug.push_back('-');
        gap = false;
        slug.push_back(c);
    }
    return is_slug(slug) ? slug : "show";
}

bool is_slug(std::string_view slug) {
    if (slug.empty() || slug.size() > kMost || !plain(slug.front()) || !plain(slug.back())) return false;
    for (size_t i = 0; i < slug.size(); ++i) {
        if (!plain(slug[i]) && !(slug[i] == '-' && slug[i - 1] != '-')) return false;
    }
    return !is_id(slug);
}

}  // namespace vitrine::show
