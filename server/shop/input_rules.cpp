// SPDX-License-Identifier: GPL-3.0-or-later
#include "server/shop/input_rules.h"

#include <algorithm>
#include <cstdint>
#include <optional>
#include <set>
#include <string_view>

#include "server/domain/money.h"
#include "server/domain/text.h"
#include "server/shop/price_rules.h"
#include "server/shop/stock_rules.h"

namespace vitrine::shop {
namespace {

bool is_digit(char c) { return c >= '0' && c <= '9'; }
bool is_alnum(char c) { return is_digit(c) || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z'); }

bool passes_luhn(const std::string& digits) {
    int sum = 0;
    for (size_t i = 0; i < digits.size(); ++i) {
        int digit = digits[digits.size() - 1 - i] - '0';
        if (i % 2 == 1) digit = digit * 2 > 9 ? digit * 2 - 9 : digit * 2;
        sum += digit;
    }
    return sum % 10 == 0;
}

bool is_card_number(const std::string& token) {
    std::string digits;
    for (const char c : token) {
        if (is_digit(c)) digits.push_back(c);
        if (!is_digit(c) && c != '-') return false;
    }
    return digits.size() >= 12 && digits.size() <= 19 && passes_luhn(digits);
}

bool is_host_label(std::string_view label) {
    return !label.empty() && label.size() <= 63 && label.front() != '-' && label.back() != '-' &&
           std::all_of(label.begin(), label.end(), [](char c) { return is_alnum(c) || c == '-'; });
}

bool is_email_domain(std::string_view domain) {
    size_t labels = 0;
    while (true) {
        const size_t dot = domain.find('.');
        if (!is_host_label(domain.substr(0, dot))) return false;
        ++labels;
        if (dot == std::string_view::npos) return labels >= 2;
        domain.remove_prefix(dot + 1);
    }
}

bool is_picture_path(const std::string& path) {
    constexpr std::string_view kRoot = "/pictures/";
    if (path.empty()) return true;
    if (path.size() > 255 || !path.starts_with(kRoot) || path.size() == kRoot.size()) return false;
    return path.find("..") == std::string::npos && path.find("//") == std::string::npos &&
           std::all_of(path.begin(), path.end(),
                       [](char c) { return is_alnum(c) || c == '/' || c == '.' || c == '-' || c == '_'; });
}

// Its own, and one at most in each other currency.
Result<Done> check_prices(const v1::Variant& variant) {
    std::set<std::string> currencies;
    for (int i = -1; i < variant.prices_size(); ++i) {
        const v1::Money& price = i < 0 ? variant.price() : variant.prices(i);
        if (auto currency = Currency::parse(price.currency()); !currency.ok()) return currency.error();
        if (auto good = check_price(price.minor()); !good.ok()) return good;
        if (!currencies.insert(price.currency()).second) {
            return Error{Code::invalid_argument,
                         "There are two prices in " + price.currency() + ". Keep one of them."};
        }
    }
    return Done{};
}

Result<Done> check_variant(const v1::Variant& variant, bool only_one) {
    if (auto name = check_text(variant.name(), "The variant's name", only_one ? 0 : 1, 60); !name.ok())
        return name;
    if (auto sku = check_text(variant.sku(), "The article number", 0, 64); !sku.ok()) return sku;
    if (auto prices = check_prices(variant); !prices.ok()) return prices;
    if (variant.limit_per_buyer() < 0 || variant.limit_per_buyer() > kMostUnits) {
        return Error{Code::invalid_argument,
                     "The most that one buyer may have must be a number from 1 on, or 0 for any."};
    }
    if (variant.id().empty() && (variant.available() < 0 || variant.available() > kMostUnits)) {
        return Error{Code::invalid_argument,
                     "The first stock must lie between 0 and " + std::to_string(kMostUnits) + "."};
    }
    return Done{};
}

}  // namespace

Result<Done> check_text(const std::string& text, const std::string& field, size_t least, size_t most,
                        bool lines) {
    const std::optional<size_t> length = code_points(text);
    if (!length) return Error{Code::invalid_argument, field + " is not valid UTF-8 text."};
    if (*length > most) {
        return Error{Code::too_large,
                     field + " is too long: at most " + std::to_string(most) + " characters."};
    }
    size_t shortest_line = least;
    for (std::string_view rest = text; true; shortest_line = 0) {
        const size_t end = lines ? rest.find('\n') : std::string_view::npos;
        const std::string_view line = rest.substr(0, end);
        if (!line.empty() || shortest_line > 0) {
            if (auto good = one_line(line, most, field); !good.ok()) return good.error();
        }
        if (end == std::string_view::npos) return Done{};
        rest.remove_prefix(end + 1);
    }
}

Result<Done> check_email(const std::string& email) {
    const size_t at = email.rfind('@');
    constexpr std::string_view kMarks = ".!#$%&'*+/=?^_`{|}~-";
    const bool good =
        at != std::string::npos && at >= 1 && at <= 64 && email.size() <= 254 &&
        std::all_of(email.begin(), email.begin() + static_cast<std::ptrdiff_t>(at),
                    [&](char c) { return is_alnum(c) || kMarks.find(c) != std::string_view::npos; }) &&
        email.front() != '.' && email[at - 1] != '.' && email.find("..") == std::string::npos &&
        is_email_domain(std::string_view(email).substr(at + 1));
    if (good) return Done{};
    return Error{Code::invalid_argument,
                 "This is not an e-mail address we can write to. Check it: name@example.org."};
}

Result<Done> check_payment_token(const std::string& token) {
    if (token.empty() || token.size() > 255 ||
        !std::all_of(token.begin(), token.end(), [](char c) { return c > ' ' && c < 0x7f; })) {
        return Error{Code::invalid_argument, "The card form gave no usable token. Fill in the card again."};
    }
    if (is_card_number(token)) {
        return Error{Code::invalid_argument,
                     "A card number must never be sent here, only the card form's token."};
    }
    return Done{};
}

Result<Done> check_product(const v1::Product& product) {
    if (auto title = check_text(product.title(), "The title", 1, 120); !title.ok()) return title;
    if (auto text = check_text(product.description(), "The description", 0, 4000, true); !text.ok())
        return text;
    if (!is_picture_path(product.picture())) {
        return Error{Code::invalid_argument,
                     "The picture must be a path on this server, such as /pictures/mug.svg."};
    }
    if (product.variants().empty())
        return Error{Code::invalid_argument, "A product needs at least one variant with a price."};
    if (product.variants_size() > 100)
        return Error{Code::too_large, "A product can have at most 100 variants."};
    std::set<std::string> names;
    for (const v1::Variant& variant : product.variants()) {
        if (auto good = check_variant(variant, product.variants_size() == 1); !good.ok()) return good;
        if (!names.insert(variant.name()).second) {
            return Error{Code::invalid_argument,
                         "Two variants are named “" + variant.name() + "”. Give each its own name."};
        }
        if (variant.price().currency() != product.variants(0).price().currency()) {
            return Error{Code::invalid_argument, "All variants of a product must be priced in one currency."};
        }
    }
    return Done{};
}

}  // namespace vitrine::shop
