// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/studio/virtual_display.h"

#include <signal.h>
#include <unistd.h>
#ifdef __linux__
#include <sys/prctl.h>
#endif

#include <QDeadlineTimer>

namespace vitrine::tests {

VirtualDisplay::VirtualDisplay() {
    if (!qEnvironmentVariableIsEmpty("DISPLAY")) return;
    int number_pipe[2];
    if (::pipe(number_pipe) != 0) qFatal("no pipe for Xvfb's display number");
    xvfb_ = std::make_unique<QProcess>();
    xvfb_->setChildProcessModifier([=] {
        ::close(number_pipe[0]);
#ifdef __linux__
        ::prctl(PR_SET_PDEATHSIG, SIGTERM);  // a test that crashes leaves no screen behind
#endif
    });
    xvfb_->start(QStringLiteral("Xvfb"), {"-displayfd", QString::number(number_pipe[1]), "-screen", "0",
                                          "1280x800x24", "-nolisten", "tcp", "-noreset"});
    if (!xvfb_->waitForStarted(10'000)) qFatal("Xvfb did not start: install the package xvfb");
    ::close(number_pipe[1]);
    // Written when it takes connections; end of file when it gave up.
    QByteArray number;
    char digit = 0;
    while (::read(number_pipe[0], &digit, 1) == 1 && digit != '\n') number += digit;
    ::close(number_pipe[0]);
    if (number.isEmpty()) qFatal("Xvfb ended: %s", xvfb_->readAllStandardError().constData());
    qputenv("DISPLAY", ":" + number);
}

VirtualDisplay::~VirtualDisplay() {
    if (!xvfb_) return;
    qunsetenv("DISPLAY");
    xvfb_->terminate();
    if (!xvfb_->waitForFinished(5'000)) xvfb_->kill(), xvfb_->waitForFinished(5'000);
}

}  // namespace vitrine::tests
