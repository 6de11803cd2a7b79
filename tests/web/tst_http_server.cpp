// SPDX-License-Identifier: GPL-3.0-or-later
#include <QTest>
#include <thread>

#include "server/web/http_listener.h"
#include "tests/web/tcp_peer.h"

using namespace vitrine;
using namespace vitrine::web;
using vitrine::test::TcpPeer;

// The HTTP server on raw sockets: what a friendly and an unfriendly client get.
class TestHttpServer : public QObject {
    Q_OBJECT

    SystemClock clock_;
    Meters meters_;
    std::unique_ptr<Loop> loop_;
    Router router_;
    std::unique_ptr<HttpListener> listener_;
    Respond late_;

    static QByteArray get(const QByteArray& path, const QByteArray& more = "") {
        return "GET " + path + " HTTP/1.1\r\nHost: t\r\n" + more + "\r\n";
    }
    static QByteArray status(const QByteArray& answer) { return answer.mid(9, 3); }
    QByteArray ask(const QByteArray& request) {
        TcpPeer peer(listener_->port());
        peer.send(request);
        return peer.answer();
    }

  private slots:
    void initTestCase() {
        router_.add("GET", "/hello", [](const Request&, const PathParts&, Respond respond) {
            Response response = Response::text(200, "text/plain", "hello ");
            response.body.push_back(std::make_shared<const std::string>("world"));
            respond(std::move(response));
        });
        router_.add("POST", "/echo", [](const Request& request, const PathParts&, Respond respond) {
            respond(Response::text(200, "text/plain", request.body));
        });
        router_.add("GET", "/other-thread", [](const Request&, const PathParts&, Respond respond) {
            std::thread([respond] {
                respond(Response::text(200, "text/plain", "from elsewhere"));
                respond(Response::text(200, "text/plain", "twice"));  // a second answer is nobody's
            }).join();
        });
        router_.add("GET", "/big", [](const Request&, const PathParts&, Respond respond) {
            Response response;
            const auto piece = std::make_shared<const std::string>(100'000, 'b');
            for (int i = 0; i < 80; ++i) response.body.push_back(piece);
            respond(std::move(response));
        });
        router_.add("GET", "/never", [this](const Request&, const PathParts&, Respond respond) {
            late_ = std::move(respond);
        });
        router_.add("GET", "/throws",
                    [](const Request&, const PathParts&, Respond) { throw std::runtime_error("a fault"); });
        loop_ = std::make_unique<Loop>(clock_);
        HttpTerms terms;
        terms.port = 0;
        terms.header_s = 1;
        terms.body_s = 1;
        terms.answer_s = 1;
        terms.most_connections = 40;
        listener_ = listen_http(*loop_, terms, router_, meters_);
        loop_->start();
    }
    void cleanupTestCase() {
        late_ = nullptr;
        listener_.reset();
        loop_->stop();
        loop_.reset();
        QCOMPARE(meters_.connections.load(), int64_t(0));
    }

    void keepsAliveAndPipelines() {
        TcpPeer peer(listener_->port());
        peer.send(get("/hello") + get("/other-thread") + get("/hello", "Connection: close\r\n"));
        QVERIFY(peer.answer().endsWith("\r\n\r\nhello world"));
        QVERIFY(peer.answer().endsWith("\r\n\r\nfrom elsewhere"));
        const QByteArray last = peer.answer();
        QVERIFY(last.endsWith("hello world"));
        QVERIFY(last.contains("Connection: close"));
        QVERIFY(peer.ended());
        QVERIFY(peer.pending().isEmpty());
    }
    void headHasTheLengthAndNoBody() {
        const QByteArray answer = ask("HEAD /hello HTTP/1.1\r\nHost: t\r\nConnection: close\r\n\r\n");
        QCOMPARE(status(answer), QByteArray("200"));
        QVERIFY(answer.contains("Content-Length: 11\r\n"));
        QVERIFY(!answer.contains("hello"));
    }
    void takesBodiesWholeAndChunked() {
        QVERIFY(ask("POST /echo HTTP/1.1\r\nHost: t\r\nContent-Length: 5\r\n\r\nabcde")
                    .endsWith("\r\n\r\nabcde"));
        QVERIFY(ask("POST /echo HTTP/1.1\r\nHost: t\r\nTransfer-Encoding: "
                    "chunked\r\n\r\n3\r\nabc\r\n2\r\nde\r\n0\r\n\r\n")
                    .endsWith("\r\n\r\nabcde"));
    }
    void saysContinueToWhoWaits() {
        TcpPeer peer(listener_->port());
        peer.send("POST /echo HTTP/1.1\r\nHost: t\r\nContent-Length: 2\r\nExpect: 100-continue\r\n\r\n");
        QCOMPARE(status(peer.answer()), QByteArray("100"));
        peer.send("ok");
        QVERIFY(peer.answer().endsWith("\r\n\r\nok"));
    }
    void writesManyPiecesToASlowReader() {
        TcpPeer peer(listener_->port());
        peer.socket().setReadBufferSize(4096);
        peer.send(get("/big", "Connection: close\r\n"));
        qsizetype got = 0;
        while (peer.socket().waitForReadyRead(5000)) got += peer.socket().readAll().size();
        QVERIFY2(got > 8'000'000, QByteArray::number(got));
    }
    void refuses_data() {
        QTest::addColumn<QByteArray>("request");
        QTest::addColumn<QByteArray>("expected");
        QTest::newRow("unknown path") << get("/nothing") << QByteArray("404");
        QTest::newRow("wrong method")
            << QByteArray("DELETE /hello HTTP/1.1\r\nHost: t\r\n\r\n") << QByteArray("405");
        QTest::newRow("tls hello") << QByteArray::fromHex("16030100a5010000a10303") << QByteArray("400");
        QTest::newRow("rtmp hello") << QByteArray::fromHex("0300000000") << QByteArray("400");
        QTest::newRow("nonsense line") << QByteArray("NONSENSE\r\n\r\n") << QByteArray("400");
        QTest::newRow("http/2 preface")
            << QByteArray("PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n") << QByteArray("400");
        QTest::newRow("no host") << QByteArray("GET /hello HTTP/1.1\r\n\r\n") << QByteArray("400");
        QTest::newRow("two hosts") << QByteArray("GET /hello HTTP/1.1\r\nHost: a\r\nHost: b\r\n\r\n")
                                   << QByteArray("400");
        QTest::newRow("climbing") << get("/pictures/%2e%2e/%2e%2e/etc/passwd") << QByteArray("400");
        QTest::newRow("nul in path") << get("/hello%00") << QByteArray("400");
        QTest::newRow("smuggling") << QByteArray(
                                          "POST /echo HTTP/1.1\r\nHost: t\r\nContent-Length: 3\r\n"
                                          "Transfer-Encoding: chunked\r\n\r\n0\r\n\r\n")
                                   << QByteArray("400");
        QTest::newRow("bad length") << QByteArray(
                                           "POST /echo HTTP/1.1\r\nHost: t\r\nContent-Length: -1\r\n\r\n")
                                    << QByteArray("400");
        QTest::newRow("long header") << get("/hello", "X-Long: " + QByteArray(20'000, 'x') + "\r\n")
                                     << QByteArray("431");
        QTest::newRow("endless header")
            << QByteArray("GET /hello HTTP/1.1\r\nX: ") + QByteArray(40'000, 'x') << QByteArray("431");
        QTest::newRow("large body")
            << QByteArray("POST /echo HTTP/1.1\r\nHost: t\r\nContent-Length: 9999999\r\n\r\n")
            << QByteArray("413");
        QTest::newRow("slow header") << QByteArray("GET /hello HTTP/1.1\r\nHos") << QByteArray("408");
        QTest::newRow("slow body") << QByteArray(
                                          "POST /echo HTTP/1.1\r\nHost: t\r\nContent-Length: 5\r\n\r\nab")
                                   << QByteArray("408");
        QTest::newRow("handler faults") << get("/throws") << QByteArray("500");
        QTest::newRow("handler never answers") << get("/never") << QByteArray("503");
    }
    void refuses() {
        QFETCH(QByteArray, request);
        QFETCH(QByteArray, expected);
        const QByteArray answer = ask(request);
        QCOMPARE(status(answer), expected);
        QVERIFY(answer.contains("\"code\""));
        QVERIFY(answer.contains("nosniff"));
        if (expected == "405") QVERIFY(answer.contains("Allow: GET, HEAD\r\n"));
        QVERIFY(ask(get("/hello")).endsWith("hello world"));  // nobody else is harmed
    }
    void anAnswerAfterTheEndHarmsNobody() {
        QVERIFY(late_);
        late_(Response::text(200, "text/plain", "too late"));
        QVERIFY(ask(get("/hello")).endsWith("hello world"));
    }
    void turnsAwayWhoIsTooMany() {
        std::vector<std::unique_ptr<TcpPeer>> crowd;
        for (int i = 0; i < 60; ++i) crowd.push_back(std::make_unique<TcpPeer>(listener_->port()));
        int refused = 0;
        for (auto& peer : crowd)
            refused += peer->answer().startsWith("HTTP/1.1 503") ? 1 : 0;  // the others time out: 1 s
        QVERIFY2(refused >= 20, QByteArray::number(refused));
        crowd.clear();
        QTRY_VERIFY(ask(get("/hello")).endsWith("hello world"));
    }
    void garbageNeverBreaksIt() {
        quint32 seed = 12345;
        const auto random = [&seed] { return (seed = seed * 1664525u + 1013904223u) >> 16; };
        for (int round = 0; round < 100; ++round) {
            QByteArray bytes = round % 2 ? get("/hello", "X-A: b\r\n") : QByteArray();
            for (quint32 i = 0; i < 1 + random() % 200; ++i) {
                const auto at = bytes.isEmpty() ? 0 : static_cast<qsizetype>(random()) % bytes.size();
                bytes.insert(at, static_cast<char>(random()));
            }
            TcpPeer peer(listener_->port());
            peer.send(bytes);
        }
        QTRY_VERIFY(ask(get("/hello")).endsWith("hello world"));
    }
};

QTEST_GUILESS_MAIN(TestHttpServer)
#include "tst_http_server.moc"
