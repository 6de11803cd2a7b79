// SPDX-License-Identifier: GPL-3.0-or-later
#include <fcntl.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <cstdint>
#include <filesystem>
#include <limits>
#include <system_error>

#include "server/media/recorder.h"

namespace vitrine::media {
namespace {

std::string words(int error) { return std::generic_category().message(error); }

class File {
  public:
    File(const std::string& path, int flags) : fd_(::open(path.c_str(), flags | O_CLOEXEC, 0644)) {}
    ~File() {
        if (fd_ >= 0) ::close(fd_);
    }
    File(const File&) = delete;
    File& operator=(const File&) = delete;

    int fd() const { return fd_; }
    // 0 or errno.
    int write(const std::string& data) {
        for (size_t at = 0; at < data.size();) {
            const ssize_t n = ::write(fd_, data.data() + at, data.size() - at);
            if (n < 0 && errno == EINTR) continue;
            if (n <= 0) return n < 0 ? errno : EIO;
            at += static_cast<size_t>(n);
        }
        return 0;
    }
    int make_durable() { return ::fdatasync(fd_) == 0 ? 0 : errno; }

  private:
    const int fd_;
};

class PosixDisk final : public RecordingDisk {
  public:
    std::string write(const std::string& folder, const std::string& name, const Pieces& pieces) override {
        if (auto trouble = make_folder(folder); !trouble.empty()) return trouble;
        const std::string path = folder + "/" + name;
        File file(path, O_WRONLY | O_CREAT | O_TRUNC);
        if (file.fd() < 0) return words(errno);
        int error = 0;
        for (const auto& piece : pieces) {
            if (error == 0) error = file.write(*piece);
        }
        if (error == 0) error = file.make_durable();
        if (error == 0) return {};
        ::unlink(path.c_str());
        return words(error);
    }

    std::string append(const std::string& folder, const std::string& name, const std::string& text) override {
        if (auto trouble = make_folder(folder); !trouble.empty()) return trouble;
        File file(folder + "/" + name, O_RDWR | O_CREAT | O_APPEND);
        if (file.fd() < 0) return words(errno);
        char last = '\n';
        const off_t end = ::lseek(file.fd(), 0, SEEK_END);
        if (end > 0 && ::pread(file.fd(), &last, 1, end - 1) != 1) return words(errno);
        int error = file.write(last == '\n' ? text : "\n" + text);
        if (error == 0) error = file.make_durable();
        return error == 0 ? std::string() : words(error);
    }

    std::optional<int64_t> free_bytes(const std::string& folder) override {
        if (!make_folder(folder).empty()) return std::nullopt;
        std::error_code error;
        const auto space = std::filesystem::space(folder, error);
        if (error) return std::nullopt;
        return static_cast<int64_t>(
            std::min<std::uintmax_t>(space.available, std::numeric_limits<int64_t>::max()));
    }

  private:
    static std::string make_folder(const std::string& folder) {
        std::error_code error;
        std::filesystem::create_directories(folder, error);
        return error ? error.message() : std::string();
    }
};

}  // namespace

std::unique_ptr<RecordingDisk> make_recording_disk() { return std::make_unique<PosixDisk>(); }

}  // namespace vitrine::media
