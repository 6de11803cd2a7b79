// SPDX-License-Identifier: GPL-3.0-or-later
#include <QFile>
#include <QSignalSpy>
#include <QTemporaryDir>
#include <QTest>

#include "commerce-client/secret_store.h"

using vitrine::commerce::SecretStore;

class TestSecrets : public QObject {
    Q_OBJECT
    QTemporaryDir dir_;

    std::optional<QString> read(SecretStore& store, const QString& name) {
        std::optional<QString> found;
        bool answered = false;
        store.read(name, [&](std::optional<QString> secret) {
            found = secret;
            answered = true;
        });
        if (!QTest::qWaitFor([&] { return answered; })) qFatal("no answer");
        return found;
    }

  private slots:
    void keepsInAFileThatOnlyItsOwnerMayRead() {
        SecretStore store(dir_.path() + "/a", SecretStore::Place::file);
        store.write("refresh/here", "s3cret");
        QCOMPARE(read(store, "refresh/here"), std::optional<QString>("s3cret"));
        const auto mode = QFile::permissions(dir_.path() + "/a/secrets.json");
        QCOMPARE(mode & (QFile::ReadGroup | QFile::WriteGroup | QFile::ReadOther | QFile::WriteOther),
                 QFile::Permissions());
        QVERIFY(store.whereabouts().contains("secrets.json"));
    }
    void survivesTheProgramAndForgets() {
        SecretStore(dir_.path(), SecretStore::Place::file).write("x", "1");
        SecretStore store(dir_.path(), SecretStore::Place::file);
        QCOMPARE(read(store, "x"), std::optional<QString>("1"));
        store.remove("x");
        QCOMPARE(read(store, "x"), std::nullopt);
    }
    void withoutASessionBusItTakesTheFileAndSaysSo() {
        qunsetenv("DBUS_SESSION_BUS_ADDRESS");
        SecretStore store(dir_.path(), SecretStore::Place::automatic);
        QVERIFY(store.usesFile());
        QVERIFY(store.whereabouts().contains(dir_.path()));
    }
    void aDamagedFileIsAnEmptyOne() {
        QFile file(dir_.path() + "/secrets.json");
        QVERIFY(file.open(QIODevice::WriteOnly));
        file.write("{\"x\": \"1\"");
        file.close();
        SecretStore store(dir_.path(), SecretStore::Place::file);
        QCOMPARE(read(store, "x"), std::nullopt);
        store.write("y", "2");
        QCOMPARE(read(store, "y"), std::optional<QString>("2"));
    }
    void whatCannotBeWrittenIsSaid() {
        SecretStore store("/proc/nowhere", SecretStore::Place::file);
        QSignalSpy problem(&store, &SecretStore::problem);
        store.write("x", "1");
        QCOMPARE(problem.size(), 1);
    }
};

QTEST_GUILESS_MAIN(TestSecrets)
#include "tst_client_secrets.moc"
