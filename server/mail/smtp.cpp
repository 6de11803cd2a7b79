// SPDX-License-Identifier: GPL-3.0-or-later
#include "server/mail/smtp.h"

#include <curl/curl.h>

#include <algorithm>
#include <cstring>
#include <memory>
#include <stdexcept>

#include "server/domain/check.h"

namespace vitrine::mail {
namespace {

// curl_global_init is not thread-safe; the first one is made before there are threads that could race.
struct Library {
    Library() { VITRINE_CHECK(curl_global_init(CURL_GLOBAL_DEFAULT) == 0); }
    ~Library() { curl_global_cleanup(); }
};

using Url = std::unique_ptr<CURLU, decltype(&curl_url_cleanup)>;

std::string part_of(const Url& url, CURLUPart part) {
    char* text = nullptr;
    if (curl_url_get(url.get(), part, &text, 0) != CURLUE_OK) return "";
    const std::string copy(text);
    curl_free(text);
    return copy;
}

// Whether the mail server is on this machine. Throws for what is no mail server's address.
bool is_here(const std::string& address) {
    static const Library library;
    const Url url(curl_url(), curl_url_cleanup);
    const bool read =
        url && curl_url_set(url.get(), CURLUPART_URL, address.c_str(), CURLU_NON_SUPPORT_SCHEME) == CURLUE_OK;
    const std::string scheme = read ? part_of(url, CURLUPART_SCHEME) : "";
    if (scheme != "smtp" && scheme != "smtps") {
        throw std::runtime_error(
            "The mail server's address is not understood. It looks like "
            "smtps://user:password@mail.example.org or smtp://mail.example.org:587.");
    }
    const std::string host = part_of(url, CURLUPART_HOST);
    return host == "localhost" || host == "127.0.0.1" || host == "[::1]";
}

struct Reader {
    const std::string& text;
    size_t at = 0;

    static size_t read(char* into, size_t size, size_t count, void* self) {
        Reader& reader = *static_cast<Reader*>(self);
        const size_t some = std::min(size * count, reader.text.size() - reader.at);
        std::memcpy(into, reader.text.data() + reader.at, some);
        reader.at += some;
        return some;
    }
};

template <class Value>
void set(CURL* curl, CURLoption option, Value value) {
    VITRINE_CHECK(curl_easy_setopt(curl, option, value) == CURLE_OK);
}

// What the server said decides; of a line that broke nothing is known.
Result<Done> outcome_of(CURL* curl, CURLcode code) {
    if (code == CURLE_OK) return Done{};
    long reply = 0;
    curl_easy_getinfo(curl, CURLINFO_RESPONSE_CODE, &reply);
    const std::string what =
        std::string(curl_easy_strerror(code)) + (reply ? " (" + std::to_string(reply) + ")" : "");
    // 530, 534, 535, 538: ours to mend (sign-in, TLS), not the letter's fault.
    const bool ours = reply == 530 || reply == 534 || reply == 535 || reply == 538;
    const bool for_good = reply >= 500 && reply < 600 && !ours && code != CURLE_LOGIN_DENIED;
    return Error{for_good ? Code::invalid_argument : Code::unavailable, "The mail server: " + what + "."};
}

}  // namespace

Smtp::Smtp(SmtpTerms terms)
    : terms_(std::move(terms)), on_this_machine_(is_here(terms_.url)), curl_(curl_easy_init()) {
    VITRINE_CHECK(curl_ != nullptr);
}

Smtp::~Smtp() { curl_easy_cleanup(curl_); }

Result<Done> Smtp::send(const Letter& letter, const std::string& id, Instant now, int64_t deadline_ms) {
    const Result<std::string> text = in_transit(letter, terms_.from, now, id);
    if (!text.ok()) return text.error();
    CURL* const curl = curl_;
    curl_easy_reset(curl);  // but its connection stays
    const std::unique_ptr<curl_slist, decltype(&curl_slist_free_all)> to(
        curl_slist_append(nullptr, ("<" + letter.to + ">").c_str()), curl_slist_free_all);
    const std::string from = "<" + terms_.from.address + ">";
    Reader reader{*text};
    set(curl, CURLOPT_NOSIGNAL, 1L);
    set(curl, CURLOPT_URL, terms_.url.c_str());
    set(curl, CURLOPT_PROTOCOLS_STR, "smtp,smtps");
    const bool in_the_clear = on_this_machine_ && terms_.ca_file.empty();
    set(curl, CURLOPT_USE_SSL, static_cast<long>(in_the_clear ? CURLUSESSL_NONE : CURLUSESSL_ALL));
    if (!terms_.ca_file.empty()) set(curl, CURLOPT_CAINFO, terms_.ca_file.c_str());
    set(curl, CURLOPT_MAIL_FROM, from.c_str());
    set(curl, CURLOPT_MAIL_RCPT, to.get());
    set(curl, CURLOPT_UPLOAD, 1L);
    set(curl, CURLOPT_READFUNCTION, &Reader::read);
    set(curl, CURLOPT_READDATA, &reader);
    set(curl, CURLOPT_TIMEOUT_MS, static_cast<long>(deadline_ms));
    set(curl, CURLOPT_CONNECTTIMEOUT_MS, static_cast<long>(deadline_ms / 2 + 1));
    if (on_this_machine_) set(curl, CURLOPT_PROXY, "");
    return outcome_of(curl, curl_easy_perform(curl));
}

}  // namespace vitrine::mail
