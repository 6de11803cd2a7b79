// SPDX-License-Identifier: GPL-3.0-or-later
#include "server/web/websocket_handshake.h"

#include <algorithm>
#include <cctype>

#include "server/web/problem.h"
#include "server/web/websocket_frames.h"
#include "server/web/wire.h"

namespace vitrine::web {
namespace {

std::string lower(std::string text) {
    for (char& c : text) c = static_cast<char>(std::tolower(static_cast<unsigned char>(c)));
    return text;
}

// Whether a comma-separated header lists this token (RFC 9110 §5.6.1).
bool lists(const std::string& header, std::string_view token) {
    std::string_view rest = header;
    while (!rest.empty()) {
        const size_t comma = rest.find(',');
        std::string_view item = rest.substr(0, comma);
        rest = comma == std::string_view::npos ? std::string_view() : rest.substr(comma + 1);
        while (!item.empty() && (item.front() == ' ' || item.front() == '\t')) item.remove_prefix(1);
        while (!item.empty() && (item.back() == ' ' || item.back() == '\t')) item.remove_suffix(1);
        if (item == token) return true;
    }
    return false;
}

// 16 bytes in base64: 22 digits and "==".
bool is_key(const std::string& key) {
    return key.size() == 24 && key.ends_with("==") &&
           std::all_of(key.begin(), key.end() - 2,
                       [](unsigned char c) { return std::isalnum(c) || c == '+' || c == '/'; });
}

}  // namespace

void refuse_stream(Wire& wire, const Response& response) {
    std::string text =
        "HTTP/1.1 " + std::to_string(response.status) + " Refused\r\nX-Content-Type-Options: nosniff\r\n";
    for (const auto& [name, value] : response.headers) text += name + ": " + value + "\r\n";
    text += "Content-Length: " + std::to_string(response.body_bytes()) + "\r\nConnection: close\r\n\r\n";
    for (const auto& piece : response.body) text += *piece;
    wire.send(std::make_shared<const std::string>(std::move(text)), Worth::state);
    wire.finish();
}

bool shake_hands(const Request& request, Wire& wire) {
    if (!lists(lower(request.header("upgrade")), "websocket") ||
        !lists(lower(request.header("connection")), "upgrade")) {
        Response response = refuse_with(426, {Code::invalid_argument, "This address speaks WebSocket only."});
        response.headers.emplace_back("Upgrade", "websocket");
        refuse_stream(wire, response);
        return false;
    }
    if (request.header("sec-websocket-version") != "13") {
        Response response =
            refuse_with(426, {Code::invalid_argument, "This server speaks WebSocket version 13."});
        response.headers.emplace_back("Upgrade", "websocket");
        response.headers.emplace_back("Sec-WebSocket-Version", "13");
        refuse_stream(wire, response);
        return false;
    }
    const std::string& key = request.header("sec-websocket-key");
    if (request.version != 11 || !is_key(key)) {
        refuse_stream(wire, refuse({Code::invalid_argument, "The WebSocket handshake is malformed."}));
        return false;
    }
    wire.send(std::make_shared<const std::string>("HTTP/1.1 101 Switching Protocols\r\nUpgrade: websocket\r\n"
                                                  "Connection: Upgrade\r\nSec-WebSocket-Accept: " +
                                                  websocket_accept(key) + "\r\n\r\n"),
              Worth::state);
    return true;
}

}  // namespace vitrine::web
