// SPDX-License-Identifier: GPL-3.0-or-later
#include <QFile>
#include <QtTest>

#include "server/store/migrations.h"
#include "tests/store/earlier_schemas.h"
#include "tests/store/fresh_store.h"

using namespace vitrine;

class TstMigrations : public QObject {
    Q_OBJECT

  private slots:
    void opens_again_with_the_same_epoch();
    void gives_each_database_an_epoch_of_its_own();
    void applies_a_step_once();
    void applies_all_of_a_step_or_nothing();
    void keeps_the_rows_of_every_earlier_schema_data();
    void keeps_the_rows_of_every_earlier_schema();
    void applies_a_step_that_came_in_between();
    void refuses_a_newer_database();
    void refuses_a_file_that_is_no_database();
    void refuses_addresses_it_does_not_know_data();
    void refuses_addresses_it_does_not_know();
    void opens_from_two_threads_at_once();
};

void TstMigrations::opens_again_with_the_same_epoch() {
    tests::TestDatabase place;
    const std::string epoch = store::Database::open(place.url())->epoch();
    QVERIFY(!epoch.empty());
    QCOMPARE(store::Database::open(place.url())->epoch(), epoch);
}

void TstMigrations::gives_each_database_an_epoch_of_its_own() {
    tests::TestDatabase one, two;
    QVERIFY(store::Database::open(one.url())->epoch() != store::Database::open(two.url())->epoch());
}

void TstMigrations::applies_a_step_once() {
    tests::FreshStore s;
    auto steps = store::migrations();
    const int64_t next = steps.back().version + 1;
    steps.push_back({next,
                     "a table",
                     {"CREATE TABLE thing (id TEXT PRIMARY KEY)", "INSERT INTO thing (id) VALUES ('one')"}});
    const auto session = s.database->connect(false);
    store::migrate(*session, steps, s.clock.now());
    store::migrate(*session, steps, s.clock.now());
    QCOMPARE(s.number("SELECT COUNT(*) FROM thing"), int64_t(1));
    QCOMPARE(s.number("SELECT MAX(version) FROM schema_step"), next);
}

void TstMigrations::applies_all_of_a_step_or_nothing() {
    tests::FreshStore s;
    auto steps = store::migrations();
    const int64_t before = steps.back().version;
    steps.push_back(
        {before + 1,
         "half",
         {"CREATE TABLE thing (id TEXT PRIMARY KEY)", "CREATE TABLE thing (id TEXT PRIMARY KEY)"}});
    const auto session = s.database->connect(false);
    QVERIFY_THROWS_EXCEPTION(soci::soci_error, store::migrate(*session, steps, s.clock.now()));
    QVERIFY_THROWS_EXCEPTION(soci::soci_error, s.number("SELECT COUNT(*) FROM thing"));
    QCOMPARE(s.number("SELECT MAX(version) FROM schema_step"), before);
}

void TstMigrations::keeps_the_rows_of_every_earlier_schema_data() {
    QTest::addColumn<qint64>("version");
    for (const auto& step : store::migrations()) QTest::newRow(step.name.c_str()) << qint64(step.version);
}

// A database that was filled step by step until `version`, as an operator's is, and then opened by this
// program.
void TstMigrations::keeps_the_rows_of_every_earlier_schema() {
    QFETCH(qint64, version);
    tests::TestDatabase place;
    const auto rows = tests::earlier_rows();
    std::vector<store::Migration> steps;
    for (const auto& step : store::migrations()) {
        if (step.version > version) break;
        steps.push_back(step);
        const auto then = store::Database::open(place.url(), steps)->connect(false);
        for (const auto& earlier : rows) {
            if (earlier.version != step.version) continue;
            for (const auto statement : earlier.statements) *then << std::string(statement);
        }
    }
    const auto opened = store::Database::open(place.url())->connect(true);
    for (const auto& earlier : rows) {
        if (earlier.version > version) continue;
        for (const auto query : earlier.kept) {
            int64_t count = 0;
            opened->run(query, soci::into(count));
            QVERIFY2(count == 1, query.data());
        }
    }
}

void TstMigrations::applies_a_step_that_came_in_between() {
    tests::FreshStore s;
    auto steps = store::migrations();
    const int64_t last = steps.back().version;
    const auto session = s.database->connect(false);
    steps.push_back({last + 2, "early", {"CREATE TABLE early (id TEXT PRIMARY KEY)"}});
    store::migrate(*session, steps, s.clock.now());
    steps.insert(steps.end() - 1, {last + 1, "late", {"CREATE TABLE late (id TEXT PRIMARY KEY)"}});
    store::migrate(*session, steps, s.clock.now());
    QCOMPARE(s.number("SELECT COUNT(*) FROM late"), int64_t(0));
}

void TstMigrations::refuses_a_newer_database() {
    tests::TestDatabase place;
    store::Database::open(place.url())
        ->connect(false)
        ->run("INSERT INTO schema_step (version, name, applied_us) VALUES (999, 'later', 1)");
    try {
        store::Database::open(place.url());
        QFAIL("a newer database was opened");
    } catch (const std::runtime_error& error) {
        QVERIFY2(std::string(error.what()).find("newer Vitrine") != std::string::npos, error.what());
    }
}

void TstMigrations::refuses_a_file_that_is_no_database() {
    QTemporaryDir dir;
    QFile file(dir.filePath("photo.db"));
    QVERIFY(file.open(QIODevice::WriteOnly));
    file.write(QByteArray(10'000, 'J'));
    file.close();
    try {
        store::Database::open("sqlite://" + file.fileName().toStdString());
        QFAIL("a photo was opened as a database");
    } catch (const std::runtime_error& error) {
        QVERIFY2(std::string(error.what()).find("not a Vitrine database") != std::string::npos, error.what());
    }
    QVERIFY(file.open(QIODevice::ReadOnly));
    QCOMPARE(file.readAll(), QByteArray(10'000, 'J'));
}

void TstMigrations::refuses_addresses_it_does_not_know_data() {
    QTest::addColumn<QString>("url");
    QTest::newRow("empty") << "";
    QTest::newRow("no path") << "sqlite://";
    QTest::newRow("another scheme") << "mysql://root@localhost/shop";
    QTest::newRow("quotation mark") << "sqlite:///tmp/a\" timeout=0.db";
    QTest::newRow("no such folder") << "sqlite:///nonexistent/folder/vitrine.db";
    QTest::newRow("no such server") << "postgresql:///vitrine?host=/nonexistent";
    QTest::newRow("no such port") << "postgresql://vitrine:secret@127.0.0.1:1/vitrine";
    QTest::newRow("not an address") << "postgresql://vitrine:secret@[/vitrine";
}

void TstMigrations::refuses_addresses_it_does_not_know() {
    QFETCH(QString, url);
    try {
        store::Database::open(url.toStdString());
        QFAIL("it was opened");
    } catch (const std::runtime_error& error) {
        QVERIFY2(!QByteArray(error.what()).contains("secret"), error.what());
    }
}

void TstMigrations::opens_from_two_threads_at_once() {
    tests::TestDatabase place;
    const std::string url = place.url();
    auto other = std::async(std::launch::async, [&] { return store::Database::open(url)->epoch(); });
    const std::string epoch = store::Database::open(url)->epoch();
    QCOMPARE(other.get(), epoch);
}

QTEST_GUILESS_MAIN(TstMigrations)
#include "tst_migrations.moc"
