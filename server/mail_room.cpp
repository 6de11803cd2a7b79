// SPDX-License-Identifier: GPL-3.0-or-later
#include "server/mail_room.h"

#include <stdexcept>

#include "server/identity/sign_in_codes.h"
#include "server/shop/letters.h"

namespace vitrine::server {

std::unique_ptr<mail::Smtp> open_smtp(const Settings& settings) {
    if (settings.smtp_url.empty()) return nullptr;
    Result<mail::Sender> sender = mail::parse_sender(settings.mail_from);
    if (!sender.ok())
        throw std::runtime_error(sender.error().message +
                                 " Set it with --mail-from, or leave --smtp-url out.");
    return std::make_unique<mail::Smtp>(mail::SmtpTerms{settings.smtp_url, settings.smtp_ca_file, *sender});
}

mail::Wordings wordings(const std::string& page_url) {
    namespace letters = shop::letters;
    using Word = letters::Words (*)(store::Unit&, const std::string&, const std::string&);
    const auto about_order = [&](Word word) {
        return
            [word, page_url](store::Unit& unit, const std::string& id) { return word(unit, id, page_url); };
    };
    return {{identity::sign_in_codes::kLetter, identity::sign_in_codes::word},
            {letters::kReceipt, about_order(letters::receipt)},
            {letters::kCancellation, about_order(letters::cancellation)},
            {letters::kRefund, about_order(letters::refund)}};
}

}  // namespace vitrine::server
