// SPDX-License-Identifier: GPL-3.0-or-later
#include "bench/http_swarm.h"

#include <arpa/inet.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <sys/epoll.h>
#include <sys/socket.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <cerrno>
#include <chrono>
#include <cstdlib>
#include <cstring>
#include <stdexcept>

namespace vitrine::bench {
namespace {

int64_t now_ns() {
    return std::chrono::duration_cast<std::chrono::nanoseconds>(
               std::chrono::steady_clock::now().time_since_epoch())
        .count();
}

[[noreturn]] void fail(const char* what) {
    throw std::runtime_error(std::string(what) + ": " + std::strerror(errno));
}

}  // namespace

HttpSwarm::HttpSwarm(uint16_t port, int connections) : connections_(static_cast<size_t>(connections)) {
    epoll_ = ::epoll_create1(EPOLL_CLOEXEC);
    sockaddr_in server{};
    server.sin_family = AF_INET;
    server.sin_port = htons(port);
    server.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    for (Connection& connection : connections_) {
        connection.socket = ::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
        if (::connect(connection.socket, reinterpret_cast<sockaddr*>(&server), sizeof server) != 0)
            fail("the server does not take all connections");
        const int yes = 1;
        ::setsockopt(connection.socket, IPPROTO_TCP, TCP_NODELAY, &yes, sizeof yes);
        epoll_event event{EPOLLIN, {.ptr = &connection}};
        ::epoll_ctl(epoll_, EPOLL_CTL_ADD, connection.socket, &event);
        free_.push_back(&connection);
    }
}

HttpSwarm::~HttpSwarm() {
    for (const Connection& connection : connections_) ::close(connection.socket);
    ::close(epoll_);
}

// Requests are small: a blocking send never waits in practice.
void HttpSwarm::send(Connection& connection) {
    if (::send(connection.socket, connection.out.data(), connection.out.size(), MSG_NOSIGNAL) !=
        static_cast<ssize_t>(connection.out.size()))
        fail("a request could not be sent");
}

double HttpSwarm::run(size_t requests, double per_s, const std::function<std::string(size_t)>& write,
                      const std::function<void(const HttpAnswer&)>& on_answer) {
    const int64_t began = now_ns();
    const auto due = [&](size_t request) {
        return per_s > 0 ? began + static_cast<int64_t>(static_cast<double>(request) * 1e9 / per_s)
                         : now_ns();
    };
    size_t sent = 0, answered = 0;
    std::array<epoll_event, 512> events;
    std::array<char, 16384> buffer;
    while (answered < requests) {
        while (sent < requests && !free_.empty() && due(sent) <= now_ns()) {
            Connection& connection = *free_.back();
            free_.pop_back();
            connection.request = sent;
            connection.due_ns = due(sent);
            connection.out = write(sent++);
            send(connection);
        }
        // A pace is kept by looking often, at most a millisecond late.
        const int wait_ms =
            sent < requests && !free_.empty() ? 0 : (per_s > 0 && sent < requests ? 1 : 10'000);
        const int ready = ::epoll_wait(epoll_, events.data(), static_cast<int>(events.size()), wait_ms);
        if (ready == 0 && wait_ms == 10'000) throw std::runtime_error("the server stopped answering");
        for (int i = 0; i < ready; ++i) {
            Connection& connection = *static_cast<Connection*>(events[static_cast<size_t>(i)].data.ptr);
            const ssize_t count = ::recv(connection.socket, buffer.data(), buffer.size(), 0);
            if (count <= 0) fail("the server closed a connection");
            connection.in.append(buffer.data(), static_cast<size_t>(count));
            int status = 0;
            std::string_view body;
            if (whole(connection.in, status, body) == 0) continue;
            on_answer(
                {connection.request, status, body, static_cast<double>(now_ns() - connection.due_ns) / 1e6});
            connection.in.clear();
            free_.push_back(&connection);
            ++answered;
        }
    }
    return static_cast<double>(now_ns() - began) / 1e9;
}

size_t HttpSwarm::whole(const std::string& in, int& status, std::string_view& body) {
    const size_t head = in.find("\r\n\r\n");
    if (head == std::string::npos) return 0;
    const size_t field = in.find("Content-Length: ");
    const size_t length = field < head ? std::strtoul(in.c_str() + field + 16, nullptr, 10) : 0;
    if (in.size() < head + 4 + length) return 0;
    status = std::atoi(in.c_str() + 9);
    body = std::string_view(in).substr(head + 4, length);
    return head + 4 + length;
}

std::string post(const std::string& path, const std::string& token, const std::string& json) {
    std::string text = "POST " + path + " HTTP/1.1\r\nHost: bench\r\nContent-Type: application/json\r\n";
    if (!token.empty()) text += "Authorization: Bearer " + token + "\r\n";
    return text + "Content-Length: " + std::to_string(json.size()) + "\r\n\r\n" + json;
}

}  // namespace vitrine::bench
