// SPDX-License-Identifier: GPL-3.0-or-later
#include <QFile>
#include <QTest>
#include <atomic>
#include <mutex>
#include <set>
#include <thread>

#include "server/store/database.h"
#include "tests/server/shop_on_air.h"
#include "tests/shop/auditor.h"
#include "vitrine/v1/stock.grpc.pb.h"

using namespace vitrine;
using namespace vitrine::test;

namespace {

struct Outcome {
    int code;
    QByteArray said;
};

Outcome back_up(const QString& data_dir, const QString& file) {
    QProcess process;
    process.setProcessChannelMode(QProcess::MergedChannels);
    process.start(RunningServer::program(), {"backup", file, "--data-dir", data_dir});
    if (!process.waitForFinished(60'000)) return {-1, "it did not end"};
    return {process.exitCode(), process.readAll()};
}

}  // namespace

// The restore drill: copied in the middle of a sale, put into another directory, audited, sold from.
class TestBackup : public QObject {
    Q_OBJECT

    ShopOnAir shop_;

  private slots:
    void initTestCase() {
        QVERIFY2(shop_.open(), shop_.server ? shop_.server->log().constData() : "not started");
    }

    void aCopyMadeInASaleIsASoundShop() {
        const QString variant = shop_.variant();
        QVERIFY(shop_.add_stock(variant, 100'000));
        std::mutex mutex;
        std::set<std::string> answered;
        std::atomic<bool> going{true};
        std::vector<std::thread> buyers;
        for (int i = 0; i < 4; ++i) {
            buyers.emplace_back([&] {
                while (going) {
                    const QByteArray token = shop_.guest(), hold = command_id();
                    if (shop_.hold(token, variant, 1, hold).status != 200) return;
                    shop_.pay(token, QString(hold), "sandbox_approve", command_id());
                    std::lock_guard lock(mutex);
                    answered.insert(hold.toStdString());
                }
            });
        }
        const auto count = [&] {
            std::lock_guard lock(mutex);
            return answered.size();
        };
        QTRY_VERIFY_WITH_TIMEOUT(count() > 40, 30'000);
        const std::set<std::string> before = [&] {
            std::lock_guard lock(mutex);
            return answered;
        }();
        const QTemporaryDir kept;
        const QString copy = kept.filePath("copy.db");
        const Outcome made = back_up(shop_.directory.path(), copy);
        const size_t at_the_end_of_the_copy = count();
        QVERIFY2(made.code == 0, made.said.constData());
        // The server went on selling meanwhile and afterwards.
        QTRY_VERIFY_WITH_TIMEOUT(count() > at_the_end_of_the_copy + 40, 30'000);
        going = false;
        for (auto& buyer : buyers) buyer.join();
        restore(copy, before);
    }

    void refusesToOverwriteAndToCopyNothing() {
        const QTemporaryDir kept;
        const QString copy = kept.filePath("copy.db");
        QCOMPARE(back_up(shop_.directory.path(), copy).code, 0);
        const Outcome again = back_up(shop_.directory.path(), copy);
        QCOMPARE(again.code, 1);
        QVERIFY2(again.said.contains("is there already"), again.said.constData());
        const Outcome nothing = back_up(kept.filePath("empty"), kept.filePath("other.db"));
        QCOMPARE(nothing.code, 1);
        QVERIFY2(nothing.said.contains("There is no database"), nothing.said.constData());
        const Outcome nowhere = back_up(shop_.directory.path(), kept.filePath("no/such/folder/copy.db"));
        QCOMPARE(nowhere.code, 1);
        QCOMPARE(QDir(kept.path()).entryList(QDir::Files), QStringList{"copy.db"});
    }

  private:
    void restore(const QString& copy, const std::set<std::string>& before) {
        const QTemporaryDir directory;
        QVERIFY(QFile::copy(copy, directory.filePath("vitrine.db")));
        QVERIFY(QFile::copy(shop_.directory.filePath("token.key"), directory.filePath("token.key")));
        {
            const auto database =
                store::Database::open("sqlite://" + directory.filePath("vitrine.db").toStdString());
            const auto session = database->connect(true);
            for (const auto& complaint : tests::audit_shop(*session)) QFAIL(complaint.c_str());
            for (const auto& id : before) {
                int64_t held = 0;
                session->run("SELECT COUNT(*) FROM hold WHERE id = :id", soci::use(id), soci::into(held));
                QVERIFY2(held == 1, "an answered hold is not in the copy");
            }
            // Pages that saw more than the copy did must notice.
            const auto original =
                store::Database::open("sqlite://" + shop_.directory.filePath("vitrine.db").toStdString());
            QVERIFY(database->epoch() != original->epoch());
        }
        RunningServer restored(directory.path());
        QVERIFY2(restored.ready(), restored.log().constData());
        const QByteArray token = restored.request("POST", "/v1/guests", "", {{"name", "Late"}})
                                     .json()["accessToken"]
                                     .toString()
                                     .toUtf8();
        const auto held = restored.request("POST", "/v1/holds", token,
                                           {{"commandId", QString(command_id())},
                                            {"showId", QString::fromStdString(shop_.show_id)},
                                            {"variantId", shop_.variant()},
                                            {"quantity", "1"}});
        QVERIFY2(held.status == 200, held.body.constData());
    }
};

QTEST_GUILESS_MAIN(TestBackup)
#include "tst_backup.moc"
