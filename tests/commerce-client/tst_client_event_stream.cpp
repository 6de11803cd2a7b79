// SPDX-License-Identifier: GPL-3.0-or-later
#include <QSignalSpy>
#include <QTemporaryDir>
#include <QTest>

#include "commerce-client/live_show.h"
#include "tests/commerce-client/contract_server.h"

using namespace vitrine;
using namespace vitrine::commerce;
using v1::SubscribeResponse;

namespace {

SubscribeResponse snapshot(int64_t seq, int64_t staff_seq, int64_t chat) {
    SubscribeResponse made;
    auto* whole = made.mutable_snapshot();
    whole->mutable_show()->set_id("show");
    whole->mutable_show()->set_title("First show");
    whole->set_seq(seq);
    whole->set_staff_seq(staff_seq);
    whole->set_epoch("epoch-1");
    whole->set_watching(3);
    for (int64_t number = 1; number <= chat; ++number) {
        auto* line = whole->add_chat();
        line->set_id("line-" + std::to_string(number));
        line->set_number(number);
    }
    auto* product = whole->add_products();
    product->set_id("mug");
    auto* variant = product->add_variants();
    variant->set_id("mug/blue");
    variant->set_available(10);
    return made;
}

SubscribeResponse resumed() {
    SubscribeResponse made;
    made.mutable_resumed();
    return made;
}

SubscribeResponse pin(int64_t seq, const std::string& product) {
    SubscribeResponse made;
    auto* event = made.mutable_event();
    event->set_seq(seq);
    event->set_audience(v1::AUDIENCE_EVERYONE);
    event->mutable_pinned()->set_id("pin-" + std::to_string(seq));
    event->mutable_pinned()->set_product_id(product);
    return made;
}

SubscribeResponse order(int64_t seq, const std::string& id) {
    SubscribeResponse made;
    auto* event = made.mutable_event();
    event->set_seq(seq);
    event->set_audience(v1::AUDIENCE_STAFF);
    event->mutable_order()->set_id(id);
    return made;
}

SubscribeResponse chat(int64_t number) {
    SubscribeResponse made;
    auto* line = made.mutable_event()->mutable_chat();
    line->set_id("line-" + std::to_string(number));
    line->set_number(number);
    line->set_text("hello");
    return made;
}

}  // namespace

// A show's events, in order, without gaps or doubles, whatever the line does.
class TestEventStream : public QObject {
    Q_OBJECT
    QTemporaryDir dir_;
    SecretStore secrets_{dir_.path(), SecretStore::Place::file};
    std::unique_ptr<test::ContractServer> server_;
    std::unique_ptr<Connection> connection_;
    std::unique_ptr<LiveShow> show_;

    void openShow() {
        v1::Show show;
        show.set_id("show");
        show_->open(show);
    }

  private slots:
    void init() {
        server_ = std::make_unique<test::ContractServer>();
        connection_ = std::make_unique<Connection>(secrets_);
        connection_->open(QString::fromStdString(server_->address()), "test");
        QTRY_COMPARE(connection_->reach(), Connection::Reach::online);
        bool in = false;
        connection_->session().signIn("creator", "right", false,
                                      [&](Outcome<v1::Account> outcome) { in = outcome.ok(); });
        QTRY_VERIFY(in);
        show_ = std::make_unique<LiveShow>(*connection_);
    }
    void cleanup() {
        show_.reset();
        connection_.reset();
        server_.reset();
    }

    void aSnapshotFillsEverything() {
        server_->script({snapshot(4, 2, 3)});
        openShow();
        QTRY_COMPARE(show_->products().rowCount(), 1);
        QCOMPARE(show_->show().title(), std::string("First show"));
        QCOMPARE(show_->chat().rowCount(), 3);
        QCOMPARE(show_->watching(), int64_t{3});
        QVERIFY(show_->upToDate());
    }
    void eventsReachTheModels() {
        server_->script({snapshot(0, 0, 0), pin(1, "mug"), order(1, "order-1"), chat(1)});
        openShow();
        QTRY_COMPARE(show_->chat().rowCount(), 1);
        QCOMPARE(show_->products().pinnedId(), std::string("mug"));
        QTRY_COMPARE(show_->orders().rowCount(), 1);
    }
    void resumesWhereItStood() {
        server_->script({snapshot(4, 2, 3), pin(5, "mug"), order(3, "o"), chat(4)});
        openShow();
        QTRY_COMPARE(show_->chat().rowCount(), 4);
        server_->script({resumed(), pin(6, "")});
        server_->breakStreams();
        QTRY_COMPARE(show_->products().pinnedId(), std::string());
        const auto asked = server_->subscriptions();
        QCOMPARE(asked.size(), size_t{2});
        QCOMPARE(asked[0].epoch(), std::string());
        QCOMPARE(asked[1].epoch(), std::string("epoch-1"));
        QCOMPARE(asked[1].after_seq(), int64_t{5});
        QCOMPARE(asked[1].after_staff_seq(), int64_t{3});
        QCOMPARE(asked[1].after_chat(), int64_t{4});
    }
    void eventsThatComeTwiceCountOnce() {
        QSignalSpy pinned(show_.get(), &LiveShow::pinned);
        server_->script({snapshot(4, 0, 0), pin(5, "mug"), chat(1)});
        openShow();
        QTRY_COMPARE(show_->chat().rowCount(), 1);
        server_->script({resumed(), pin(4, "old"), pin(5, "mug"), chat(1), pin(6, "mug"), chat(2)});
        server_->breakStreams();
        QTRY_COMPARE(show_->chat().rowCount(), 2);
        QCOMPARE(pinned.size(), 2);
    }
    // uWebSockets 1338: what was skipped after a slow reader's gap must not be taken for all there was.
    void aGapIsAskedForAgain() {
        QSignalSpy pinned(show_.get(), &LiveShow::pinned);
        server_->script({snapshot(4, 0, 0), pin(6, "later")});
        server_->script({resumed(), pin(5, "mug"), pin(6, "later")});
        openShow();
        QTRY_COMPARE(pinned.size(), 2);
        QCOMPARE(pinned[0][0].value<v1::PinMoment>().id(), std::string("pin-5"));
        QCOMPARE(server_->subscriptions().at(1).after_seq(), int64_t{4});
    }
    void anotherEpochStartsAnew() {
        server_->script({snapshot(4, 0, 3), pin(5, "mug")});
        openShow();
        QTRY_COMPARE(show_->products().pinnedId(), std::string("mug"));
        server_->script({snapshot(0, 0, 1), pin(1, "mug")});
        server_->breakStreams();
        QTRY_COMPARE(show_->chat().rowCount(), 1);
        QTRY_COMPARE(show_->products().pinnedId(), std::string("mug"));
    }
    void totalsAreAskedForWhenOrdersMove() {
        server_->sell(300, 250, 250'000);
        server_->script({snapshot(0, 0, 0)});
        openShow();
        QTRY_COMPARE(show_->orders().paidCount(), 250);
        server_->sell(301, 251, 251'000);
        server_->script({resumed(), order(1, "another")});
        server_->breakStreams();
        QTRY_COMPARE(show_->orders().paidCount(), 251);
        QCOMPARE(show_->orders().rowCount(), 1);
    }
    // The server ends a stream whose token ran out; the session has long taken the next one.
    void aStreamWhoseTokenRanOutGoesOnWithTheNextOneUnnoticed() {
        server_->script({snapshot(0, 0, 0)});
        openShow();
        QTRY_VERIFY(show_->upToDate());
        connection_->calls().renewSession();
        QTRY_COMPARE(server_->refreshes(), 1);
        QTRY_VERIFY(connection_->calls().accessToken() != "access-1");
        QSignalSpy gaps(show_.get(), &LiveShow::upToDateChanged);
        server_->script({resumed(), pin(1, "mug")});
        server_->endStreams();
        QTRY_COMPARE(show_->products().pinnedId(), std::string("mug"));
        QCOMPARE(gaps.size(), 0);
        QCOMPARE(server_->refreshes(), 1);
    }
    void anInterruptionIsSaidAndMended() {
        server_->script({snapshot(0, 0, 0)});
        openShow();
        QTRY_VERIFY(show_->upToDate());
        const int port = server_->port();
        server_->stop();
        QTRY_VERIFY(!show_->upToDate());
        server_->script({resumed()});
        server_->start(port);
        QTRY_VERIFY_WITH_TIMEOUT(show_->upToDate(), 15'000);
    }
    void anExpiredTokenIsRenewedForTheStreamToo() {
        server_->expire("access-1");
        server_->script({snapshot(0, 0, 0)});
        openShow();
        QTRY_VERIFY(show_->upToDate());
        QVERIFY(server_->refreshes() >= 1);
    }
    void closingASlotInsideAnEventIsSafe() {
        server_->script({snapshot(0, 0, 0), pin(1, "mug"), pin(2, "")});
        connect(show_.get(), &LiveShow::pinned, this, [this] { show_->close(); });
        openShow();
        QTRY_VERIFY(!show_->isOpen());
        QCOMPARE(show_->products().rowCount(), 0);
    }
};

QTEST_GUILESS_MAIN(TestEventStream)
#include "tst_client_event_stream.moc"
