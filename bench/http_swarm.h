// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstdint>
#include <functional>
#include <string>
#include <string_view>
#include <vector>

namespace vitrine::bench {

struct HttpAnswer {
    size_t request;  // its number
    int status;
    std::string_view body;
    double ms;  // from the moment it should have been sent
};

// Many keep-alive connections to one server on this machine, on the caller's thread. One request at a time on
// each, as browsers do.
class HttpSwarm {
  public:
    HttpSwarm(uint16_t port, int connections);
    ~HttpSwarm();
    HttpSwarm(const HttpSwarm&) = delete;
    HttpSwarm& operator=(const HttpSwarm&) = delete;

    // Sends so many requests and waits for all answers. per_s: at that steady pace, whatever the answers do
    // (a request that finds no free connection waits, and its time counts); 0: each connection as fast as it
    // is answered. Answers the seconds from the first request to the last answer.
    double run(size_t requests, double per_s, const std::function<std::string(size_t)>& write,
               const std::function<void(const HttpAnswer&)>& on_answer);

  private:
    struct Connection {
        int socket = -1;
        size_t request = 0;
        int64_t due_ns = 0;
        std::string in, out;
    };

    void send(Connection&);
    // The whole answer has come: its length; else 0.
    static size_t whole(const std::string& in, int& status, std::string_view& body);

    int epoll_ = -1;
    std::vector<Connection> connections_;
    std::vector<Connection*> free_;
};

// "POST path" with a JSON body and, if there is one, a bearer token.
std::string post(const std::string& path, const std::string& token, const std::string& json);

}  // namespace vitrine::bench
