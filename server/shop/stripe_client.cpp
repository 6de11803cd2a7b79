// SPDX-License-Identifier: GPL-3.0-or-later
#include "server/shop/stripe_client.h"

#include <curl/curl.h>
#include <spdlog/spdlog.h>

#include <stdexcept>

#include "server/domain/check.h"

namespace vitrine::shop::stripe {
namespace {

constexpr size_t kMostAnswerBytes = 1 << 20;
constexpr char kVersion[] = "2024-06-20";  // of the API: what it answers does not change under us

// curl_global_init is not thread-safe; the first client is made before there are threads that could race.
struct Library {
    Library() { VITRINE_CHECK(curl_global_init(CURL_GLOBAL_DEFAULT) == 0); }
    ~Library() { curl_global_cleanup(); }
};

bool on_this_machine(const std::string& url) {
    for (const char* host : {"http://127.0.0.1", "http://localhost", "http://[::1]"}) {
        const std::string begin = host;
        if (url.rfind(begin, 0) != 0) continue;
        const char after = url.size() > begin.size() ? url[begin.size()] : '/';
        if (after == ':' || after == '/') return true;
    }
    return false;
}

std::string escaped(const std::string& text) {
    std::string out;
    static constexpr char kHex[] = "0123456789ABCDEF";
    for (const char c : text) {
        const auto octet = static_cast<unsigned char>(c);
        const bool plain = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') ||
                           c == '-' || c == '_' || c == '.' || c == '~';
        if (plain) {
            out.push_back(c);
        } else {
            out += {'%', kHex[octet >> 4], kHex[octet & 15]};
        }
    }
    return out;
}

std::string encoded(const Form& form) {
    std::string out;
    for (const auto& [name, value] : form) {
        if (!out.empty()) out.push_back('&');
        out += escaped(name) + "=" + escaped(value);
    }
    return out;
}

}  // namespace

// One keep-alive connection, used by one thread at a time.
class Client::Connection {
  public:
    explicit Connection(const ClientTerms& terms) : curl_(curl_easy_init()) {
        VITRINE_CHECK(curl_ != nullptr);
        set(CURLOPT_NOSIGNAL, 1L);
        set(CURLOPT_FOLLOWLOCATION, 0L);
        set(CURLOPT_PROTOCOLS_STR, "http,https");
        set(CURLOPT_WRITEFUNCTION, &Connection::on_body);
        set(CURLOPT_WRITEDATA, this);
        set(CURLOPT_HEADERFUNCTION, &Connection::on_header);
        set(CURLOPT_HEADERDATA, this);
        if (on_this_machine(terms.url)) set(CURLOPT_PROXY, "");
    }
    ~Connection() {
        curl_slist_free_all(headers_);
        curl_easy_cleanup(curl_);
    }
    Connection(const Connection&) = delete;
    Connection& operator=(const Connection&) = delete;

    // body null: GET.
    Result<HttpAnswer> send(const ClientTerms& terms, const std::string& url, const std::string* body,
                            const std::string& idempotency_key, int64_t deadline_ms) {
        body_.clear();
        replayed_ = false;
        curl_slist_free_all(std::exchange(headers_, nullptr));
        add_header("Authorization: Bearer " + terms.secret_key);
        add_header(std::string("Stripe-Version: ") + kVersion);
        if (!idempotency_key.empty()) add_header("Idempotency-Key: " + idempotency_key);
        set(CURLOPT_HTTPHEADER, headers_);
        set(CURLOPT_URL, url.c_str());
        set(CURLOPT_TIMEOUT_MS, static_cast<long>(deadline_ms));
        set(CURLOPT_CONNECTTIMEOUT_MS, static_cast<long>(deadline_ms / 2 + 1));
        if (body) {
            set(CURLOPT_POST, 1L);
            set(CURLOPT_POSTFIELDSIZE, static_cast<long>(body->size()));
            set(CURLOPT_POSTFIELDS, body->c_str());
        } else {
            set(CURLOPT_HTTPGET, 1L);
        }
        const CURLcode outcome = curl_easy_perform(curl_);
        if (outcome != CURLE_OK) {
            return Error{Code::unavailable,
                         std::string("Stripe cannot be reached: ") + curl_easy_strerror(outcome) + "."};
        }
        long status = 0;
        curl_easy_getinfo(curl_, CURLINFO_RESPONSE_CODE, &status);
        return HttpAnswer{static_cast<int>(status), nlohmann::json::parse(body_, nullptr, false), replayed_};
    }

  private:
    template <class Value>
    void set(CURLoption option, Value value) {
        VITRINE_CHECK(curl_easy_setopt(curl_, option, value) == CURLE_OK);
    }
    void add_header(const std::string& line) { headers_ = curl_slist_append(headers_, line.c_str()); }

    static size_t on_body(char* data, size_t size, size_t count, void* self) {
        std::string& body = static_cast<Connection*>(self)->body_;
        if (body.size() + size * count > kMostAnswerBytes) return 0;  // curl gives up: no answer
        body.append(data, size * count);
        return size * count;
    }
    static size_t on_header(char* data, size_t size, size_t count, void* self) {
        std::string line(data, size * count);
        for (char& c : line) c = static_cast<char>(std::tolower(static_cast<unsigned char>(c)));
        if (line.rfind("idempotent-replayed: true", 0) == 0) static_cast<Connection*>(self)->replayed_ = true;
        return size * count;
    }

    CURL* curl_;
    curl_slist* headers_ = nullptr;
    std::string body_;
    bool replayed_ = false;
};

Client::Client(ClientTerms terms) : terms_(std::move(terms)) {
    static const Library library;
    if (terms_.url.rfind("https://", 0) != 0 && !on_this_machine(terms_.url)) {
        throw std::runtime_error(
            "The gateway's address " + terms_.url +
            " is not https. The secret key would travel in the clear; give an https address.");
    }
    if (terms_.secret_key.empty() || terms_.secret_key.find_first_of("\r\n\t ") != std::string::npos) {
        throw std::runtime_error(
            "Stripe's secret key is missing or is not one line. Copy it again from Stripe's dashboard.");
    }
}

Client::~Client() = default;

std::unique_ptr<Client::Connection> Client::take() {
    std::lock_guard lock(mutex_);
    if (idle_.empty()) return std::make_unique<Connection>(terms_);
    auto connection = std::move(idle_.back());
    idle_.pop_back();
    return connection;
}

void Client::put_back(std::unique_ptr<Connection> connection) {
    std::lock_guard lock(mutex_);
    idle_.push_back(std::move(connection));
}

Result<HttpAnswer> Client::get(const std::string& path, const Form& query, int64_t deadline_ms) {
    auto connection = take();
    const std::string url = terms_.url + path + (query.empty() ? "" : "?" + encoded(query));
    auto answer = connection->send(terms_, url, nullptr, "", deadline_ms);
    put_back(std::move(connection));
    return answer;
}

Result<HttpAnswer> Client::post(const std::string& path, const Form& form, const std::string& idempotency_key,
                                int64_t deadline_ms) {
    VITRINE_CHECK(!idempotency_key.empty());
    auto connection = take();
    const std::string body = encoded(form);
    auto answer = connection->send(terms_, terms_.url + path, &body, idempotency_key, deadline_ms);
    put_back(std::move(connection));
    return answer;
}

}  // namespace vitrine::shop::stripe
