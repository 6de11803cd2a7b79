// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <string>

#include "server/domain/clock.h"
#include "server/mail/letter.h"

namespace vitrine::mail {

struct SmtpTerms {
    // smtp://[user:password@]host[:port] or smtps://…; smtp:// must turn to TLS (STARTTLS, RFC 3207), or
    // nothing is sent; on this machine only when a ca_file is given.
    std::string url;
    std::string ca_file;  // whom to trust; empty: whom the system trusts
    Sender from;
};

// Hands letters to a mail server, over one connection as long as it stays. Neither the password nor what
// letters say reaches the log. One thread at a time.
class Smtp {
  public:
    // Throws std::runtime_error with a sentence for the operator.
    explicit Smtp(SmtpTerms);
    ~Smtp();

    // Blocks up to the deadline. unavailable: it may be tried again; invalid_argument: never (a 5xx of the
    // recipient, an address that cannot be one).
    Result<Done> send(const Letter&, const std::string& id, Instant now, int64_t deadline_ms);

  private:
    const SmtpTerms terms_;
    const bool on_this_machine_;
    void* curl_;
};

}  // namespace vitrine::mail
