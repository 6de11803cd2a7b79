// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <memory>
#include <optional>
#include <string>
#include <string_view>

#include "server/domain/result.h"
#include "server/web/http.h"
#include "server/web/http_terms.h"
#include "server/web/loop.h"
#include "server/web/wire.h"

namespace vitrine::web {

// One client's HTTP/1.1 conversation (RFC 9110, RFC 9112): one request at a time, answered in order, kept
// alive. What is malformed is answered with a Problem and ends the conversation. Lives on the loop; kept
// alive by its Wire.
class HttpConnection final : public std::enable_shared_from_this<HttpConnection>, private Ticked {
  public:
    HttpConnection(Loop&, const Router&, const HttpTerms&, Meters&, std::shared_ptr<Wire>);
    ~HttpConnection() override;
    void start();

  private:
    struct Parser;
    enum class Phase { idle, header, body, answering, writing, ended };

    void tick(int64_t steady_us) override;
    void enter(Phase, int64_t seconds);
    void take(std::string_view bytes);
    void advance();
    void begin_body_if_due();
    void dispatch();
    std::optional<Error> read_request(Request&);
    void on_drained();
    // Writes the answer to the present request; once per request.
    void answer(const Response&);
    void give_up(int status, const Error&);
    std::string head_of(const Response&, bool keep_alive) const;

    Loop& loop_;
    const Router& router_;
    const HttpTerms& terms_;
    Meters& meters_;
    std::shared_ptr<Wire> wire_;
    std::string in_;  // not parsed yet; bounded, since reading stops while a request is answered
    std::unique_ptr<Parser> parser_;
    Phase phase_ = Phase::idle;
    int64_t deadline_us_ = 0;
    uint64_t request_number_ = 0;  // a late answer to an earlier request is ignored
    bool head_only_ = false;
    bool keep_alive_ = true;
    bool continued_ = false;
};

}  // namespace vitrine::web
