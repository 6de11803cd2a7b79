// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/quit_signals.h"

#ifdef Q_OS_UNIX
#include <fcntl.h>
#include <unistd.h>

#include <csignal>
#endif

namespace vitrine::app {

#ifdef Q_OS_UNIX
namespace {

int pipe_ends[2] = {-1, -1};

void on_signal(int) {
    const char byte = 1;
    const ssize_t written = ::write(pipe_ends[1], &byte, 1);
    (void)written;  // a full pipe holds the wish already
}

}  // namespace

QuitSignals::QuitSignals() {
    if (::pipe2(pipe_ends, O_CLOEXEC | O_NONBLOCK) != 0) return;
    notifier_ = std::make_unique<QSocketNotifier>(pipe_ends[0], QSocketNotifier::Read);
    connect(notifier_.get(), &QSocketNotifier::activated, this, [this] {
        char bytes[16];
        while (::read(pipe_ends[0], bytes, sizeof bytes) > 0) {
        }
        emit asked();
    });
    struct sigaction action = {};
    action.sa_handler = on_signal;
    action.sa_flags = SA_RESTART;
    sigaction(SIGINT, &action, nullptr);
    sigaction(SIGTERM, &action, nullptr);
    std::signal(SIGPIPE, SIG_IGN);
}

QuitSignals::~QuitSignals() {
    std::signal(SIGINT, SIG_DFL);
    std::signal(SIGTERM, SIG_DFL);
    notifier_.reset();
    for (int& end : pipe_ends) {
        if (end >= 0) ::close(end);
        end = -1;
    }
}
#else
QuitSignals::QuitSignals() = default;
QuitSignals::~QuitSignals() = default;
#endif

}  // namespace vitrine::app
