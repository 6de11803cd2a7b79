// SPDX-License-Identifier: GPL-3.0-or-later
#include "server/store/postgresql_address.h"

#include <libpq-fe.h>

#include <map>
#include <memory>
#include <stdexcept>

namespace vitrine::store {
namespace {

// PostgreSQL 15, §34.1.2. A server that has vanished is noticed within half a minute.
const std::map<std::string, std::string> kUnlessSaid = {
    {"connect_timeout", "5"},        {"keepalives_idle", "10"},     {"keepalives_interval", "5"},
    {"keepalives_count", "3"},       {"tcp_user_timeout", "15000"}, {"client_encoding", "UTF8"},
    {"application_name", "Vitrine"},
};

std::string quoted(const std::string& value) {
    std::string text = "'";
    for (const char c : value) {
        if (c == '\'' || c == '\\') text.push_back('\\');
        text.push_back(c);
    }
    return text + "'";
}

}  // namespace

std::string complete_postgresql_address(const std::string& url) {
    const std::unique_ptr<PQconninfoOption, decltype(&PQconninfoFree)> parsed(
        PQconninfoParse(url.c_str(), nullptr), PQconninfoFree);
    if (!parsed)
        throw std::runtime_error(
            "The database address is not understood. Give it as postgresql://user@host/database.");
    std::map<std::string, std::string> all = kUnlessSaid;
    for (const PQconninfoOption* option = parsed.get(); option->keyword; ++option) {
        if (option->val) all[option->keyword] = option->val;
    }
    std::string text;
    for (const auto& [name, value] : all) text += name + "=" + quoted(value) + " ";
    return text;
}

}  // namespace vitrine::store
