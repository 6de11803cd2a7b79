// SPDX-License-Identifier: GPL-3.0-or-later
#include <sys/stat.h>

#include <QDir>
#include <QFile>
#include <QTemporaryDir>
#include <QtTest>
#include <future>
#include <set>

#include "server/identity/tokens.h"

using namespace vitrine;
using identity::load_or_make_secret;

class TstSecretFile : public QObject {
    Q_OBJECT

  private slots:
    void makes_one_that_only_the_owner_reads();
    void gives_all_the_same_one();
    void refuses_one_that_others_can_read();
    void refuses_a_damaged_one();
    void says_when_it_cannot_write();
};

void TstSecretFile::makes_one_that_only_the_owner_reads() {
    QTemporaryDir dir;
    const auto path = dir.filePath("secret").toStdString();
    const auto secret = load_or_make_secret(path);
    QCOMPARE(secret.size(), size_t(32));
    QCOMPARE(load_or_make_secret(path), secret);
    struct stat facts {};
    QCOMPARE(::stat(path.c_str(), &facts), 0);
    QCOMPARE(facts.st_mode & 0777, mode_t(0600));
    QCOMPARE(QDir(dir.path()).entryList(QDir::Files).size(), 1);
    QTemporaryDir other;
    QVERIFY(load_or_make_secret(other.filePath("secret").toStdString()) != secret);
}

void TstSecretFile::gives_all_the_same_one() {
    QTemporaryDir dir;
    // A server that starts beside another one: whoever comes second takes what the first has made.
    const auto path = dir.filePath("secret").toStdString();
    std::set<std::string> secrets;
    for (int i = 0; i < 4; ++i) secrets.insert(load_or_make_secret(path));
    QCOMPARE(secrets.size(), size_t(1));
}

void TstSecretFile::refuses_one_that_others_can_read() {
    QTemporaryDir dir;
    const auto path = dir.filePath("secret").toStdString();
    load_or_make_secret(path);
    QCOMPARE(::chmod(path.c_str(), 0640), 0);
    QVERIFY_THROWS_EXCEPTION(std::runtime_error, load_or_make_secret(path));
}

void TstSecretFile::refuses_a_damaged_one() {
    QTemporaryDir dir;
    const auto path = dir.filePath("secret").toStdString();
    for (const int bytes : {0, 31, 33}) {
        QFile file(QString::fromStdString(path));
        QVERIFY(file.open(QIODevice::WriteOnly | QIODevice::Truncate));
        file.write(QByteArray(bytes, 's'));
        file.close();
        QVERIFY(file.setPermissions(QFile::ReadOwner | QFile::WriteOwner));
        QVERIFY_THROWS_EXCEPTION(std::runtime_error, load_or_make_secret(path));
    }
}

void TstSecretFile::says_when_it_cannot_write() {
    QTemporaryDir dir;
    try {
        load_or_make_secret(dir.filePath("no/such/folder/secret").toStdString());
        QFAIL("it was written nowhere");
    } catch (const std::runtime_error& error) {
        QVERIFY2(std::string(error.what()).find("cannot be written") != std::string::npos, error.what());
    }
}

QTEST_GUILESS_MAIN(TstSecretFile)
#include "tst_secret_file.moc"
