// SPDX-License-Identifier: GPL-3.0-or-later
#include "server/identity/sign_in_codes.h"

#include <sodium.h>

#include <cstdio>

#include "server/domain/id.h"
#include "server/mail/outbox.h"
#include "server/store/message_text.h"

namespace vitrine::identity::sign_in_codes {
namespace {

constexpr int64_t kQuarter_s = 900, kDay_s = 24 * 3600;
constexpr int64_t kMostInQuarter = 3, kMostInDay = 10;
constexpr int64_t kMostTries = 5;
constexpr int64_t kMostWaiting = 1000;  // letters with codes; so many strangers do not ask at once

int64_t asked_since(store::Session& sql, const std::string& email, Instant since) {
    int64_t count = 0;
    sql.run("SELECT COUNT(*) FROM sign_in_code WHERE email = :email AND asked_us > :since", soci::into(count),
            soci::use(email), soci::use(since.us));
    return count;
}

// With the row's own id, so that two equal codes look different.
std::string hash_of(const std::string& id, const std::string& code) {
    return store::hash_text(id + "/" + code);
}

std::string make_code() {
    char text[9];
    std::snprintf(text, sizeof text, "%08u", randombytes_uniform(100'000'000));
    return text;
}

std::string digits_of(const std::string& typed) {
    std::string digits;
    for (const char c : typed) {
        if (c != ' ') digits.push_back(c);
    }
    return digits;
}

}  // namespace

std::optional<std::string> folded_email(const std::string& email) {
    std::string folded;
    for (const char c : email) folded.push_back(c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c);
    const size_t at = folded.find('@');
    if (!mail::plain_address(folded) || folded.find('.', at) == std::string::npos) return std::nullopt;
    return folded;
}

Result<Done> ask(store::Unit& unit, const std::string& email) {
    const Instant now = unit.now();
    const int64_t day_ago_us = now.plus_s(-kDay_s).us;
    unit.sql().run("DELETE FROM sign_in_code WHERE asked_us <= :before", soci::use(day_ago_us));
    if (asked_since(unit.sql(), email, now.plus_s(-kQuarter_s)) >= kMostInQuarter)
        return Error{
            Code::rate_limited,
            "Codes were sent to this address already. Look into your mail, or wait a quarter of an hour.",
            kQuarter_s * 1000};
    if (asked_since(unit.sql(), email, {day_ago_us}) >= kMostInDay)
        return Error{Code::rate_limited,
                     "Too many codes were sent to this address today. Try again tomorrow.", kDay_s * 1000};
    if (mail::outbox::waiting(unit.sql(), kLetter) >= kMostWaiting)
        return Error{Code::unavailable,
                     "So many codes wait to be sent that no more are taken. Try again in a minute.", 60'000};
    const std::string id = make_id(now);
    const int64_t expires_us = now.plus_s(kValid_s).us;
    unit.sql().run(
        "INSERT INTO sign_in_code (id, email, code_hash, tries, asked_us, expires_us) VALUES (:id, :email, "
        "'', 0, :now, "
        ":expires)",
        soci::use(id), soci::use(email), soci::use(now.us), soci::use(expires_us));
    mail::outbox::add(unit, kLetter, id, mail::outbox::Urgency::urgent);
    return Done{};
}

Result<std::optional<mail::Letter>> word(store::Unit& unit, const std::string& id) {
    std::string email;
    const int64_t asked_after_us = unit.now().plus_s(-kValid_s).us;
    if (!unit.sql().run("SELECT email FROM sign_in_code WHERE id = :id AND asked_us > :after",
                        soci::into(email), soci::use(id), soci::use(asked_after_us))) {
        return std::optional<mail::Letter>();
    }
    const std::string code = make_code(), hash = hash_of(id, code);
    const int64_t expires_us = unit.now().plus_s(kValid_s).us;
    unit.sql().run("UPDATE sign_in_code SET code_hash = :hash, expires_us = :expires WHERE id = :id",
                   soci::use(hash), soci::use(expires_us), soci::use(id));
    const std::string shown = code.substr(0, 4) + " " + code.substr(4);
    const std::string note =
        "It is good for ten minutes, and once. If you did not ask for it, somebody typed your address by "
        "mistake: "
        "nothing happens without the code.";
    return std::optional(mail::Letter{email, "Your code: " + shown,
                                      "Your code to sign in: " + shown + "\n\n" + note + "\n",
                                      "<!doctype html><html lang=\"en\"><body style=\"font:16px/1.5 "
                                      "sans-serif;color:#1d1720\"><p>Your code to sign "
                                      "in:</p><p style=\"font-size:28px;letter-spacing:2px\"><b>" +
                                          shown + "</b></p><p>" + note + "</p></body></html>"});
}

bool redeem(store::Unit& unit, const std::string& email, const std::string& typed) {
    const std::string code = digits_of(typed);
    const int64_t now_us = unit.now().us, most = kMostTries;
    bool good = false;
    std::string id, hash;
    unit.sql().each(
        "SELECT id, code_hash FROM sign_in_code WHERE email = :email AND code_hash <> '' AND expires_us > "
        ":now AND "
        "tries < :most",
        [&] { good = good || hash == hash_of(id, code); }, soci::into(id), soci::into(hash), soci::use(email),
        soci::use(now_us), soci::use(most));
    if (good) {
        // They still count when the next one is asked for.
        unit.sql().run("UPDATE sign_in_code SET code_hash = '', tries = :most WHERE email = :email",
                       soci::use(most), soci::use(email));
    } else {
        unit.sql().run("UPDATE sign_in_code SET tries = tries + 1 WHERE email = :email AND code_hash <> ''",
                       soci::use(email));
    }
    return good;
}

}  // namespace vitrine::identity::sign_in_codes
