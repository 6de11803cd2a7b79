// SPDX-License-Identifier: GPL-3.0-or-later
#include "commerce-client/channel.h"

#include <grpcpp/grpcpp.h>

namespace vitrine::commerce {

std::shared_ptr<grpc::Channel> channel_to(const QString& server) {
    grpc::ChannelArguments arguments;
    arguments.SetInt(GRPC_ARG_INITIAL_RECONNECT_BACKOFF_MS, 200);
    arguments.SetInt(GRPC_ARG_MIN_RECONNECT_BACKOFF_MS, 200);
    arguments.SetInt(GRPC_ARG_MAX_RECONNECT_BACKOFF_MS, 2'000);
    // A line that died without a word is noticed by these pings; the 2 s pulse keeps the server from counting
    // them.
    arguments.SetInt(GRPC_ARG_KEEPALIVE_TIME_MS, 10'000);
    arguments.SetInt(GRPC_ARG_KEEPALIVE_TIMEOUT_MS, 5'000);
    arguments.SetMaxReceiveMessageSize(16 * 1024 * 1024);
    // No HTTP proxy of the environment stands between the studio and its server.
    arguments.SetInt(GRPC_ARG_ENABLE_HTTP_PROXY, 0);
    // Each opening gets sockets of its own: a new server on an old port is not taken for the old one.
    arguments.SetInt(GRPC_ARG_USE_LOCAL_SUBCHANNEL_POOL, 1);
    const QString tls = QStringLiteral("https://");
    if (server.startsWith(tls)) {
        return grpc::CreateCustomChannel(server.mid(tls.size()).toStdString(),
                                         grpc::SslCredentials(grpc::SslCredentialsOptions()), arguments);
    }
    return grpc::CreateCustomChannel(server.toStdString(), grpc::InsecureChannelCredentials(), arguments);
}

}  // namespace vitrine::commerce
