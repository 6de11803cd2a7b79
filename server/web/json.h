// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <google/protobuf/message.h>

#include <string>
#include <string_view>

#include "server/domain/result.h"

namespace vitrine::web {

// Messages of the contract in the proto3 JSON mapping (protobuf.dev/programming-guides/json): lowerCamelCase
// names, 64-bit integers as strings, enums by name, fields at their default left out.
std::string to_json(const google::protobuf::Message&);

// invalid_argument for what is not JSON, not UTF-8, or has a field or enum value the message does not know: a
// typing error must not pass for a default. Empty text is an empty message.
Result<Done> from_json(std::string_view text, google::protobuf::Message& message);

}  // namespace vitrine::web
