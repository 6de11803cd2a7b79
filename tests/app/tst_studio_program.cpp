// SPDX-License-Identifier: GPL-3.0-or-later
#include <QGuiApplication>
#include <QJsonDocument>
#include <QJsonObject>
#include <QProcess>
#include <QTemporaryDir>
#include <QtTest>
#include <csignal>

#include "tests/studio/test_media.h"
#include "tests/studio/virtual_display.h"

// The built program, driven by its script.
class TestStudioProgram : public QObject {
    Q_OBJECT
    QTemporaryDir dir_;
    const QString program_ = qEnvironmentVariable("VITRINE_BIN") + "/vitrine-studio";

    struct Studio {
        QProcess process;
        QList<QJsonObject> lines;
        bool waitFor(const std::function<bool(const QJsonObject&)>& wanted, int deadline_ms = 40'000) {
            qsizetype seen = 0;
            return QTest::qWaitFor(
                [&] {
                    while (process.canReadLine())
                        lines << QJsonDocument::fromJson(process.readLine()).object();
                    for (; seen < lines.size(); ++seen) {
                        if (wanted(lines[seen])) return true;
                    }
                    return false;
                },
                deadline_ms);
        }
        bool event(const QString& name) {
            return waitFor([&](const QJsonObject& line) { return line["event"] == name; });
        }
        bool act(const QJsonObject& wish) {
            lines.clear();
            process.write(QJsonDocument(wish).toJson(QJsonDocument::Compact) + '\n');
            return waitFor(
                [&](const QJsonObject& line) { return line["did"] == wish["do"] && line["ok"].toBool(); });
        }
    };
    std::unique_ptr<Studio> start(const QStringList& more = {}) {
        auto studio = std::make_unique<Studio>();
        studio->process.setProcessChannelMode(QProcess::ForwardedErrorChannel);
        studio->process.start(program_, QStringList{"--script", "-", "--data-dir", dir_.path()} + more);
        return studio;
    }

  private slots:
    void initTestCase() {
        for (const char* name :
             {"VITRINE_GRPC_PORT", "VITRINE_HTTP_PORT", "VITRINE_RTMP_PORT", "VITRINE_METRICS_PORT"})
            qputenv(name, "0");
        qputenv("QT_QPA_PLATFORM", "xcb");
        vitrine::tests::make_film(dir_.path() + "/red.mp4", Qt::red, 4);
        vitrine::tests::make_film(dir_.path() + "/blue.mp4", Qt::blue, 4);
    }

    void explainsItselfWhereThereIsNoScreen() {
        QProcess process;
        QProcessEnvironment bare = QProcessEnvironment::systemEnvironment();
        for (const char* name : {"DISPLAY", "WAYLAND_DISPLAY", "QT_QPA_PLATFORM"}) bare.remove(name);
        process.setProcessEnvironment(bare);
        process.start(program_, {"--help"});
        QVERIFY(process.waitForFinished());
        QCOMPARE(process.exitCode(), 0);
        QVERIFY(process.readAllStandardOutput().contains("--data-dir"));
        process.start(program_, {"--data-dir", dir_.path()});
        QVERIFY(process.waitForFinished());
        QCOMPARE(process.exitStatus(), QProcess::NormalExit);
        QCOMPARE(process.exitCode(), 2);
        QVERIFY(process.readAllStandardError().contains("There is no screen to draw on"));
    }
    void saysItsVersionAndRefusesNonsense() {
        QVERIFY(vitrine::tests::run(program_, {"--version"}).contains("0.1"));
        QProcess process;
        process.start(program_, {"--script", "nothing.txt"});
        QVERIFY(process.waitForFinished());
        QCOMPARE(process.exitCode(), 1);
        QVERIFY(process.readAllStandardError().contains("--script -"));
    }
    void comesBackAfterSigkillWithItsScenesAndItsShow() {
        auto first = start({"--camera", dir_.path() + "/red.mp4", "--camera", dir_.path() + "/blue.mp4",
                            "--show", "evening"});
        QVERIFY(first->event("ready"));
        QVERIFY(first->act({{"do", "take"}, {"scene", "Close-up"}}));
        QTRY_VERIFY(QFile::exists(dir_.path() + "/show.json"));
        const auto saved = [this] {
            QFile file(dir_.path() + "/show.json");
            return file.open(QIODevice::ReadOnly) ? file.readAll() : QByteArray();
        };
        QTRY_VERIFY(saved().contains("Close-up"));
        first->process.kill();
        QVERIFY(first->process.waitForFinished());

        auto second = start({"--show", "evening"});
        QVERIFY(second->waitFor(
            [](const QJsonObject& line) { return line["event"] == "show" && line["slug"] == "evening"; }));
        QVERIFY(second->waitFor([](const QJsonObject& line) { return line["event"] == "ready"; }));
        QVERIFY(second->act({{"do", "take"}, {"scene", "Host"}}));
        second->process.write("{\"do\":\"take\",\"scene\":\"Nowhere\"}\nnot json\n");
        QVERIFY(second->waitFor(
            [](const QJsonObject& line) { return line["why"].toString().contains("no such scene"); }));
        QVERIFY(second->waitFor(
            [](const QJsonObject& line) { return line["why"].toString().contains("not a JSON object"); }));
        QVERIFY(second->act({{"do", "quit"}}));
        QVERIFY(second->process.waitForFinished(20'000));
        QCOMPARE(second->process.exitCode(), 0);
    }
    void endsCleanlyOnSigterm() {
        auto studio = start();
        QVERIFY(studio->event("ready"));
        QVERIFY(studio->act({{"do", "go_live"}}));
        QVERIFY(studio->event("live"));
        studio->process.terminate();
        QVERIFY(studio->event("ended"));
        QVERIFY(studio->process.waitForFinished(20'000));
        QCOMPARE(studio->process.exitStatus(), QProcess::NormalExit);
        QCOMPARE(studio->process.exitCode(), 0);
    }
};

int main(int argc, char** argv) {
    vitrine::tests::VirtualDisplay display;
    QGuiApplication application(argc, argv);
    TestStudioProgram test;
    return QTest::qExec(&test, argc, argv);
}
#include "tst_studio_program.moc"
