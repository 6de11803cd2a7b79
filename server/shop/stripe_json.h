// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <nlohmann/json.hpp>
#include <string>

// Reading what Stripe says without believing that it has the shape we expect.
namespace vitrine::shop::stripe {

// null when there is no such part.
const nlohmann::json& part(const nlohmann::json& object, const char* name);
// "" when there is no such text, or one with a zero byte, which a database may not take.
std::string text(const nlohmann::json& object, const char* name);

}  // namespace vitrine::shop::stripe
