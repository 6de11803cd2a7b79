// SPDX-License-Identifier: GPL-3.0-or-later
#include "server/shop/product_search.h"

#include <algorithm>
#include <charconv>
#include <limits>
#include <optional>

#include "server/shop/input_rules.h"
#include "server/shop/products.h"

namespace vitrine::shop {
namespace {

constexpr int64_t kUsualPage = 50, kLargestPage = 200;
constexpr size_t kMostWords = 10, kMostQuery = 200;

// Where a page begins: in which half of the hits, and behind which product.
enum class Half : char { titles = 't', descriptions = 'd', all = 'a' };
struct Place {
    Half half = Half::all;
    int64_t behind = 0;
};

std::string token_of(const Place& place) {
    return std::string(1, static_cast<char>(place.half)) + std::to_string(place.behind);
}

std::optional<Place> place_of(const std::string& token, bool searching) {
    if (token.empty() && !searching) return Place{};
    if (token.empty()) return Place{Half::titles, std::numeric_limits<int64_t>::max()};
    Place place{static_cast<Half>(token[0]), 0};
    const auto [end, fault] = std::from_chars(token.data() + 1, token.data() + token.size(), place.behind);
    const bool of_search = place.half == Half::titles || place.half == Half::descriptions;
    if (fault != std::errc() || end != token.data() + token.size()) return std::nullopt;
    if (searching ? !of_search : place.half != Half::all) return std::nullopt;
    return place;
}

// Letters and digits; what is not ASCII belongs to a word, and the database takes it apart.
std::vector<std::string> words_of(const std::string& query) {
    std::vector<std::string> words(1);
    for (const char c : query) {
        const bool in_word = static_cast<unsigned char>(c) >= 0x80 || (c >= '0' && c <= '9') ||
                             (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
        if (in_word) {
            words.back().push_back(c);
        } else if (!words.back().empty()) {
            words.emplace_back();
        }
    }
    if (words.back().empty()) words.pop_back();
    if (words.size() > kMostWords) words.resize(kMostWords);
    return words;
}

// sqlite.org/fts5.html §3
std::string match_in_sqlite(const std::vector<std::string>& words, Half half) {
    std::string all;
    for (const std::string& word : words) all += (all.empty() ? "\"" : " AND \"") + word + "\"";
    all = "(" + all + "*)";
    const std::string titles = "{title articles} : " + all;
    return half == Half::titles ? titles : all + " NOT (" + titles + ")";
}

// PostgreSQL 15, §8.11.2; titles and articles have the weights A and B.
std::string match_in_postgresql(const std::vector<std::string>& words, const char* weights) {
    std::string all;
    for (const std::string& word : words) {
        const std::string marks = (&word == &words.back() ? "*" : "") + std::string(weights);
        all += (all.empty() ? "'" : " & '") + word + (marks.empty() ? "'" : "':" + marks);
    }
    return all;
}

// Numbers of products, newest first, behind a place in one half of the hits.
std::vector<int64_t> hits(store::Session& sql, const std::vector<std::string>& words, Place place,
                          int64_t archived, int64_t most) {
    std::vector<int64_t> numbers;
    int64_t number = 0;
    const auto keep = [&] { numbers.push_back(number); };
    if (sql.dialect() == store::DialectName::sqlite) {
        const std::string match = match_in_sqlite(words, place.half);
        sql.each(
            "SELECT w.rowid FROM product_words w JOIN product p ON p.number = w.rowid "
            "WHERE product_words MATCH :match AND w.rowid < :behind AND p.archived <= :archived "
            "ORDER BY w.rowid DESC LIMIT :most",
            keep, soci::into(number), soci::use(match), soci::use(place.behind), soci::use(archived),
            soci::use(most));
        return numbers;
    }
    const std::string titles = match_in_postgresql(words, "AB"), all = match_in_postgresql(words, "");
    const int64_t in_titles = place.half == Half::titles;
    sql.each(
        "SELECT w.number FROM product_words w JOIN product p ON p.number = w.number "
        "WHERE w.words @@ to_tsquery('simple', without_accents(:all_of_them)) "
        "AND (w.words @@ to_tsquery('simple', without_accents(:titles))) = (CAST(:in_titles AS BIGINT) = 1) "
        "AND w.number < :behind AND p.archived <= :archived ORDER BY w.number DESC LIMIT :most",
        keep, soci::into(number), soci::use(all), soci::use(titles), soci::use(in_titles),
        soci::use(place.behind), soci::use(archived), soci::use(most));
    return numbers;
}

v1::ListProductsResponse search(store::Session& sql, const std::vector<std::string>& words, Place place,
                                int64_t archived, int64_t page, const std::string& show_id) {
    v1::ListProductsResponse response;
    const auto take = [&] {
        const int64_t wanted = page - response.products_size();
        const std::vector<int64_t> found = hits(sql, words, place, archived, wanted + 1);
        for (size_t i = 0; i < found.size() && static_cast<int64_t>(i) < wanted; ++i) {
            place.behind = found[i];
            if (auto product = products::find_numbered(sql, found[i], show_id))
                *response.add_products() = std::move(*product);
        }
        return static_cast<int64_t>(found.size()) > wanted;
    };
    bool more = take();
    if (!more && place.half == Half::titles) {
        place = {Half::descriptions, std::numeric_limits<int64_t>::max()};
        more = take();
    }
    if (more) response.set_next_page_token(token_of(place));
    return response;
}

v1::ListProductsResponse list(store::Session& sql, Place place, bool with_archived, int64_t page,
                              const std::string& show_id) {
    v1::ListProductsResponse response;
    auto found = products::behind(sql, place.behind, with_archived, page + 1, show_id);
    const bool more = static_cast<int64_t>(found.size()) > page;
    if (more) found.pop_back();
    for (auto& [number, product] : found) {
        place.behind = number;
        *response.add_products() = std::move(product);
    }
    if (more) response.set_next_page_token(token_of(place));
    return response;
}

}  // namespace

Result<v1::ListProductsResponse> find_products(store::Session& sql, const v1::ListProductsRequest& request) {
    if (request.page_size() < 0)
        return Error{Code::invalid_argument, "The size of a page cannot be negative."};
    const bool blank = request.query().find_first_not_of(' ') == std::string::npos;
    if (auto good = check_text(blank ? "" : request.query(), "What you look for", 0, kMostQuery); !good.ok())
        return good.error();
    const int64_t page =
        request.page_size() == 0 ? kUsualPage : std::min<int64_t>(request.page_size(), kLargestPage);
    const std::optional<Place> place = place_of(request.page_token(), !request.query().empty());
    if (!place)
        return Error{Code::invalid_argument,
                     "This page belongs to another search. Begin with its first page."};
    if (request.query().empty()) return list(sql, *place, request.with_archived(), page, request.show_id());
    const std::vector<std::string> words = words_of(request.query());
    if (words.empty()) return v1::ListProductsResponse();
    return search(sql, words, *place, request.with_archived() ? 1 : 0, page, request.show_id());
}

}  // namespace vitrine::shop
