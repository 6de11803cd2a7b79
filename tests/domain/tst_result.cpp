// SPDX-License-Identifier: GPL-3.0-or-later
#include <signal.h>
#include <sys/wait.h>
#include <unistd.h>

#include <QtTest>
#include <cstdio>

#include "server/domain/clock.h"
#include "server/domain/result.h"

using namespace vitrine;

class TstResult : public QObject {
    Q_OBJECT

  private slots:
    void is_a_value_or_an_error();
    void moves_what_cannot_be_copied();
    void aborts_when_the_wrong_side_is_taken();
    void manual_clock_moves_as_told();
};

void TstResult::is_a_value_or_an_error() {
    const Result<int> good = 7;
    QVERIFY(good.ok() && good);
    QCOMPARE(*good, 7);
    const Result<int> bad = Error{Code::rate_limited, "Slower, please.", 250};
    QVERIFY(!bad.ok() && !bad);
    QCOMPARE(bad.error().code, Code::rate_limited);
    QCOMPARE(bad.error().message, std::string("Slower, please."));
    QCOMPARE(bad.error().retry_after_ms, int64_t(250));
    // A Result of an Error-like value is still told apart by its side, not by its contents.
    const Result<std::string> text = std::string();
    QVERIFY(text.ok());
}

void TstResult::moves_what_cannot_be_copied() {
    Result<std::unique_ptr<int>> result = std::make_unique<int>(3);
    const auto taken = std::move(*result);
    QCOMPARE(*taken, 3);
}

// A bug must stop the program in release builds too. Tried in a child, which stays silent and leaves no core.
void TstResult::aborts_when_the_wrong_side_is_taken() {
    const pid_t child = ::fork();
    if (child == 0) {
        if (!std::freopen("/dev/null", "w", stderr)) ::_exit(2);
        ::signal(SIGABRT, SIG_DFL);
        const Result<int> bad = Error{Code::not_found, ""};
        ::_exit(bad.value() == 0 ? 0 : 1);
    }
    int status = 0;
    QCOMPARE(::waitpid(child, &status, 0), child);
    QVERIFY(WIFSIGNALED(status));
    QCOMPARE(WTERMSIG(status), SIGABRT);
}

void TstResult::manual_clock_moves_as_told() {
    ManualClock clock({1'000'000});
    clock.advance_us(500);
    QCOMPARE(clock.now().us, int64_t(1'000'500));
    QCOMPARE(clock.steady_us(), int64_t(500));
    clock.jump_us(-2'000);
    QCOMPARE(clock.now().us, int64_t(998'500));
    QCOMPARE(clock.steady_us(), int64_t(500));
    QVERIFY(clock.now().plus_s(1) > clock.now());
    SystemClock system;
    const int64_t before = system.steady_us();
    QVERIFY(system.steady_us() >= before);
    QVERIFY(system.now().us > 1'600'000'000'000'000);
}

QTEST_GUILESS_MAIN(TstResult)
#include "tst_result.moc"
