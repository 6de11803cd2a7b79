// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <sys/types.h>

#include <cstdint>
#include <filesystem>
#include <string>
#include <vector>

namespace vitrine::bench {

// The real vitrine-server, which lies beside this program, on a data directory and on ports that the system
// picks. Ended with the object.
class ServerProcess {
  public:
    ServerProcess(const std::filesystem::path& data_dir, const std::vector<std::string>& more);
    ~ServerProcess();
    ServerProcess(const ServerProcess&) = delete;
    ServerProcess& operator=(const ServerProcess&) = delete;

    uint16_t http_port() const { return http_port_; }

  private:
    pid_t pid_ = 0;
    uint16_t http_port_ = 0;
};

}  // namespace vitrine::bench
