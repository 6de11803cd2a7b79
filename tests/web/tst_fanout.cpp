// SPDX-License-Identifier: GPL-3.0-or-later
#include <QJsonDocument>
#include <QJsonObject>
#include <QTest>
#include <atomic>
#include <thread>

#include "server/shop/coupons.h"
#include "server/shop/drops.h"
#include "server/shop/pricing.h"
#include "server/shop/sales.h"
#include "server/shop/show_case.h"
#include "server/web/event_stream.h"
#include "server/web/http_listener.h"
#include "server/web/viewer_socket.h"
#include "tests/room/fresh_room.h"
#include "tests/web/socket_peer.h"

using namespace vitrine;
using namespace vitrine::web;
using vitrine::test::SocketPeer;
using vitrine::tests::FreshRoom;

// The fan-out on real sockets over a real store, in one process.
class TestFanout : public QObject {
    Q_OBJECT

    // In the server's order: the loop outlives what posts to it and stops before the services go.
    struct House {
        SystemClock clock;
        Meters meters;
        Loop loop{clock};
        FreshRoom room;
        identity::Tokens tokens{std::string(32, 'k'), room.clock};
        identity::Identity identity{*room.committer, *room.readers, tokens};
        shop::Sales sales{*room.committer, *room.readers};
        shop::Carts carts{*room.committer, *room.readers};
        shop::Pricing pricing{*room.committer, *room.readers};
        shop::Coupons coupons{*room.committer, *room.readers};
        std::unique_ptr<shop::Drops> drops = std::make_unique<shop::Drops>(*room.committer, *room.readers);
        shop::SettledMoney settled_money{*room.committer, *room.readers};
        show::EventLog log{*room.readers};
        show::Snapshots snapshots{*room.readers, room.clock, room.database->epoch(), {shop::add_to_snapshot}};
        ShowHubs hubs{loop,
                      {identity, tokens, room.shows, log, snapshots, room.chat, sales, carts, pricing,
                       coupons, *drops, settled_money, *room.bus, clock},
                      meters};
        Router router;
        std::unique_ptr<HttpListener> listener;
        std::string show_id;

        explicit House(SocketTerms terms = {}) {
            show_id = room.create("Autumn table").value().id();
            room.start(show_id).value();
            router.add_stream("/v1/shows/{show}/socket", viewer_sockets(hubs, terms));
            router.add_stream("/v1/shows/{show}/events", event_streams(hubs, {}));
            HttpTerms http;
            http.port = 0;
            listener = listen_http(loop, http, router, meters);
            hubs.start();
            loop.start();
        }
        ~House() {
            listener.reset();
            loop.stop();
            drops.reset();
            room.committer.reset();
            room.readers.reset();
        }
        std::unique_ptr<SocketPeer> viewer() {
            return std::make_unique<SocketPeer>(listener->port(), QByteArray::fromStdString(show_id));
        }
        // A reader of server-sent events; from: the id of the last one he was given.
        std::unique_ptr<test::TcpPeer> stream(const QByteArray& from = "", const std::string& token = "") {
            auto peer = std::make_unique<test::TcpPeer>(listener->port());
            QByteArray request = "GET /v1/shows/" + QByteArray::fromStdString(show_id) + "/events";
            if (!token.empty()) request += "?access_token=" + QByteArray::fromStdString(token);
            request += " HTTP/1.1\r\nHost: t\r\n";
            if (!from.isEmpty()) request += "Last-Event-ID: " + from + "\r\n";
            peer->send(request + "\r\n");
            return peer;
        }
        // A state event: another line-up.
        void change(int number) {
            const auto lineup =
                number % 2 ? std::vector<std::string>{"mug"} : std::vector<std::string>{"vase", "bowl"};
            QVERIFY(room.set_lineup(show_id, lineup).ok());
        }
    };

    struct Reader {
        int64_t seq = 0;
        int64_t chat = 0;
        std::string epoch;
        int gaps = 0;
        int doubles = 0;

        void take(const v1::ServerFrame& frame) {
            if (frame.has_welcome() && frame.welcome().has_snapshot()) {
                const auto& snapshot = frame.welcome().snapshot();
                seq = snapshot.seq();
                epoch = snapshot.epoch();
                chat = snapshot.chat_size() ? snapshot.chat(snapshot.chat_size() - 1).number() : 0;
            }
            for (const auto& event : frame.events().events()) {
                if (event.has_chat()) {
                    judge(event.chat().number(), chat);
                } else if (event.seq() > 0) {
                    judge(event.seq(), seq);
                }
            }
        }
        void judge(int64_t number, int64_t& last) {
            if (number <= last) {
                ++doubles;
            } else if (number != last + 1) {
                ++gaps;
            }
            last = std::max(last, number);
        }
    };

    // The whole blocks of an event stream behind its header (WHATWG HTML §9.2.6): their fields by name.
    static QList<QMap<QByteArray, QByteArray>> blocks(const QByteArray& in) {
        QList<QMap<QByteArray, QByteArray>> found;
        const auto head = in.indexOf("\r\n\r\n");
        if (head < 0) return found;
        QByteArray rest = in.mid(head + 4);
        for (auto end = rest.indexOf("\n\n"); end >= 0; end = rest.indexOf("\n\n")) {
            QMap<QByteArray, QByteArray> fields;
            for (const QByteArray& line : rest.left(end).split('\n')) {
                const auto colon = line.indexOf(": ");
                if (colon > 0) fields[line.left(colon)] = line.mid(colon + 2);
            }
            if (fields.contains("data")) found << fields;
            rest.remove(0, end + 2);
        }
        return found;
    }
    // What an event of the show is known by; empty for what has no number.
    static QByteArray numbered(const QMap<QByteArray, QByteArray>& block) {
        if (block.contains("event")) return {};
        const QJsonObject event = QJsonDocument::fromJson(block["data"]).object();
        if (event.contains("chat")) return "chat " + event["chat"].toObject()["number"].toString().toUtf8();
        return event.contains("seq") ? "seq " + event["seq"].toString().toUtf8() : QByteArray();
    }

  private slots:
    void resumesWithoutGapOrDoubleWhileEventsFlow() {
        House house;
        std::atomic<bool> going{true};
        std::thread host([&] {
            for (int i = 0; going || i < 60; ++i) {
                house.change(i);
                if (i % 3 == 0) (void)house.room.say(house.show_id, "line " + std::to_string(i));
            }
        });
        Reader reader;
        int snapshots = 0;
        for (int visit = 0; visit < 25; ++visit) {
            auto peer = house.viewer();
            peer->hello("", reader.epoch, reader.seq, reader.chat);
            const auto welcome = peer->message();
            if (!welcome || !welcome->has_welcome()) break;
            snapshots += welcome->welcome().recovered() ? 0 : 1;
            reader.take(*welcome);
            for (int i = 0; i < visit % 5; ++i) {
                if (const auto frame = peer->message()) reader.take(*frame);
            }
        }
        going = false;
        host.join();
        auto last = house.viewer();
        last->hello("", reader.epoch, reader.seq, reader.chat);
        const int64_t end = house.room.number("SELECT MAX(seq) FROM event_log WHERE audience = 1");
        while (reader.seq < end) {
            const auto frame = last->message();
            QVERIFY(frame);
            reader.take(*frame);
        }
        QCOMPARE(snapshots, 1);
        QCOMPARE(reader.gaps, 0);
        QCOMPARE(reader.doubles, 0);
        QCOMPARE(reader.seq, end);
    }

    // Who reads nothing is closed so that he comes back; the others get everything.
    void aSlowSocketIsClosedAndHarmsNobody() {
        SocketTerms terms;
        terms.queue_bytes = 20'000;
        House house(terms);
        auto slow = house.viewer();
        slow->tcp().socket().setReadBufferSize(1);
        slow->hello();
        auto quick = house.viewer();
        quick->hello();
        Reader reader;
        reader.take(quick->message().value());
        QTRY_COMPARE(house.hubs.watching(), int64_t(2));
        // Straight over the bus and without a number: what fills a socket's buffers need not be stored.
        auto large = std::make_shared<v1::ShowEvent>();
        large->set_show_id(house.show_id);
        large->set_audience(v1::AUDIENCE_EVERYONE);
        large->mutable_product_changed()->set_description(std::string(15'000, 'd'));
        int got = 0;
        int sent = 0;
        while (house.meters.slow_closed == 0 && sent < 5000) {
            house.room.bus->publish(large);
            ++sent;
            while (got < sent) {
                const auto frame = quick->message();
                QVERIFY(frame);
                for (const auto& event : frame->events().events()) got += event.has_product_changed() ? 1 : 0;
            }
        }
        QCOMPARE(house.meters.slow_closed.load(), uint64_t(1));
        QTRY_COMPARE(house.hubs.watching(), int64_t(1));
        house.change(1);
        const int64_t end = house.room.number("SELECT MAX(seq) FROM event_log WHERE audience = 1");
        while (reader.seq < end) {
            const auto frame = quick->message();
            QVERIFY(frame);
            reader.take(*frame);
        }
        QCOMPARE(reader.gaps + reader.doubles, 0);
    }
    // A line may be cut between any two blocks. The id came in a block of its own behind the event, so a
    // reader cut off between the two was given the event again.
    void aStreamCutAnywhereResumesWithoutADouble() {
        House house;
        auto first = house.stream();
        QVERIFY(first->read_until([](const QByteArray& in) { return !blocks(in).isEmpty(); })
                    .contains("event: snapshot"));
        const auto all_of = [](const QByteArray& in) {
            QList<QByteArray> numbers;
            for (const auto& block : blocks(in)) {
                if (const QByteArray number = numbered(block); !number.isEmpty()) numbers << number;
            }
            return numbers;
        };
        for (int i = 0; i < 6; ++i) {
            house.change(i);
            QVERIFY(house.room.say(house.show_id, "line " + std::to_string(i)).ok());
        }
        const QByteArray in =
            first->read_until([&](const QByteArray& now) { return all_of(now).size() == 12; });
        const QList<QByteArray> told = all_of(in);
        QCOMPARE(told.size(), 12);
        QList<QByteArray> given;
        QByteArray id;
        for (const auto& block : blocks(in)) {
            if (block.contains("id")) id = block["id"];
            if (const QByteArray number = numbered(block); !number.isEmpty()) given << number;
            auto again = house.stream(id);
            QSet<QByteArray> missing(told.begin(), told.end());
            missing.subtract(QSet<QByteArray>(given.begin(), given.end()));
            const QList<QByteArray> resumed = all_of(again->read_until([&](const QByteArray& now) {
                const auto said = all_of(now);
                return now.contains("event: resumed") && said.size() >= missing.size();
            }));
            QVERIFY2(QSet<QByteArray>(resumed.begin(), resumed.end()) == missing &&
                         resumed.size() == missing.size(),
                     "after " + given.join(", ") + ": " + resumed.join(", "));
        }
    }
    // Who was let in for ten minutes listened for as long as he liked.
    void aTokenThatRunsOutEndsWhatItOpened() {
        House house;
        const std::string token = house.tokens.sign(tests::guest(), 600);
        auto socket = house.viewer();
        socket->hello(token);
        QVERIFY(socket->message());
        auto nobody = house.viewer();
        nobody->hello();
        QVERIFY(nobody->message());
        auto stream = house.stream("", token);
        QVERIFY(stream->read_until([](const QByteArray& in) { return !blocks(in).isEmpty(); })
                    .contains("event: snapshot"));
        house.room.clock.advance_us(600'000'000);
        QCOMPARE(socket->closed_with(), 4401);
        QVERIFY(stream->ended());
        house.change(1);
        QVERIFY(nobody->message());  // who showed none stays
    }
    void countsViewersAndTellsThem() {
        House house;
        auto first = house.viewer();
        first->hello();
        auto second = house.viewer();
        second->hello();
        int64_t told = 0;
        while (told != 2) {
            const auto frame = first->message();
            QVERIFY(frame);
            for (const auto& event : frame->events().events()) {
                if (event.has_viewers()) told = event.viewers().watching();
            }
        }
        second.reset();
        while (told != 1) {
            const auto frame = first->message();
            QVERIFY(frame);
            for (const auto& event : frame->events().events()) {
                if (event.has_viewers()) told = event.viewers().watching();
            }
        }
    }
    void oneHearsWhatIsForHimAlone() {
        House house;
        const std::string token = house.tokens.sign(tests::guest(), 3600);
        auto his = house.viewer();
        his->hello(token);
        auto other = house.viewer();
        other->hello();
        QVERIFY(his->message() && other->message());
        auto event = std::make_shared<v1::ShowEvent>();
        event->set_show_id(house.show_id);
        event->set_audience(v1::AUDIENCE_PERSON);
        event->set_recipient_id(tests::guest().id);
        event->mutable_hold()->set_id("his hold");
        auto staff = std::make_shared<v1::ShowEvent>(*event);
        staff->set_audience(v1::AUDIENCE_STAFF);
        staff->mutable_order()->set_id("an order");
        house.room.bus->publish(event);
        house.room.bus->publish(staff);
        house.change(1);  // the last that both hear
        const auto heard = [](SocketPeer& peer) {
            bool hold = false;
            bool order = false;
            for (;;) {
                const auto frame = peer.message();
                if (!frame) return std::make_pair(hold, order);
                for (const auto& event : frame->events().events()) {
                    hold = hold || event.has_hold();
                    order = order || event.has_order();
                    if (event.has_show_changed()) return std::make_pair(hold, order);
                }
            }
        };
        QCOMPARE(heard(*his), std::make_pair(true, false));
        QCOMPARE(heard(*other), std::make_pair(false, false));
    }
};

QTEST_GUILESS_MAIN(TestFanout)
#include "tst_fanout.moc"
