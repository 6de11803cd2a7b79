// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <memory>
#include <string>

#include "server/mail/post_office.h"
#include "server/settings.h"

namespace vitrine::server {

// The mail server, or nothing when none is set. Throws std::runtime_error with a sentence for the operator:
// an address that is none, no sender.
std::unique_ptr<mail::Smtp> open_smtp(const Settings&);

// Who words which letter. page_url: where the links in them lead.
mail::Wordings wordings(const std::string& page_url);

}  // namespace vitrine::server
