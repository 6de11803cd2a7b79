// SPDX-License-Identifier: GPL-3.0-or-later
#include <QSignalSpy>
#include <QTemporaryDir>
#include <QTest>

#include "commerce-client/live_show.h"
#include "tests/commerce-client/contract_server.h"

using namespace vitrine;
using namespace vitrine::commerce;

// Sign-in, its renewal and its end, against a peer over real gRPC.
class TestSession : public QObject {
    Q_OBJECT
    std::unique_ptr<QTemporaryDir> dir_;
    std::unique_ptr<test::ContractServer> server_;
    std::unique_ptr<SecretStore> secrets_;
    std::unique_ptr<Connection> connection_;

    void connectAnew() {
        connection_ = std::make_unique<Connection>(*secrets_);
        connection_->open(QString::fromStdString(server_->address()), "test");
        QTRY_COMPARE(connection_->reach(), Connection::Reach::online);
    }
    bool signIn(const QString& password, QString* why = nullptr) {
        bool answered = false, ok = false;
        connection_->session().signIn("creator", password, true, [&](Outcome<v1::Account> outcome) {
            answered = true;
            ok = outcome.ok();
            if (!ok && why) *why = outcome.fault().text;
        });
        return QTest::qWaitFor([&] { return answered; }) && ok;
    }
    bool restore() {
        bool answered = false, ok = false;
        connection_->session().restore([&](Outcome<v1::Account> outcome) {
            answered = true;
            ok = outcome.ok();
        });
        return QTest::qWaitFor([&] { return answered; }) && ok;
    }

  private slots:
    void init() {
        dir_ = std::make_unique<QTemporaryDir>();
        server_ = std::make_unique<test::ContractServer>();
        secrets_ = std::make_unique<SecretStore>(dir_->path(), SecretStore::Place::file);
        connectAnew();
    }
    void cleanup() {
        connection_.reset();
        server_.reset();
    }

    void aWrongPasswordIsSaidInTheServersWords() {
        QString why;
        QVERIFY(!signIn("wrong", &why));
        QCOMPARE(why, QStringLiteral("Name or password is wrong."));
        QVERIFY(!connection_->session().signedIn());
    }
    void comesBackWithTheKeptToken() {
        QVERIFY(signIn("right"));
        connectAnew();
        QVERIFY(restore());
        QCOMPARE(server_->refreshes(), 1);
        QCOMPARE(connection_->session().account().display_name(), std::string("Creator"));
    }
    void aSpentTokenFallsBackToTheKeptPassword() {
        QVERIFY(signIn("right"));
        server_->refuse_refresh = true;
        connectAnew();
        QVERIFY(restore());
    }
    void isRenewedBeforeItEnds() {
        server_->access_life_us = 1'500'000;
        QVERIFY(signIn("right"));
        QTRY_VERIFY(server_->refreshes() >= 2);
        QVERIFY(connection_->session().signedIn());
    }
    void aRefusedTokenIsRenewedOnceAndTheCommandIsDone() {
        QVERIFY(signIn("right"));
        server_->expire("access-1");
        LiveShow show(*connection_);
        bool done = false;
        show.pin("0190a000-0000-7000-8000-000000000001", "mug", std::nullopt,
                 [&](Outcome<v1::PinMoment> outcome) { done = outcome.ok(); });
        QTRY_VERIFY(done);
        QCOMPARE(server_->refreshes(), 1);
        QCOMPARE(server_->tokens(), (std::vector<std::string>{"Bearer access-1", "Bearer access-2"}));
    }
    // A refresh token that is used twice ends the session: calls that are refused together share one renewal.
    void refusedTogetherRenewedOnce() {
        QVERIFY(signIn("right"));
        server_->expire("access-1");
        LiveShow show(*connection_);
        int done = 0;
        for (int i = 0; i < 5; ++i) {
            show.pin("0190a000-0000-7000-8000-00000000000" + std::to_string(i), "mug", std::nullopt,
                     [&](Outcome<v1::PinMoment> outcome) { done += outcome.ok(); });
        }
        QTRY_COMPARE(done, 5);
        QCOMPARE(server_->refreshes(), 1);
    }
    void anEndedSessionIsSaid() {
        QVERIFY(signIn("right"));
        QSignalSpy ended(&connection_->session(), &Session::ended);
        server_->refuse_refresh = true;
        server_->expire("access-1");
        LiveShow show(*connection_);
        FaultKind kind = FaultKind::internal;
        show.pin("0190a000-0000-7000-8000-000000000001", "mug", std::nullopt,
                 [&](Outcome<v1::PinMoment> outcome) { kind = outcome.fault().kind; });
        QTRY_COMPARE(ended.size(), 1);
        QTRY_COMPARE(kind, FaultKind::signed_out);
        QVERIFY(!connection_->session().signedIn());
    }
};

QTEST_GUILESS_MAIN(TestSession)
#include "tst_client_session.moc"
