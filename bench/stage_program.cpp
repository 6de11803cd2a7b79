// SPDX-License-Identifier: GPL-3.0-or-later
#include "bench/stage_program.h"

#include <spawn.h>
#include <sys/wait.h>
#include <unistd.h>

#include <array>
#include <csignal>
#include <cstring>
#include <stdexcept>
#include <utility>

extern char** environ;

namespace vitrine::bench {
namespace {

struct Pipe {
    std::array<int, 2> ends{-1, -1};
    Pipe() {
        if (::pipe(ends.data()) != 0)
            throw std::runtime_error(std::string("no pipe: ") + std::strerror(errno));
    }
    ~Pipe() {
        close_writer();
        ::close(ends[0]);
    }
    void close_writer() {
        if (ends[1] >= 0) ::close(std::exchange(ends[1], -1));
    }
};

// While it lives, what is to end this program ends its child, which has a whole show to take down; we end
// after it.
class PassOnSignals {
  public:
    explicit PassOnSignals(pid_t child) {
        child_ = child;
        for (const int signal : {SIGINT, SIGTERM, SIGHUP}) std::signal(signal, pass_on);
    }
    ~PassOnSignals() {
        for (const int signal : {SIGINT, SIGTERM, SIGHUP}) std::signal(signal, SIG_DFL);
    }

  private:
    static void pass_on(int) { ::kill(child_, SIGTERM); }
    static inline volatile sig_atomic_t child_ = 0;
};

std::string read_all(int fd) {
    std::string text;
    std::array<char, 4096> buffer;
    for (;;) {
        const ssize_t count = ::read(fd, buffer.data(), buffer.size());
        if (count > 0) {
            text.append(buffer.data(), static_cast<size_t>(count));
        } else if (count == 0 || errno != EINTR) {
            return text;
        }
    }
}

std::string last_line(std::string text) {
    while (!text.empty() && text.back() == '\n') text.pop_back();
    return text.substr(text.rfind('\n') + 1);
}

}  // namespace

Figures run_stage_program(const std::string& file, const std::vector<std::string>& arguments) {
    std::vector<std::string> words{VITRINE_NODE, std::string(VITRINE_BENCH_DIR) + "/" + file};
    words.insert(words.end(), arguments.begin(), arguments.end());
    std::vector<char*> argv;
    for (std::string& word : words) argv.push_back(word.data());
    argv.push_back(nullptr);

    Pipe out;
    posix_spawn_file_actions_t actions;
    posix_spawn_file_actions_init(&actions);
    posix_spawn_file_actions_adddup2(&actions, out.ends[1], STDOUT_FILENO);
    posix_spawn_file_actions_addclose(&actions, out.ends[0]);
    pid_t pid = 0;
    const int fault = ::posix_spawn(&pid, VITRINE_NODE, &actions, nullptr, argv.data(), environ);
    posix_spawn_file_actions_destroy(&actions);
    if (fault != 0)
        throw std::runtime_error(std::string("Node.js cannot be started (" VITRINE_NODE ": ") +
                                 std::strerror(fault) + "): build again with ./run or ./test");
    const PassOnSignals passed_on(pid);
    out.close_writer();

    const std::string said = read_all(out.ends[0]);
    int status = 0;
    while (::waitpid(pid, &status, 0) < 0 && errno == EINTR) {
    }
    if (!WIFEXITED(status) || WEXITSTATUS(status) != 0)
        throw std::runtime_error("The measurement did not get through; see above.");
    Figures figures = Figures::parse(last_line(said), nullptr, false);
    if (!figures.is_object()) throw std::runtime_error("The measurement ended without figures.");
    return figures;
}

}  // namespace vitrine::bench
