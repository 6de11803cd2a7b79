// SPDX-License-Identifier: GPL-3.0-or-later
#include "server/data_directory.h"

#include <fcntl.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cerrno>
#include <cstdio>
#include <cstring>
#include <filesystem>
#include <nlohmann/json.hpp>
#include <stdexcept>

#include "server/domain/clock.h"
#include "server/domain/id.h"

namespace vitrine::server {
namespace {

std::string without_trailing_slash(std::string path) {
    while (path.size() > 1 && path.back() == '/') path.pop_back();
    return path;
}

}  // namespace

DataDirectory::DataDirectory(std::string path)
    : path_(without_trailing_slash(std::move(path))), instance_(make_id(SystemClock().now())) {
    std::error_code error;
    const bool made = std::filesystem::create_directories(path_, error);
    if (error)
        throw std::runtime_error("The data directory " + path_ + " cannot be made: " + error.message() + ".");
    if (made) ::chmod(path_.c_str(), 0700);
    const std::string lock_file = file("lock");
    lock_ = ::open(lock_file.c_str(), O_RDWR | O_CREAT | O_CLOEXEC, 0600);
    if (lock_ < 0) {
        throw std::runtime_error("The data directory " + path_ +
                                 " cannot be written to: " + std::strerror(errno) + ".");
    }
    if (::flock(lock_, LOCK_EX | LOCK_NB) != 0) {
        ::close(lock_);
        throw std::runtime_error("Another Vitrine server is using " + path_ +
                                 ". End it first, or choose another directory with --data-dir.");
    }
    ::unlink(file("endpoints.json").c_str());  // of one that was killed
}

DataDirectory::~DataDirectory() {
    if (wrote_endpoints_) ::unlink(file("endpoints.json").c_str());
    ::close(lock_);
}

void DataDirectory::write_endpoints(const Ports& ports) {
    const nlohmann::json endpoints = {{"http", ports.http},
                                      {"grpc", ports.grpc},
                                      {"rtmp", ports.rtmp},
                                      {"metrics", ports.metrics},
                                      {"pid", ::getpid()},
                                      {"instance", instance_}};
    const std::string text = endpoints.dump() + "\n";
    const std::string draft = file("endpoints.json.new");
    std::FILE* out = std::fopen(draft.c_str(), "w");
    if (!out)
        throw std::runtime_error("The file " + draft + " cannot be written: " + std::strerror(errno) + ".");
    const bool written = std::fwrite(text.data(), 1, text.size(), out) == text.size();
    const bool closed = std::fclose(out) == 0;
    if (!written || !closed || std::rename(draft.c_str(), file("endpoints.json").c_str()) != 0) {
        throw std::runtime_error("The file " + draft + " cannot be written: " + std::strerror(errno) + ".");
    }
    wrote_endpoints_ = true;
}

}  // namespace vitrine::server
