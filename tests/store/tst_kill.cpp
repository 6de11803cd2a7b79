// SPDX-License-Identifier: GPL-3.0-or-later
// A child process commits as fast as it can and writes down each acknowledged command; it is killed with
// SIGKILL in the middle. Whatever was acknowledged must be there, complete, and the numbers of the events
// without a gap.
#include <signal.h>
#include <sys/wait.h>
#include <unistd.h>

#include <QCoreApplication>
#include <QProcess>
#include <QtTest>
#include <set>

#include "server/store/message_text.h"
#include "tests/store/fresh_store.h"
#include "tests/store/tally.h"

using namespace vitrine;

namespace {

// Two rows and an event per command: half a command would be seen. Acknowledgements go to stdout, a line
// each, in one write().
[[noreturn]] void commit_for_ever(const std::string& url, const std::string& prefix) {
    const auto database = store::Database::open(url);
    tests::make_tally(*database);
    const auto bus = bus::make_local_bus();
    const SystemClock clock;
    const auto committer = store::make_committer(*database, *bus, clock);
    for (int i = 0;; ++i) {
        const std::string name = prefix + std::to_string(i);
        committer->submit<Done>(
            [name](store::Unit& unit) -> Result<Done> {
                tests::insert(unit, name + "/first");
                tests::insert(unit, name + "/second");
                unit.emit(tests::sale("show", 1));
                return Done{};
            },
            [name](Result<Done> result) {
                if (!result.ok()) return;
                const std::string line = name + "\n";
                if (::write(STDOUT_FILENO, line.data(), line.size()) < 0) ::_exit(1);
            });
        // The queue is bounded; what it refuses is not acknowledged. Slower than the committer on average is
        // enough.
        if (i % 64 == 63) ::usleep(500);
    }
}

}  // namespace

class TstKill : public QObject {
    Q_OBJECT

  private slots:
    void keeps_every_acknowledged_command();
};

void TstKill::keeps_every_acknowledged_command() {
    tests::TestDatabase place;
    const std::string url = place.url();
    std::set<QByteArray> acknowledged;
    for (int round = 0; round < 3; ++round) {
        QProcess child;
        child.start(QCoreApplication::applicationFilePath(),
                    {"--commit", QString::fromStdString(url), QString("round%1-").arg(round)});
        QVERIFY(child.waitForStarted());
        QByteArray output;
        while (output.count('\n') < 300 + 150 * round) {
            QVERIFY2(child.waitForReadyRead(30'000), child.readAllStandardError().constData());
            output += child.readAllStandardOutput();
        }
        child.kill();  // SIGKILL, while groups are under way
        QVERIFY(child.waitForFinished());
        QCOMPARE(child.exitStatus(), QProcess::CrashExit);
        output += child.readAllStandardOutput();
        output.truncate(output.lastIndexOf('\n') + 1);
        for (const auto& line : output.split('\n')) {
            if (!line.isEmpty()) acknowledged.insert(line);
        }

        const auto database = store::Database::open(url);
        const auto session = database->connect(true);
        std::set<QByteArray> firsts, seconds;
        std::string name;
        session->each(
            "SELECT name FROM tally",
            [&] {
                const auto stored = QByteArray::fromStdString(name);
                const auto slash = stored.indexOf('/');
                (stored.mid(slash) == "/first" ? firsts : seconds).insert(stored.left(slash));
            },
            soci::into(name));
        QVERIFY(firsts == seconds);
        for (const auto& command : acknowledged)
            QVERIFY2(firsts.count(command), (command + " was acknowledged and is gone").constData());
        int64_t events = 0, last = 0;
        session->run("SELECT COUNT(*), COALESCE(MAX(seq), 0) FROM event_log", soci::into(events),
                     soci::into(last));
        QCOMPARE(events, int64_t(firsts.size()));
        QCOMPARE(last, events);
    }
}

int main(int argc, char** argv) {
    if (argc == 4 && std::string(argv[1]) == "--commit") commit_for_ever(argv[2], argv[3]);
    QCoreApplication app(argc, argv);
    TstKill test;
    return QTest::qExec(&test, argc, argv);
}
#include "tst_kill.moc"
