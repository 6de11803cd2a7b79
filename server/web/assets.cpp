// SPDX-License-Identifier: GPL-3.0-or-later
#include "server/web/assets.h"

#include <filesystem>
#include <fstream>
#include <iterator>

#include <openssl/evp.h>

#include "server/domain/check.h"
#include "server/web/gzip.h"
#include "server/web/problem.h"

namespace vitrine::web {
namespace {

namespace fs = std::filesystem;

constexpr std::pair<const char*, const char*> kTypes[] = {
    {".html", "text/html; charset=utf-8"},
    {".js", "text/javascript; charset=utf-8"},
    {".css", "text/css; charset=utf-8"},
    {".json", "application/json"},
    {".map", "application/json"},
    {".txt", "text/plain; charset=utf-8"},
    {".webmanifest", "application/manifest+json"},
    {".svg", "image/svg+xml"},
    {".png", "image/png"},
    {".jpg", "image/jpeg"},
    {".webp", "image/webp"},
    {".ico", "image/x-icon"},
    {".woff2", "font/woff2"},
};

bool is_textual(const std::string& type) {
    return type.starts_with("text/") || type.starts_with("application/json") ||
           type.starts_with("application/manifest") || type == "image/svg+xml";
}

std::string digest_of(const std::string& contents) {
    unsigned char digest[EVP_MAX_MD_SIZE];
    unsigned int size = 0;
    VITRINE_CHECK(EVP_Digest(contents.data(), contents.size(), digest, &size, EVP_sha256(), nullptr) == 1);
    std::string text;
    static constexpr char hex[] = "0123456789abcdef";
    for (int i = 0; i < 12; ++i) {
        text.push_back(hex[digest[i] >> 4]);
        text.push_back(hex[digest[i] & 15]);
    }
    return text;
}

}  // namespace

std::string content_type_of(const std::string& name) {
    for (const auto& [ending, type] : kTypes) {
        if (name.ends_with(ending)) return type;
    }
    return "application/octet-stream";
}

Assets::Assets(std::string directory, std::string cache_control)
    : directory_(std::move(directory)), cache_control_(std::move(cache_control)) {}

std::shared_ptr<const Assets::File> Assets::find(const std::string& name) {
    if (directory_.empty() || name.empty() || name.find("..") != std::string::npos) return nullptr;
    // One name for one file, so that nobody fills the cache with spellings of it.
    if (name.front() == '/' || name.find("//") != std::string::npos) return nullptr;
    const fs::path path = fs::path(directory_) / fs::path(name).relative_path();
    std::error_code error;
    if (!fs::is_regular_file(path, error)) return nullptr;
    const auto written = fs::last_write_time(path, error);
    if (error) return nullptr;
    const int64_t changed_ns = static_cast<int64_t>(written.time_since_epoch().count());
    std::lock_guard lock(mutex_);
    const auto known = files_.find(name);
    if (known != files_.end() && known->second->changed_ns == changed_ns) return known->second;

    std::ifstream stream(path, std::ios::binary);
    if (!stream) return nullptr;
    std::string contents{std::istreambuf_iterator<char>(stream), std::istreambuf_iterator<char>()};
    auto file = std::make_shared<File>();
    file->changed_ns = changed_ns;
    file->content_type = content_type_of(name);
    file->etag = digest_of(contents);
    if (is_textual(file->content_type)) {
        std::string packed = gzip(contents, 9);
        if (packed.size() < contents.size())
            file->packed = std::make_shared<const std::string>(std::move(packed));
    }
    file->plain = std::make_shared<const std::string>(std::move(contents));
    if (known != files_.end()) {
        bytes_ -= known->second->plain->size();
        files_.erase(known);
    }
    if (bytes_ + file->plain->size() <= kMostBytes) {
        bytes_ += file->plain->size();
        files_.emplace(name, file);
    }
    return file;
}

Response Assets::get(const Request& request, const std::string& name) {
    const auto file = find(name);
    if (!file) return refuse({Code::not_found, "There is no such file."});
    const bool packed = file->packed && accepts_gzip(request);
    const std::string etag = '"' + file->etag + (packed ? "-gz\"" : "\"");
    Response response;
    response.headers = {{"ETag", etag}, {"Cache-Control", cache_control_}, {"Vary", "Accept-Encoding"}};
    if (request.header("if-none-match").find(etag) != std::string::npos) {
        response.status = 304;
        return response;
    }
    response.headers.emplace_back("Content-Type", file->content_type);
    if (file->content_type == "image/svg+xml") {
        // A drawing opened by itself must not run what it may carry.
        response.headers.emplace_back("Content-Security-Policy",
                                      "default-src 'none'; style-src 'unsafe-inline'; sandbox");
    }
    if (packed) response.headers.emplace_back("Content-Encoding", "gzip");
    response.body = {packed ? file->packed : file->plain};
    return response;
}

std::shared_ptr<const std::string> Assets::text(const std::string& name) {
    const auto file = find(name);
    return file ? file->plain : nullptr;
}

}  // namespace vitrine::web
