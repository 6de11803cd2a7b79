// SPDX-License-Identifier: GPL-3.0-or-later
#include "server/web/http_connection.h"

#include <algorithm>
#include <boost/asio/buffer.hpp>
#include <boost/beast/http/error.hpp>
#include <boost/beast/http/parser.hpp>
#include <boost/beast/http/status.hpp>
#include <boost/beast/http/string_body.hpp>
#include <cctype>
#include <ctime>

#include "server/web/problem.h"
#include "server/web/target.h"

namespace vitrine::web {

namespace http = boost::beast::http;
using boost::system::error_code;

struct HttpConnection::Parser : http::request_parser<http::string_body> {};

HttpConnection::HttpConnection(Loop& loop, const Router& router, const HttpTerms& terms, Meters& meters,
                               std::shared_ptr<Wire> wire)
    : Ticked(loop), loop_(loop), router_(router), terms_(terms), meters_(meters), wire_(std::move(wire)) {}

HttpConnection::~HttpConnection() = default;

void HttpConnection::start() {
    const auto self = shared_from_this();
    wire_->own({[self](std::string_view bytes) { self->take(bytes); }, [self] { self->on_drained(); },
                [self] { self->phase_ = Phase::ended; }});
    enter(Phase::idle, terms_.header_s);  // the first request is not waited for as long as later ones
    wire_->read(true);
}

void HttpConnection::enter(Phase phase, int64_t seconds) {
    phase_ = phase;
    deadline_us_ = loop_.clock().steady_us() + seconds * 1'000'000;
}

void HttpConnection::tick(int64_t steady_us) {
    if (steady_us < deadline_us_ || phase_ == Phase::ended || phase_ == Phase::writing) return;
    const auto self = shared_from_this();
    if (phase_ == Phase::answering) {
        ++request_number_;
        keep_alive_ = false;
        answer(refuse({Code::unavailable, "The answer took too long. Please try again.", 1000}));
    } else if (phase_ == Phase::idle) {
        phase_ = Phase::ended;
        wire_->finish();
    } else {
        give_up(408, {Code::expired, "The request did not arrive in time."});
    }
}

void HttpConnection::take(std::string_view bytes) {
    in_.append(bytes);
    advance();
}

void HttpConnection::advance() {
    if (phase_ == Phase::answering || phase_ == Phase::writing || phase_ == Phase::ended || in_.empty())
        return;
    if (!parser_) {
        // RFC 9112 §2.2: empty lines before a request are passed over.
        in_.erase(0, std::min(in_.find_first_not_of("\r\n"), in_.size()));
        if (in_.empty()) return;
        // What cannot become a method (RFC 9110 §9.1) is not HTTP: say so at once instead of waiting for a
        // line's end.
        if (!std::isupper(static_cast<unsigned char>(in_.front()))) {
            return give_up(400,
                           {Code::invalid_argument, "This port speaks HTTP/1.1; that was something else."});
        }
        parser_ = std::make_unique<Parser>();
        parser_->header_limit(terms_.most_header_bytes);
        parser_->body_limit(terms_.most_body_bytes);
        parser_->eager(true);
        continued_ = false;
        enter(Phase::header, terms_.header_s);
    }
    error_code error;
    const size_t used = parser_->put(boost::asio::buffer(in_), error);
    in_.erase(0, used);
    if (error && error != http::error::need_more) {
        if (error == http::error::header_limit) {
            return give_up(431, {Code::too_large, "The request's header is too large."});
        }
        if (error == http::error::body_limit) {
            return give_up(413, {Code::too_large, "The request is too large."});
        }
        return give_up(400, {Code::invalid_argument, "The request is not valid HTTP/1.1."});
    }
    if (parser_->is_done()) return dispatch();
    begin_body_if_due();
}

void HttpConnection::begin_body_if_due() {
    if (phase_ != Phase::header || !parser_->is_header_done()) return;
    enter(Phase::body, terms_.body_s);
    const auto& expect = parser_->get()[http::field::expect];
    if (!continued_ && boost::beast::iequals(expect, "100-continue")) {
        continued_ = true;
        wire_->send(std::make_shared<const std::string>("HTTP/1.1 100 Continue\r\n\r\n"), Worth::state);
    }
}

std::optional<Error> HttpConnection::read_request(Request& request) {
    auto& message = parser_->get();
    // RFC 9112 §6.1: both are the mark of a smuggled request. §3.2: Host exactly once.
    if (message.count(http::field::content_length) > 0 && message.count(http::field::transfer_encoding) > 0) {
        return Error{Code::invalid_argument, "Content-Length and Transfer-Encoding exclude each other."};
    }
    if (message.version() == 11 && message.count(http::field::host) != 1) {
        return Error{Code::invalid_argument, "The request needs one Host header."};
    }
    auto target = parse_target({message.target().data(), message.target().size()});
    if (!target) return Error{Code::invalid_argument, "The request's address is malformed."};
    request.method = std::string(message.method_string());
    request.version = message.version();
    request.path = std::move(target->path);
    request.query = std::move(target->query);
    for (const auto& field : message) {
        std::string name(field.name_string());
        for (char& c : name) c = static_cast<char>(std::tolower(static_cast<unsigned char>(c)));
        std::string& value = request.headers[name];
        if (!value.empty()) value += ", ";  // RFC 9110 §5.3
        value += std::string(field.value());
    }
    request.body = std::move(message.body());
    request.peer = wire_->peer();
    if (const std::string& by = request.header("x-forwarded-for"); terms_.trust_forwarded && !by.empty()) {
        const size_t last = by.find_last_of(", ");
        request.peer = last == std::string::npos ? by : by.substr(last + 1);
    }
    return std::nullopt;
}

void HttpConnection::dispatch() {
    keep_alive_ = parser_->keep_alive();
    head_only_ = parser_->get().method() == http::verb::head;
    Request request;
    if (const auto malformed = read_request(request)) return give_up(400, *malformed);
    parser_.reset();
    wire_->read(false);
    enter(Phase::answering, terms_.answer_s);
    const uint64_t number = ++request_number_;

    Router::Found found = router_.find(request.method, request.path);
    if (found.stream) {
        phase_ = Phase::ended;
        ++meters_.responses[1];
        const auto keep = shared_from_this();
        auto wire = wire_;
        (*found.stream)(std::move(request), std::move(found.parts), std::move(wire), std::move(in_));
        return;
    }
    if (!found.handler) {
        if (found.allow.empty())
            return answer(refuse({Code::not_found, "There is nothing at this address."}));
        Response response =
            refuse_with(405, {Code::invalid_argument, "This address takes " + found.allow + " only."});
        response.headers.emplace_back("Allow", found.allow);
        return answer(response);
    }
    const auto respond = [loop = &loop_, weak = weak_from_this(), number](Response response) {
        loop->post([weak, number, response = std::move(response)] {
            const auto self = weak.lock();
            if (self && self->phase_ == Phase::answering && self->request_number_ == number)
                self->answer(response);
        });
    };
    try {
        (*found.handler)(request, found.parts, respond);
    } catch (const std::exception&) {
        ++request_number_;
        answer(refuse({Code::internal, "Something went wrong on the server. Please try again."}));
    }
}

void HttpConnection::answer(const Response& response) {
    ++meters_.responses[std::clamp(response.status / 100, 0, 5)];
    phase_ = Phase::writing;
    // One gathered write: the pieces are queued behind the head before the first byte leaves.
    const bool bodyless = head_only_ || response.status == 204 || response.status == 304;
    wire_->cork();
    wire_->send(std::make_shared<const std::string>(head_of(response, keep_alive_)), Worth::state);
    if (!bodyless) {
        for (const auto& piece : response.body) wire_->send(piece, Worth::state);
    }
    wire_->uncork();
    if (!keep_alive_) {
        phase_ = Phase::ended;
        wire_->finish();
    }
}

void HttpConnection::on_drained() {
    if (phase_ != Phase::writing) return;
    enter(Phase::idle, terms_.idle_s);
    wire_->read(true);
    advance();
}

void HttpConnection::give_up(int status, const Error& error) {
    keep_alive_ = false;
    answer(refuse_with(status, error));
    in_.clear();
}

std::string HttpConnection::head_of(const Response& response, bool keep_alive) const {
    std::string head = "HTTP/1.1 " + std::to_string(response.status) + " ";
    head += std::string(http::obsolete_reason(static_cast<http::status>(response.status)));
    char date[40];
    const std::time_t now = loop_.clock().now().us / 1'000'000;
    std::tm utc{};
    gmtime_r(&now, &utc);
    std::strftime(date, sizeof date, "%a, %d %b %Y %H:%M:%S GMT", &utc);
    head += std::string("\r\nDate: ") + date + "\r\nX-Content-Type-Options: nosniff\r\n";
    for (const auto& [name, value] : response.headers) head += name + ": " + value + "\r\n";
    if (response.status != 204 && response.status != 304) {
        head += "Content-Length: " + std::to_string(response.body_bytes()) + "\r\n";
    }
    head += keep_alive ? "Connection: keep-alive\r\n\r\n" : "Connection: close\r\n\r\n";
    return head;
}

}  // namespace vitrine::web
