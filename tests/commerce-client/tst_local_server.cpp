// SPDX-License-Identifier: GPL-3.0-or-later
#include <QDir>
#include <QFile>
#include <QJsonDocument>
#include <QJsonObject>
#include <QSignalSpy>
#include <QTcpServer>
#include <QTemporaryDir>
#include <QTest>

#ifdef Q_OS_UNIX
#include <csignal>
#endif

#include "commerce-client/backstage.h"
#include "commerce-client/connection.h"
#include "commerce-client/local_server.h"

using namespace vitrine;
using namespace vitrine::commerce;

// The bundled server, found and started: the real vitrine-server.
class TestLocalServer : public QObject {
    Q_OBJECT
    const QString program_ = qEnvironmentVariable("VITRINE_BIN") + "/vitrine-server";

    void endServer(const QString& dir) {
        const auto found = read_endpoints(dir);
        if (found) ::kill(static_cast<pid_t>(found->pid), SIGTERM);
        QTRY_VERIFY_WITH_TIMEOUT(!found || ::kill(static_cast<pid_t>(found->pid), 0) != 0, 10'000);
    }

    static void leaveEndpoints(const QString& dir, int grpc_port, qint64 pid) {
        QFile left(dir + "/endpoints.json");
        QVERIFY(left.open(QIODevice::WriteOnly));
        left.write(QJsonDocument(QJsonObject{{"grpc", grpc_port},
                                             {"http", 2},
                                             {"pid", pid},
                                             {"instance", "01939f6e-7c1a-7000-8000-000000000000"}})
                       .toJson());
    }
    void startsItsOwn(const QString& dir, int not_on) {
        LocalServer server(dir, program_);
        QSignalSpy ready(&server, &LocalServer::ready), failed(&server, &LocalServer::failed);
        server.ensure();
        QTRY_VERIFY_WITH_TIMEOUT(!ready.isEmpty() || !failed.isEmpty(), 30'000);
        QVERIFY2(failed.isEmpty(), qPrintable(failed.value(0).value(0).toString()));
        QVERIFY(ready[0][0].toString() != QStringLiteral("127.0.0.1:%1").arg(not_on));
        QCOMPARE(ready[0][1].toBool(), true);
        endServer(dir);
    }

  private slots:
    void initTestCase() {
        // Ports that the system picks.
        for (const char* name :
             {"VITRINE_GRPC_PORT", "VITRINE_HTTP_PORT", "VITRINE_RTMP_PORT", "VITRINE_METRICS_PORT"})
            qputenv(name, "0");
        QVERIFY2(QFile::exists(program_), "vitrine-server is not built");
    }

    void startsTheServerAndFindsItAgain() {
        QTemporaryDir dir;
        LocalServer first(dir.path(), program_);
        QSignalSpy ready(&first, &LocalServer::ready), failed(&first, &LocalServer::failed);
        first.ensure();
        QTRY_VERIFY_WITH_TIMEOUT(!ready.isEmpty() || !failed.isEmpty(), 25'000);
        QVERIFY2(failed.isEmpty(), qPrintable(failed.value(0).value(0).toString()));
        QCOMPARE(ready[0][1].toBool(), true);

        LocalServer second(dir.path(), program_);
        QSignalSpy found(&second, &LocalServer::ready);
        second.ensure();
        QTRY_COMPARE(found.size(), 1);
        QCOMPARE(found[0], QVariantList({ready[0][0], false}));

        SecretStore secrets(dir.path(), SecretStore::Place::file);
        Connection connection(secrets);
        connection.open(ready[0][0].toString(), "test");
        QTRY_COMPARE_WITH_TIMEOUT(connection.reach(), Connection::Reach::online, 10'000);
        QVERIFY(connection.status().needs_set_up());
        QVERIFY(!connection.status().page_url().empty());
        connection.close();
        endServer(dir.path());
    }
    void aFileLeftByAKilledServerIsNotBelieved() {
        QTemporaryDir dir;
        leaveEndpoints(dir.path(), 1, 999'999);
        startsItsOwn(dir.path(), 1);
    }
    void somethingElseOnTheOldPortIsNotTakenForTheServer() {
        QTcpServer other;  // takes the connection and says nothing; its pid runs, too
        QVERIFY(other.listen(QHostAddress::LocalHost));
        QTemporaryDir dir;
        leaveEndpoints(dir.path(), other.serverPort(), QCoreApplication::applicationPid());
        startsItsOwn(dir.path(), other.serverPort());
    }
    void anotherVitrineServerOnTheOldPortIsNotTakenForOurs() {
        QTemporaryDir theirs, ours;
        LocalServer neighbour(theirs.path(), program_);
        QSignalSpy ready(&neighbour, &LocalServer::ready);
        neighbour.ensure();
        QTRY_COMPARE_WITH_TIMEOUT(ready.size(), 1, 25'000);
        const auto found = read_endpoints(theirs.path());
        leaveEndpoints(ours.path(), found->grpc_port, found->pid);
        startsItsOwn(ours.path(), found->grpc_port);
        endServer(theirs.path());
    }
    void aUsualPortThatIsTakenIsNoObstacle() {
        QTcpServer other;
        QVERIFY(other.listen(QHostAddress::LocalHost));
        QTemporaryDir dir;
        qputenv("VITRINE_HTTP_PORT", QByteArray::number(other.serverPort()));
        startsItsOwn(dir.path(), other.serverPort());
        qputenv("VITRINE_HTTP_PORT", "0");
    }
    void twoStudiosAtOnceShareOneServer() {
        QTemporaryDir dir;
        LocalServer first(dir.path(), program_), second(dir.path(), program_);
        QSignalSpy one(&first, &LocalServer::ready), other(&second, &LocalServer::ready);
        QSignalSpy failed(&first, &LocalServer::failed), failed_too(&second, &LocalServer::failed);
        first.ensure();
        second.ensure();
        QTRY_VERIFY_WITH_TIMEOUT(one.size() + failed.size() == 1 && other.size() + failed_too.size() == 1,
                                 40'000);
        QVERIFY2(failed.isEmpty() && failed_too.isEmpty(),
                 qPrintable((failed + failed_too).value(0).value(0).toString()));
        QCOMPARE(one[0][0], other[0][0]);
        QVERIFY(one[0][1] != other[0][1]);  // one of them started it
        endServer(dir.path());
    }
    // Each asks over a channel of its own and lets go of it with the answer: on gRPC's thread that was an
    // abort.
    void channelsComeAndGo() {
        QTemporaryDir dir;
        LocalServer first(dir.path(), program_);
        QSignalSpy ready(&first, &LocalServer::ready);
        first.ensure();
        QTRY_COMPARE_WITH_TIMEOUT(ready.size(), 1, 25'000);
        for (int turn = 0; turn < 200; ++turn) {
            LocalServer again(dir.path(), program_);
            QSignalSpy found(&again, &LocalServer::ready);
            again.ensure();
            QTRY_COMPARE(found.size(), 1);
        }
        endServer(dir.path());
    }
    void theServerEndsByItselfWhenNobodyAsksAnyMore() {
        QTemporaryDir dir;
        LocalServer server(dir.path(), program_);
        QSignalSpy ready(&server, &LocalServer::ready);
        server.ensure();
        QTRY_COMPARE_WITH_TIMEOUT(ready.size(), 1, 25'000);
        const auto found = read_endpoints(dir.path());
        QTRY_VERIFY_WITH_TIMEOUT(::kill(static_cast<pid_t>(found->pid), 0) != 0, 45'000);
        QVERIFY(!QFile::exists(dir.path() + "/endpoints.json"));
    }
    void aServerThatDiesAtOnceIsSaidWithItsLastWords() {
        QTemporaryDir dir;
        QFile program(dir.path() + "/dies");
        QVERIFY(program.open(QIODevice::WriteOnly));
        program.write("#!/bin/sh\necho 'the database is of a newer version' >&2\nexit 1\n");
        program.close();
        program.setPermissions(QFile::ReadOwner | QFile::WriteOwner | QFile::ExeOwner);
        LocalServer server(dir.path(), program.fileName());
        QSignalSpy failed(&server, &LocalServer::failed);
        server.ensure();
        QTRY_COMPARE_WITH_TIMEOUT(failed.size(), 1, 25'000);
        QVERIFY2(failed[0][0].toString().contains("the database is of a newer version"),
                 qPrintable(failed[0][0].toString()));
    }
    void aMissingServerIsSaid() {
        QTemporaryDir dir;
        LocalServer server(dir.path(), dir.path() + "/nothing");
        QSignalSpy failed(&server, &LocalServer::failed);
        server.ensure();
        QTRY_COMPARE(failed.size(), 1);
        QVERIFY(failed[0][0].toString().contains("not found"));
    }
};

QTEST_GUILESS_MAIN(TestLocalServer)
#include "tst_local_server.moc"
