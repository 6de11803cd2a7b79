// SPDX-License-Identifier: GPL-3.0-or-later
#include "server/web/json.h"

#include <google/protobuf/util/json_util.h>

#include "server/domain/check.h"
#include "server/web/utf8.h"

namespace vitrine::web {
namespace {

constexpr int kMostDepth = 20;  // the contract's deepest message nests 5

// The parser works by recursion; depth is judged before it begins.
bool too_deep(std::string_view text) {
    int depth = 0;
    bool quoted = false;
    for (size_t i = 0; i < text.size(); ++i) {
        const char c = text[i];
        if (quoted) {
            if (c == '\\') {
                ++i;
            } else if (c == '"') {
                quoted = false;
            }
        } else if (c == '"') {
            quoted = true;
        } else if (c == '{' || c == '[') {
            if (++depth > kMostDepth) return true;
        } else if (c == '}' || c == ']') {
            --depth;
        }
    }
    return false;
}

}  // namespace

std::string to_json(const google::protobuf::Message& message) {
    std::string text;
    const auto status = google::protobuf::util::MessageToJsonString(message, &text);
    VITRINE_CHECK(status.ok());
    return text;
}

Result<Done> from_json(std::string_view text, google::protobuf::Message& message) {
    if (text.empty()) return Done{};
    if (!valid_utf8(text)) return Error{Code::invalid_argument, "The request is not valid UTF-8."};
    if (too_deep(text)) return Error{Code::invalid_argument, "The request is nested too deeply."};
    const auto status = google::protobuf::util::JsonStringToMessage(
        {text.data(), text.size()}, &message, google::protobuf::util::JsonParseOptions());
    if (!status.ok()) {
        std::string why(status.message().data(), status.message().size());
        if (const size_t line = why.find('\n'); line != std::string::npos)
            why.resize(line);  // the rest repeats the input
        return Error{Code::invalid_argument,
                     "The request is not a " + message.GetDescriptor()->name() + " in JSON: " + why};
    }
    return Done{};
}

}  // namespace vitrine::web
