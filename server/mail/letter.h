// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <string>

#include "server/domain/clock.h"
#include "server/domain/result.h"

namespace vitrine::mail {

struct Letter {
    std::string to;       // an address without a name
    std::string subject;  // one line
    std::string text;     // what is read where HTML is not
    std::string html;
};

// "Shop <shop@example.org>" or an address alone.
struct Sender {
    std::string name;
    std::string address;
};
Result<Sender> parse_sender(const std::string& text);

// The letter as it goes over the line (RFC 5322, RFC 2045–2047): CRLF, only ASCII, no line over 78 octets,
// text and HTML as alternatives. Whatever stands in the parts, none of it becomes a header: names and subject
// are encoded words where they are not plain, and addresses with anything but visible ASCII are refused. id:
// without the brackets, unique. Pure.
Result<std::string> in_transit(const Letter&, const Sender&, Instant date, const std::string& id);

// Whether it can stand in a header and in SMTP's MAIL and RCPT as it is.
bool plain_address(const std::string& address);

}  // namespace vitrine::mail
