// SPDX-License-Identifier: GPL-3.0-or-later
#include "server/shop/stripe_json.h"

namespace vitrine::shop::stripe {

const nlohmann::json& part(const nlohmann::json& object, const char* name) {
    static const nlohmann::json nothing;
    if (!object.is_object()) return nothing;
    const auto found = object.find(name);
    return found == object.end() ? nothing : *found;
}

std::string text(const nlohmann::json& object, const char* name) {
    const nlohmann::json& value = part(object, name);
    if (!value.is_string()) return "";
    std::string said = value.get<std::string>();
    return said.find('\0') == std::string::npos ? said : "";
}

}  // namespace vitrine::shop::stripe
