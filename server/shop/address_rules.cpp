// SPDX-License-Identifier: GPL-3.0-or-later
#include "server/shop/address_rules.h"

#include <algorithm>
#include <string>

#include "server/domain/text.h"

namespace vitrine::shop {
namespace {

constexpr size_t kLongest = 100;

bool only_spaces(const std::string& text) { return text.find_first_not_of(' ') == std::string::npos; }

// Empty stays empty where nothing is needed.
Result<Done> tidy(std::string& field, const char* what, bool needed) {
    if (!needed && only_spaces(field)) {
        field.clear();
        return Done{};
    }
    Result<std::string> tidied = one_line(field, kLongest, what);
    if (!tidied.ok()) return tidied.error();
    field = std::move(*tidied);
    return Done{};
}

bool is_phone(const std::string& phone) {
    return phone.size() <= 32 && std::all_of(phone.begin(), phone.end(), [](char c) {
               return (c >= '0' && c <= '9') || std::string_view("+ -()./").find(c) != std::string_view::npos;
           });
}

Result<Done> tidy_country(std::string& country) {
    for (char& c : country) c = c >= 'a' && c <= 'z' ? static_cast<char>(c - 'a' + 'A') : c;
    const bool letters =
        std::all_of(country.begin(), country.end(), [](char c) { return c >= 'A' && c <= 'Z'; });
    if (country.size() == 2 && letters) return Done{};
    return Error{Code::invalid_argument, "Choose the country: two letters, such as DE or FR."};
}

}  // namespace

Result<v1::Address> tidy_address(const v1::Address& typed) {
    v1::Address address = typed;
    struct Field {
        std::string* text;
        const char* what;
        bool needed;
    };
    for (const Field& field :
         {Field{address.mutable_name(), "The name", true}, Field{address.mutable_line1(), "The street", true},
          Field{address.mutable_line2(), "The second line", false},
          Field{address.mutable_postal_code(), "The postal code", false},
          Field{address.mutable_city(), "The city", true},
          Field{address.mutable_region(), "The region", false},
          Field{address.mutable_phone(), "The phone number", false}}) {
        if (auto tidied = tidy(*field.text, field.what, field.needed); !tidied.ok()) return tidied.error();
    }
    if (!is_phone(address.phone()))
        return Error{Code::invalid_argument,
                     "The phone number may hold digits, spaces and + - ( ) . / only."};
    if (auto country = tidy_country(*address.mutable_country()); !country.ok()) return country.error();
    return address;
}

}  // namespace vitrine::shop
