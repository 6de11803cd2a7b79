// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QString>
#include <memory>

namespace grpc {
class Channel;
}

namespace vitrine::commerce {

// A line of its own to a server at "host:port", or behind TLS at "https://host:port". It connects by itself,
// and again and again.
std::shared_ptr<grpc::Channel> channel_to(const QString& server);

}  // namespace vitrine::commerce
