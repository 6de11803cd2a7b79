// SPDX-License-Identifier: GPL-3.0-or-later
#include <QtTest>

#include "server/ingest/rtmp_session.h"
#include "tests/ingest/rtmp_client.h"

using namespace vitrine;
using namespace vitrine::ingest;
using test::octets;
using test::RtmpClient;

namespace {

struct Owner final : SessionOwner {
    std::vector<std::string> keys;
    std::vector<RtmpMessage> got;
    int left = 0;
    std::optional<Error> refuse;

    void publish_asked(const std::string& key) override { keys.push_back(key); }
    Result<Done> media(const RtmpMessage& message) override {
        got.push_back(message);
        if (refuse) return *refuse;
        return Done{};
    }
    void unpublished() override { ++left; }
};

struct Talk {
    Owner owner;
    RtmpSession session{{}, owner};
    RtmpClient client;

    bool say(const std::string& bytes) {
        const bool ok = session.received(octets(bytes)).ok();
        client.hear(session.output());
        return ok;
    }
    bool decide(Result<Done> decision) {
        const bool ok = session.decided(std::move(decision)).ok();
        client.hear(session.output());
        return ok;
    }
    bool reach_publish(const std::string& app, const std::string& name) {
        return say(RtmpClient::hello()) &&
               say(RtmpClient::reply() + client.connect(app) + client.create_stream() + client.publish(name));
    }
};

}  // namespace

class TestRtmpSession : public QObject {
    Q_OBJECT

  private slots:
    void s2_is_c1_back_and_s1_asks_for_no_digest() {
        Owner owner;
        RtmpSession session({}, owner);
        const std::string hello = RtmpClient::hello();
        for (const char c : hello) QVERIFY(session.received(octets(std::string(1, c))).ok());
        const std::string out = session.output();
        QCOMPARE(out.size(), size_t{3073});
        QCOMPARE(out[0], '\x03');
        QCOMPARE(out.substr(5, 4), std::string(4, '\0'));
        QCOMPARE(out.substr(1537), hello.substr(1));
        QVERIFY(!session.handshaken());
        QVERIFY(session.received(octets(RtmpClient::reply())).ok());
        QVERIFY(session.handshaken());
    }

    void other_protocols_are_recognised() {
        for (const char* hello : {"GET / HTTP/1.1\r\n\r\n", "\x16\x03\x01", "\x06"}) {
            Owner owner;
            RtmpSession session({}, owner);
            QVERIFY(!session.received(octets(hello)).ok());
        }
    }

    void publishing_is_asked_decided_and_told() {
        Talk talk;
        QVERIFY(talk.reach_publish("live", "the-key?x=1"));
        QCOMPARE(talk.owner.keys, std::vector<std::string>{"the-key"});
        QVERIFY(talk.session.deciding());
        QCOMPARE(talk.client.count(MessageType::window_acknowledgement_size), 1);
        QCOMPARE(talk.client.count(MessageType::set_peer_bandwidth), 1);
        QCOMPARE(talk.client.count(MessageType::set_chunk_size), 1);
        // What comes meanwhile waits, and is not lost.
        QVERIFY(talk.say(talk.client.message(MessageType::video, 6, "early", 7)));
        QVERIFY(talk.owner.got.empty());
        QVERIFY(talk.decide(Done{}));
        QCOMPARE(talk.client.status().first, std::string("NetStream.Publish.Start"));
        QCOMPARE(talk.owner.got.size(), size_t{1});
        QCOMPARE(talk.owner.got[0].payload, std::string("early"));
        QVERIFY(talk.say(talk.client.command({"FCUnpublish", 6.0, Amf0(), "the-key"}) +
                         talk.client.command({"deleteStream", 7.0, Amf0(), 1.0})));
        QCOMPARE(talk.owner.left, 1);
        QVERIFY(talk.say(talk.client.message(MessageType::video, 6, "late", 9)));
        QCOMPARE(talk.owner.got.size(), size_t{1});
    }

    void phones_put_the_key_into_the_path() {
        for (const auto& [app, name] :
             std::vector<std::pair<std::string, std::string>>{{"live/the-key", ""},
                                                              {"live/the-key/", "anything"},
                                                              {"live?a=b", "the-key"},
                                                              {"/live", "the-key"}}) {
            Talk talk;
            QVERIFY(talk.reach_publish(app, name));
            QCOMPARE(talk.owner.keys, std::vector<std::string>{"the-key"});
        }
    }

    void a_refusal_is_told_in_words() {
        Talk talk;
        QVERIFY(talk.reach_publish("live", "bad"));
        QVERIFY(!talk.decide(Error{Code::permission_denied, "This stream key was revoked."}));
        QCOMPARE(talk.client.status(), (std::pair<std::string, std::string>{"NetStream.Publish.BadName",
                                                                            "This stream key was revoked."}));
        QVERIFY(!talk.session.publishing());
    }

    void media_that_cannot_be_taken_ends_with_words() {
        Talk talk;
        QVERIFY(talk.reach_publish("live", "k"));
        QVERIFY(talk.decide(Done{}));
        talk.owner.refuse = Error{Code::invalid_argument, "Choose H.264."};
        QVERIFY(!talk.say(talk.client.message(MessageType::video, 6, "x")));
        QCOMPARE(talk.client.status().second, std::string("Choose H.264."));
    }

    void wrong_applications_players_and_disorder_are_refused() {
        Talk app;
        QVERIFY(app.say(RtmpClient::hello()));
        QVERIFY(!app.say(RtmpClient::reply() + app.client.connect("vod")));
        Talk player;
        QVERIFY(player.say(RtmpClient::hello()));
        QVERIFY(!player.say(RtmpClient::reply() + player.client.connect() +
                            player.client.command({"play", 3.0, Amf0(), "x"})));
        Talk early;
        QVERIFY(early.say(RtmpClient::hello()));
        QVERIFY(!early.say(RtmpClient::reply() + early.client.publish("k")));
        Talk twice;
        QVERIFY(twice.reach_publish("live", "k"));
        QVERIFY(twice.decide(Done{}));
        QVERIFY(!twice.say(twice.client.publish("k")));
        Talk garbled;
        QVERIFY(garbled.say(RtmpClient::hello()));
        QVERIFY(!garbled.say(RtmpClient::reply() +
                             garbled.client.message(MessageType::command_amf0, 3, "\x02\xff\xff")));
    }

    // §5.4.3: the sum of received bytes, each time a window is full.
    void windows_are_acknowledged() {
        Talk talk;
        QVERIFY(talk.reach_publish("live", "k"));
        QVERIFY(talk.decide(Done{}));
        QVERIFY(talk.say(
            talk.client.message(MessageType::window_acknowledgement_size, 2, std::string("\0\0\x10\0", 4))));
        uint32_t sent = 0;
        for (int i = 0; i < 10; ++i) {
            const std::string chunk = talk.client.message(MessageType::video, 6, std::string(2000, 'v'));
            sent += static_cast<uint32_t>(chunk.size());
            QVERIFY(talk.say(chunk));
        }
        std::vector<uint32_t> sums;
        for (const RtmpMessage& message : talk.client.heard) {
            if (message.type != MessageType::acknowledgement) continue;
            uint32_t sum = 0;
            for (const char c : message.payload) sum = sum << 8 | static_cast<uint8_t>(c);
            sums.push_back(sum);
        }
        QVERIFY(sums.size() >= 3);
        for (size_t i = 1; i < sums.size(); ++i)
            QVERIFY(sums[i] - sums[i - 1] >= 4096 && sums[i] - sums[i - 1] < 4096 + 2100);
        QVERIFY(sums.back() > sent - 4096 && sums.back() <= sent + 3073 + 1000);
        QVERIFY(talk.say(
            talk.client.message(MessageType::set_peer_bandwidth, 2, std::string("\0\0\x10\0\x02", 5))));
        QCOMPARE(talk.client.count(MessageType::window_acknowledgement_size), 2);
    }

    void pings_are_answered_both_ways() {
        Talk talk;
        QVERIFY(talk.reach_publish("live", "k"));
        QVERIFY(talk.decide(Done{}));
        QVERIFY(talk.say(
            talk.client.message(MessageType::user_control, 2, std::string("\0\x06\x01\x02\x03\x04", 6))));
        QCOMPARE(talk.client.heard.back().payload, std::string("\0\x07\x01\x02\x03\x04", 6));
        talk.session.ping(5);
        talk.client.hear(talk.session.output());
        QCOMPARE(talk.client.heard.back().payload, std::string("\0\x06\0\0\0\x05", 6));
    }

    void being_cut_off_is_told() {
        Talk talk;
        QVERIFY(talk.reach_publish("live", "k"));
        QVERIFY(talk.decide(Done{}));
        talk.session.say_goodbye("The show has ended.");
        talk.client.hear(talk.session.output());
        QCOMPARE(talk.client.status().second, std::string("The show has ended."));
    }
};

QTEST_GUILESS_MAIN(TestRtmpSession)
#include "tst_rtmp_session.moc"
