// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <map>
#include <memory>
#include <mutex>
#include <optional>
#include <string>

#include "server/web/http.h"

namespace vitrine::web {

// The files below one directory: read once, kept with their gzip form and ETag, read again when they change
// on disk. Thread-safe.
class Assets {
  public:
    // cache_control: for all of them, e.g. kForEver for names that carry a hash of the contents.
    Assets(std::string directory, std::string cache_control);

    static constexpr const char* kForEver = "public, max-age=31536000, immutable";
    static constexpr const char* kAnHour = "public, max-age=3600";

    // 200, 304 (RFC 9110 §13.1.2) or 404. name: decoded, without dot segments.
    Response get(const Request&, const std::string& name);
    // The contents alone.
    std::shared_ptr<const std::string> text(const std::string& name);

    const std::string& directory() const { return directory_; }

  private:
    static constexpr size_t kMostBytes = 64 << 20;  // kept in memory; what does not fit is read each time

    struct File {
        int64_t changed_ns = 0;
        std::shared_ptr<const std::string> plain;
        std::shared_ptr<const std::string> packed;  // null where it does not pay
        std::string etag;
        std::string content_type;
    };
    std::shared_ptr<const File> find(const std::string& name);

    const std::string directory_;
    const std::string cache_control_;
    std::mutex mutex_;
    std::map<std::string, std::shared_ptr<const File>> files_;
    size_t bytes_ = 0;
};

// By the name's ending; "application/octet-stream" for an unknown one.
std::string content_type_of(const std::string& name);

}  // namespace vitrine::web
