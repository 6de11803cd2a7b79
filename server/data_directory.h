// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstdint>
#include <string>

namespace vitrine::server {

struct Ports {
    uint16_t http = 0;
    uint16_t grpc = 0;
    uint16_t rtmp = 0;
    uint16_t metrics = 0;
};

// The directory with all that the server keeps, held by one server at a time (flock on "lock": the kernel
// gives it back however the server ends). Owned by main.
class DataDirectory {
  public:
    // Makes it if needed, mode 0700. Throws std::runtime_error with a sentence for the operator.
    explicit DataDirectory(std::string path);
    DataDirectory(const DataDirectory&) = delete;
    DataDirectory& operator=(const DataDirectory&) = delete;
    ~DataDirectory();  // removes endpoints.json, gives the lock back

    std::string file(const std::string& name) const { return path_ + "/" + name; }
    // Of this start. In endpoints.json and in what the server says of itself: a file that was left by a server
    // that was killed is known by it.
    const std::string& instance() const { return instance_; }
    // Tells the studio and scripts where the server answers; written whole or not at all.
    void write_endpoints(const Ports&);

  private:
    const std::string path_;
    const std::string instance_;
    int lock_ = -1;
    bool wrote_endpoints_ = false;
};

}  // namespace vitrine::server
