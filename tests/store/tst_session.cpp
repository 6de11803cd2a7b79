// SPDX-License-Identifier: GPL-3.0-or-later
#include <QtTest>

#include "server/store/faults.h"
#include "server/store/message_text.h"
#include "tests/store/fresh_store.h"
#include "tests/store/tally.h"

using namespace vitrine;

class TstSession : public QObject {
    Q_OBJECT

  private slots:
    void init() {
        place_ = std::make_unique<tests::TestDatabase>();
        database_ = store::Database::open(place_->url());
        tests::make_tally(*database_);
        session_ = database_->connect(false);
    }
    void cleanup() {
        session_.reset();
        database_.reset();
        place_.reset();
    }
    void runs_a_kept_statement_with_other_values();
    void keeps_hostile_text_as_it_is_data();
    void keeps_hostile_text_as_it_is();
    void refuses_text_with_a_zero_byte();
    void goes_on_after_a_statement_failed();
    void leaves_no_statement_open();
    void walks_rows_and_may_stop();
    void refuses_a_second_row();
    void refuses_to_run_a_statement_inside_itself();
    void carries_any_bytes_as_text();

  private:
    int64_t count(const std::string& name) {
        int64_t n = -1;
        session_->run("SELECT count FROM tally WHERE name = :name", soci::use(name), soci::into(n));
        return n;
    }
    void add(const std::string& name, int64_t count) {
        session_->run("INSERT INTO tally (name, count) VALUES (:name, :count)", soci::use(name),
                      soci::use(count));
    }

    std::unique_ptr<tests::TestDatabase> place_;
    std::unique_ptr<store::Database> database_;
    std::unique_ptr<store::Session> session_;
};

void TstSession::runs_a_kept_statement_with_other_values() {
    for (int64_t i = 0; i < 100; ++i) add("row " + std::to_string(i), i);
    for (int64_t i = 99; i >= 0; --i) QCOMPARE(count("row " + std::to_string(i)), i);
    QCOMPARE(count("nobody"), int64_t(-1));
    QCOMPARE(
        session_->change("UPDATE tally SET count = count + 1 WHERE count >= :least", soci::use(int64_t(90))),
        int64_t(10));
    QCOMPARE(
        session_->change("UPDATE tally SET count = count + 1 WHERE count >= :least", soci::use(int64_t(900))),
        int64_t(0));
    int64_t now = 0;
    QVERIFY(session_->run("UPDATE tally SET count = 7 WHERE name = :name RETURNING count",
                          soci::use(std::string("row 3")), soci::into(now)));
    QCOMPARE(now, int64_t(7));
}

void TstSession::keeps_hostile_text_as_it_is_data() {
    QTest::addColumn<QByteArray>("text");
    QTest::newRow("quote") << QByteArray("'; DROP TABLE tally; --");
    QTest::newRow("placeholder") << QByteArray(":name ?1 $1 %s");
    QTest::newRow("backslash") << QByteArray("\\' \\\\ \\x00");
    QTest::newRow("double quote") << QByteArray("\" OR \"\"=\"");
    QTest::newRow("emoji") << QByteArray("🦊 👩‍👩‍👧 é e\xcc\x81");
    QTest::newRow("long") << QByteArray(200'000, '\'');
}

void TstSession::keeps_hostile_text_as_it_is() {
    QFETCH(QByteArray, text);
    add(text.toStdString(), 5);
    QCOMPARE(count(text.toStdString()), int64_t(5));
    std::string name;
    session_->run("SELECT name FROM tally", soci::into(name));
    QCOMPARE(QByteArray::fromStdString(name), text);
}

// PostgreSQL's client would take it for a shorter text.
void TstSession::refuses_text_with_a_zero_byte() {
    add("one", 1);
    QVERIFY_THROWS_EXCEPTION(store::NotText, count(std::string("one\0two", 7)));
    QVERIFY_THROWS_EXCEPTION(store::NotText, add(std::string("two\0", 4), 2));
    QCOMPARE(count("one"), int64_t(1));
    QCOMPARE(count("two"), int64_t(-1));
}

void TstSession::goes_on_after_a_statement_failed() {
    add("one", 1);
    QVERIFY_THROWS_EXCEPTION(soci::soci_error, add("one", 1));
    QVERIFY_THROWS_EXCEPTION(soci::soci_error, add("negative", -1));
    add("two", 2);
    QCOMPARE(count("two"), int64_t(2));
    QVERIFY_THROWS_EXCEPTION(soci::soci_error, session_->run("SELECT broken"));
    QVERIFY_THROWS_EXCEPTION(soci::soci_error, session_->run("SELECT broken"));
}

// A half-read statement keeps its snapshot: the same session would read the past for ever.
void TstSession::leaves_no_statement_open() {
    add("one", 1);
    const auto reader = database_->connect(true);
    const auto seen = [&] {
        int64_t n = -1;
        reader->run("SELECT count FROM tally WHERE name = 'one'", soci::into(n));
        return n;
    };
    QCOMPARE(seen(), int64_t(1));
    session_->run("UPDATE tally SET count = 2 WHERE name = 'one'");
    QCOMPARE(seen(), int64_t(2));
    if (tests::TestDatabase::postgresql()) return;
    // With no reader in the way, the whole log can be put back into the database.
    int64_t busy = -1, in_log = -1, put_back = -1;
    *session_ << "PRAGMA wal_checkpoint(TRUNCATE)", soci::into(busy), soci::into(in_log),
        soci::into(put_back);
    QCOMPARE(busy, int64_t(0));
}

void TstSession::walks_rows_and_may_stop() {
    for (int64_t i = 0; i < 10; ++i) add("row " + std::to_string(i), i);
    const auto sum = [&](bool stop) {
        int64_t total = 0, value = 0;
        session_->each(
            "SELECT count FROM tally WHERE count >= :least ORDER BY count",
            [&] {
                total += count("row " + std::to_string(value));
                if (stop && value == 5) throw std::runtime_error("enough");
            },
            soci::use(int64_t(2)), soci::into(value));
        return total;
    };
    QCOMPARE(sum(false), int64_t(44));
    QVERIFY_THROWS_EXCEPTION(std::runtime_error, sum(true));
    QCOMPARE(sum(false), int64_t(44));
}

void TstSession::refuses_a_second_row() {
    add("one", 1);
    add("two", 2);
    int64_t n = 0;
    QVERIFY_THROWS_EXCEPTION(std::logic_error, session_->run("SELECT count FROM tally", soci::into(n)));
    QCOMPARE(count("two"), int64_t(2));
}

void TstSession::refuses_to_run_a_statement_inside_itself() {
    add("one", 1);
    int64_t n = 0;
    const auto walk = [&] {
        session_->each(
            "SELECT count FROM tally", [&] { session_->run("SELECT count FROM tally"); }, soci::into(n));
    };
    QVERIFY_THROWS_EXCEPTION(std::logic_error, walk());
    QCOMPARE(count("one"), int64_t(1));
}

void TstSession::carries_any_bytes_as_text() {
    std::string bytes;
    for (int i = 0; i < 600; ++i) {
        QCOMPARE(store::from_text(store::to_text(bytes)), bytes);
        bytes.push_back(static_cast<char>(i));
    }
    QVERIFY_THROWS_EXCEPTION(std::runtime_error, store::from_text("not base64!"));
    QVERIFY(store::hash_text("a") != store::hash_text("b"));
}

QTEST_GUILESS_MAIN(TstSession)
#include "tst_session.moc"
