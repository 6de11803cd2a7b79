// SPDX-License-Identifier: GPL-3.0-or-later
#include <QTest>

#include "server/web/gzip.h"
#include "server/web/http.h"
#include "server/web/json.h"
#include "server/web/outgoing_queue.h"
#include "server/web/page.h"
#include "server/web/rate_limits.h"
#include "server/web/target.h"
#include "server/web/utf8.h"
#include "vitrine/v1/order.pb.h"

using namespace vitrine;
using namespace vitrine::web;

// The pure pieces of the front door.
class TestFrontDoor : public QObject {
    Q_OBJECT

    static Bytes piece(size_t size, char fill = 'x') {
        return std::make_shared<const std::string>(size, fill);
    }
    static std::string drained(OutgoingQueue& queue, size_t step) {
        std::string all;
        while (!queue.empty()) {
            std::array<std::string_view, 4> views;
            const size_t count = queue.gather(views);
            std::string now;
            for (size_t i = 0; i < count; ++i) now += views[i];
            now.resize(std::min(step, now.size()));
            all += now;
            queue.consume(now.size());
        }
        return all;
    }

  private slots:
    void routerFindsNamesAndRests() {
        Router router;
        const Handler handler = [](const Request&, const PathParts&, Respond) {};
        router.add("GET", "/live/{show}/{file}", handler);
        router.add("GET", "/player/{rest...}", handler);
        router.add("POST", "/v1/holds", handler);
        auto found = router.find("GET", "/live/abc/index.m3u8");
        QVERIFY(found.handler);
        QCOMPARE(found.parts["show"], std::string("abc"));
        QCOMPARE(found.parts["file"], std::string("index.m3u8"));
        QCOMPARE(router.find("HEAD", "/player/assets/a/b.js").parts["rest"], std::string("assets/a/b.js"));
        QVERIFY(!router.find("GET", "/live/abc").handler);
        QVERIFY(!router.find("GET", "/live//x").handler);
        QVERIFY(!router.find("GET", "/player/").handler);
        QCOMPARE(router.find("GET", "/v1/holds").allow, std::string("POST"));
        QCOMPARE(router.find("DELETE", "/live/a/b").allow, std::string("GET, HEAD"));
        QVERIFY(router.find("GET", "/nothing").allow.empty());
    }
    void targetsAreDecodedOrRefused() {
        const auto target = parse_target("/s/caf%C3%A9?_HLS_msn=4&name=a+b&name=c");
        QVERIFY(target);
        QCOMPARE(target->path, std::string("/s/caf\xc3\xa9"));
        QCOMPARE(target->query.at("name"), std::string("a b"));
        for (const char* bad : {"", "x", "http://a/b", "/%", "/%4", "/%zz", "/a/../b", "/%2e%2e/etc/passwd",
                                "/..", "/a/.", "/a%00b", "/a%0d%0ab", "/%ff", "/a\\..\\b"}) {
            QVERIFY2(!parse_target(bad), bad);
        }
    }
    void utf8IsStrict() {
        QVERIFY(valid_utf8("a\xc3\xa9\xe2\x82\xac\xf0\x9f\x98\x80"));
        for (const char* bad : {"\xc0\x80", "\xed\xa0\x80", "\xf4\x90\x80\x80", "\xe2\x82", "\x80", "\xff"})
            QVERIFY(!valid_utf8(bad));
    }
    void jsonMapsTheContract() {
        v1::HoldRequest hold;
        QVERIFY(from_json(R"({"commandId":"c","showId":"s","variantId":"v","quantity":"3"})", hold).ok());
        QCOMPARE(hold.quantity(), int64_t(3));
        v1::HoldRequest again;
        QVERIFY(from_json(to_json(hold), again).ok());
        QCOMPARE(again.SerializeAsString(), hold.SerializeAsString());
    }
    void jsonRefuses_data() {
        QTest::addColumn<QByteArray>("text");
        QTest::newRow("not json") << QByteArray("{quantity");
        QTest::newRow("unknown field") << QByteArray(R"({"quantiti":3})");
        QTest::newRow("wrong type") << QByteArray(R"({"quantity":"three"})");
        QTest::newRow("fraction") << QByteArray(R"({"quantity":1.5})");
        QTest::newRow("over int64") << QByteArray(R"({"quantity":9223372036854775808})");
        QTest::newRow("array") << QByteArray("[1]");
        QTest::newRow("bad utf-8") << QByteArray("{\"showId\":\"\xff\"}");
        QTest::newRow("deep") << QByteArray(100'000, '[');
    }
    void jsonRefuses() {
        QFETCH(QByteArray, text);
        v1::HoldRequest hold;
        const auto read = from_json(text.toStdString(), hold);
        QVERIFY(!read.ok());
        QCOMPARE(read.error().code, Code::invalid_argument);
        QVERIFY(read.error().message.size() < 300);
    }
    void queueKeepsOrderThroughAnyWrites() {
        for (size_t step : {1, 3, 7, 1000}) {
            OutgoingQueue queue;
            std::string expected;
            for (int i = 0; i < 20; ++i) {
                expected += std::string(static_cast<size_t>(i), static_cast<char>('a' + i));
                QVERIFY(queue.push(piece(static_cast<size_t>(i), static_cast<char>('a' + i)), Worth::state));
            }
            QCOMPARE(drained(queue, step), expected);
        }
    }
    void queueLosesCountsThenChatNeverState() {
        OutgoingQueue queue(100);
        QVERIFY(queue.push(piece(30, 's'), Worth::state));
        QVERIFY(queue.push(piece(30, 'c'), Worth::chat));
        QVERIFY(queue.push(piece(30, 'n'), Worth::count));
        QVERIFY(queue.push(piece(30, 't'), Worth::chat));  // the count went
        QVERIFY(!queue.push(piece(30, 'm'), Worth::count));
        QVERIFY(queue.push(piece(40, 'u'), Worth::state));  // the oldest chat went
        QCOMPARE(queue.dropped(), uint64_t(3));
        QVERIFY(!queue.push(piece(80, 'v'), Worth::state));
        QCOMPARE(drained(queue, 1000), std::string(30, 's') + std::string(40, 'u'));
    }
    void queueNeverCutsAPieceUnderWay() {
        OutgoingQueue queue(50);
        QVERIFY(queue.push(piece(40, 'c'), Worth::chat));
        queue.consume(10);
        QVERIFY(!queue.push(piece(40, 's'), Worth::state));
        QCOMPARE(drained(queue, 1000), std::string(30, 'c'));
    }
    void bucketsRefillAndTellTheWait() {
        RateLimits limits(2, 3);
        int64_t now_us = 1'000'000;
        for (int i = 0; i < 3; ++i) QCOMPARE(limits.take("a", now_us), int64_t(0));
        QCOMPARE(limits.take("a", now_us), int64_t(500));
        QCOMPARE(limits.take("b", now_us), int64_t(0));
        QCOMPARE(limits.take("a", now_us + 500'000), int64_t(0));
        QVERIFY(limits.take("a", now_us) > 0);  // a clock that goes back gives nothing
    }
    void oneCustomersManyAddressesShareOneBucket() {
        RateLimits limits(1, 1);
        const int64_t now_us = 1'000'000;
        QCOMPARE(limits.take("2001:db8:1:2::a", now_us), int64_t(0));
        QVERIFY(limits.take("2001:db8:1:2:ffff::b", now_us) > 0);  // the same /64
        QCOMPARE(limits.take("2001:db8:1:3::a", now_us), int64_t(0));
        QCOMPARE(limits.take("::ffff:192.0.2.1", now_us), int64_t(0));
        QCOMPARE(limits.take("::ffff:192.0.2.2", now_us), int64_t(0));
    }
    void pastTheBoundAllShareOneBucketUntilSomeAreFullAgain() {
        RateLimits limits(1, 1, 2);
        int64_t now_us = 1'000'000;
        QCOMPARE(limits.take("a", now_us), int64_t(0));
        QCOMPARE(limits.take("b", now_us), int64_t(0));
        for (int i = 0; i < 10; ++i)
            QCOMPARE(limits.take("stranger " + std::to_string(i), now_us), int64_t(0));
        QVERIFY(limits.take("one more", now_us) > 0);
        now_us += 2'000'000;
        QCOMPARE(limits.take("one more", now_us), int64_t(0));
        QVERIFY(limits.take("one more", now_us) > 0);  // of its own bucket, which holds one
    }
    void gzipIsTakenOnlyWhereWanted() {
        Request request;
        for (const auto& [header, wanted] : {std::pair("gzip, br", true),
                                             {"br;q=1, gzip;q=0.5", true},
                                             {"gzip;q=0", false},
                                             {"", false},
                                             {"identity", false}}) {
            request.headers["accept-encoding"] = header;
            QCOMPARE(accepts_gzip(request), wanted);
        }
        request.headers["accept-encoding"] = "gzip";
        Response response = Response::text(200, "text/plain", std::string(10'000, 'a'));
        gzip_if_accepted(request, response);
        QVERIFY(response.body_bytes() < 200);
    }
    void snapshotCannotLeaveItsScript() {
        const std::string hostile = R"({"title":"</script><script>alert(1)</script><!-- & "})";
        const std::string escaped = escape_script_json(hostile);
        QVERIFY(escaped.find('<') == std::string::npos);
        QCOMPARE(escape_html("<a href=\"x\">'&"), std::string("&lt;a href=&quot;x&quot;&gt;&#39;&amp;"));
    }
};

QTEST_GUILESS_MAIN(TestFrontDoor)
#include "tst_front_door.moc"
