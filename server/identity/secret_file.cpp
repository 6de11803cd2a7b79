// SPDX-License-Identifier: GPL-3.0-or-later
#include <fcntl.h>
#include <sodium.h>
#include <sys/stat.h>
#include <unistd.h>

#include <array>
#include <cerrno>
#include <cstdio>
#include <cstring>
#include <optional>
#include <stdexcept>

#include "server/identity/tokens.h"

namespace vitrine::identity {
namespace {

constexpr size_t kSecretBytes = 32;

class File {
  public:
    File(const std::string& path, int flags, mode_t mode = 0)
        : descriptor_(::open(path.c_str(), flags | O_CLOEXEC, mode)) {}
    ~File() {
        if (descriptor_ >= 0) ::close(descriptor_);
    }
    File(const File&) = delete;
    File& operator=(const File&) = delete;
    int descriptor() const { return descriptor_; }
    bool open() const { return descriptor_ >= 0; }

  private:
    int descriptor_;
};

[[noreturn]] void fail(const std::string& path, const std::string& what) {
    throw std::runtime_error("The signing secret " + path + " " + what);
}

std::optional<std::string> read_secret(const std::string& path) {
    const File file(path, O_RDONLY);
    if (!file.open()) {
        if (errno == ENOENT) return std::nullopt;
        fail(path, std::string("cannot be read: ") + std::strerror(errno) + ".");
    }
    struct stat facts {};
    if (::fstat(file.descriptor(), &facts) != 0 || (facts.st_mode & 077) != 0) {
        fail(path,
             "can be read by others. Give it the mode 0600, or delete it to make a new one (everybody must "
             "sign in again).");
    }
    std::array<char, kSecretBytes + 1> contents{};
    const ssize_t got = ::read(file.descriptor(), contents.data(), contents.size());
    if (got != static_cast<ssize_t>(kSecretBytes)) {
        fail(path, "is damaged. Delete it to make a new one (everybody must sign in again).");
    }
    return std::string(contents.data(), kSecretBytes);
}

}  // namespace

std::string load_or_make_secret(const std::string& path) {
    if (const auto stored = read_secret(path)) return *stored;
    std::string secret(kSecretBytes, '\0');
    randombytes_buf(secret.data(), secret.size());
    // Complete and on the disk before it gets its name; a name that somebody else took meanwhile wins.
    const std::string fresh = path + "." + std::to_string(::getpid());
    {
        const File file(fresh, O_WRONLY | O_CREAT | O_EXCL, 0600);
        if (!file.open() ||
            ::write(file.descriptor(), secret.data(), secret.size()) != static_cast<ssize_t>(secret.size()) ||
            ::fsync(file.descriptor()) != 0) {
            const std::string why = std::strerror(errno);
            ::unlink(fresh.c_str());
            fail(path, "cannot be written: " + why + ".");
        }
    }
    const bool named = ::link(fresh.c_str(), path.c_str()) == 0 || errno == EEXIST;
    const std::string why = std::strerror(errno);
    ::unlink(fresh.c_str());
    if (!named) fail(path, "cannot be written: " + why + ".");
    return read_secret(path).value();
}

}  // namespace vitrine::identity
