// SPDX-License-Identifier: GPL-3.0-or-later
#include "bench/server_process.h"

#include <signal.h>
#include <spawn.h>
#include <sys/wait.h>

#include <chrono>
#include <fstream>
#include <nlohmann/json.hpp>
#include <stdexcept>
#include <thread>

extern char** environ;

namespace vitrine::bench {
namespace {

constexpr auto kStartsWithin = std::chrono::seconds(30);

}  // namespace

ServerProcess::ServerProcess(const std::filesystem::path& data_dir, const std::vector<std::string>& more) {
    const std::string program =
        (std::filesystem::read_symlink("/proc/self/exe").parent_path() / "vitrine-server").string();
    // One machine plays all buyers: the limit of one address would be the first thing measured.
    std::vector<std::string> words{program,
                                   "--data-dir",
                                   data_dir.string(),
                                   "--log-level",
                                   "error",
                                   "--commands-per-s",
                                   "1e9",
                                   "--commands-burst",
                                   "1e9",
                                   "--http-port",
                                   "0",
                                   "--grpc-port",
                                   "0",
                                   "--rtmp-port",
                                   "0",
                                   "--metrics-port",
                                   "0"};
    words.insert(words.end(), more.begin(), more.end());
    std::vector<char*> argv;
    for (std::string& word : words) argv.push_back(word.data());
    argv.push_back(nullptr);
    if (::posix_spawn(&pid_, program.c_str(), nullptr, nullptr, argv.data(), environ) != 0)
        throw std::runtime_error(program + " cannot be started");
    const auto deadline = std::chrono::steady_clock::now() + kStartsWithin;
    while (std::chrono::steady_clock::now() < deadline && ::waitpid(pid_, nullptr, WNOHANG) == 0) {
        std::ifstream file(data_dir / "endpoints.json");
        const auto ports = nlohmann::json::parse(file, nullptr, false);
        if (ports.is_object() && ports.value("pid", 0) == pid_) {
            http_port_ = ports.at("http").get<uint16_t>();
            return;
        }
        std::this_thread::sleep_for(std::chrono::milliseconds(20));
    }
    ::kill(pid_, SIGKILL);
    ::waitpid(pid_, nullptr, 0);
    throw std::runtime_error("the server did not start; see above");
}

ServerProcess::~ServerProcess() {
    ::kill(pid_, SIGTERM);
    ::waitpid(pid_, nullptr, 0);
}

}  // namespace vitrine::bench
