// SPDX-License-Identifier: GPL-3.0-or-later
#include <grpcpp/generic/generic_stub.h>

#include <QTest>
#include <future>

#include "tests/server/shop_on_air.h"
#include "tests/web/socket_peer.h"
#include "vitrine/v1/event.grpc.pb.h"
#include "vitrine/v1/room.grpc.pb.h"
#include "vitrine/v1/server.grpc.pb.h"

using namespace vitrine;
using namespace vitrine::test;

// The server as it is started: set-up, its doors, what it says to those who knock wrongly, its end.
class TestFirstStart : public QObject {
    Q_OBJECT

    ShopOnAir shop_;
    RunningServer& server() { return *shop_.server; }

  private slots:
    void initTestCase() {
        QVERIFY2(shop_.open(), shop_.server ? shop_.server->log().constData() : "not started");
    }

    void setsUpOnceWithDemoShop() {
        QCOMPARE(shop_.made.accounts_size(), 3);
        QVERIFY(!shop_.made.accounts(0).password().empty());
        const QJsonObject snapshot = shop_.snapshot();
        QCOMPARE(snapshot["products"].toArray().size(), qsizetype(8));
        QCOMPARE(snapshot["show"].toObject()["title"].toString(), QString("Autumn table"));
        QCOMPARE(snapshot["show"].toObject()["state"].toString(), QString("SHOW_STATE_LIVE"));
        grpc::ClientContext context;
        v1::SetUpResponse again;
        const auto status = v1::IdentityService::NewStub(server().channel())->SetUp(&context, {}, &again);
        QCOMPARE(status.error_code(), grpc::StatusCode::FAILED_PRECONDITION);
        const auto& trailers = context.GetServerTrailingMetadata();
        QVERIFY(trailers.count("vitrine-code") == 1);
        QCOMPARE(std::string(trailers.find("vitrine-code")->second.data(),
                             trailers.find("vitrine-code")->second.size()),
                 std::string("precondition"));
    }
    // The directory may have been there before, open to all.
    void whatItKeepsCanBeReadByNobodyElse() {
        const QFileDevice::Permissions others = QFileDevice::ReadGroup | QFileDevice::WriteGroup |
                                                QFileDevice::ReadOther | QFileDevice::WriteOther;
        for (const char* name : {"vitrine.db", "vitrine.db-wal", "sandbox-gateway.db", "token.key"}) {
            const QString file = shop_.directory.filePath(name);
            QVERIFY2(QFile::exists(file), name);
            QVERIFY2(!(QFile::permissions(file) & others), name);
        }
    }
    void saysItsStatus() {
        grpc::ClientContext context;
        v1::GetStatusRequest request;
        request.set_sent_us(42);
        v1::ServerStatus status;
        QVERIFY(v1::ServerService::NewStub(server().channel())->GetStatus(&context, request, &status).ok());
        QCOMPARE(status.sent_us(), int64_t(42));
        QVERIFY(!status.needs_set_up());
        QCOMPARE(status.page_url(), "http://127.0.0.1:" + std::to_string(server().port("http")));
    }
    void answersHealthAndMetrics() {
        QCOMPARE(server().request("GET", "/healthz").body, QByteArray("ok\n"));
        QCOMPARE(server().request("GET", "/readyz").status, 200);
        TcpPeer metrics(server().port("metrics"));
        metrics.send("GET /metrics HTTP/1.1\r\nHost: t\r\n\r\n");
        const QByteArray page = metrics.answer();
        QVERIFY(page.contains("vitrine_http_responses_total{class=\"2xx\"}"));
        QVERIFY(page.contains("# TYPE vitrine_sockets gauge"));
        QVERIFY(page.contains("vitrine_commit_group_commands_bucket{le=\"256\"}"));
        QVERIFY(page.contains("# TYPE vitrine_commit_seconds histogram"));
        QVERIFY(page.contains("vitrine_commands_waiting 0"));
        QVERIFY(page.contains("vitrine_recordings_in_trouble 0"));
    }
    // Asked on the wire, with messages of the same shape, so that the test needs no stubs of these two
    // services.
    void grpcHasHealthAndReflection() {
        v1::GetStatusRequest serving;  // HealthCheckResponse: status in field 1, as sent_us is
        QVERIFY(ask("/grpc.health.v1.Health/Check", v1::ServerStatus(), serving).ok());
        QCOMPARE(serving.sent_us(), int64_t(1));  // SERVING
        v1::ServerStatus list;  // ServerReflectionRequest: list_services in field 7, as page_url is
        list.set_page_url("*");
        v1::GetStatusRequest services;
        QVERIFY(ask("/grpc.reflection.v1alpha.ServerReflection/ServerReflectionInfo", list, services).ok());
        const std::string names = services.SerializeAsString();  // kept as unknown fields
        for (const char* name :
             {"vitrine.v1.ShowService", "vitrine.v1.EventService", "grpc.health.v1.Health"}) {
            QVERIFY2(names.find(name) != std::string::npos, name);
        }
    }
    void pageCarriesTheSnapshotAndItsPolicy() {
        const auto page = server().request("GET", "/s/" + QByteArray::fromStdString(shop_.slug));
        QCOMPARE(page.status, 200);
        QVERIFY(page.body.contains("<script type=\"application/json\" id=\"snapshot\">{"));
        QVERIFY(page.body.contains("<title>Autumn table"));
        QVERIFY(page.head.contains("media-src 'self' blob: data:"));
        QVERIFY(page.head.contains("frame-ancestors 'none'"));
    }
    void picturesAreDrawingsThatCannotRun() {
        const QString picture = shop_.snapshot()["products"].toArray()[0].toObject()["picture"].toString();
        const auto answer = server().request("GET", picture.toUtf8());
        QCOMPARE(answer.status, 200);
        QVERIFY(answer.head.contains("image/svg+xml"));
        QVERIFY(answer.head.contains("sandbox"));
        const auto at = answer.head.indexOf("ETag: ") + 6;
        const QByteArray etag = answer.head.mid(at, answer.head.indexOf("\r\n", at) - at);
        QCOMPARE(server().request("GET", picture.toUtf8(), "", {}, "If-None-Match: " + etag + "\r\n").status,
                 304);
    }
    void unknownShowIsAFriendlyPage() {
        const auto page = server().request("GET", "/s/not-a-show");
        QCOMPARE(page.status, 404);
        QVERIFY(page.body.contains("No show here"));
        QCOMPARE(server().request("GET", "/v1/shows/not-a-show").json()["code"].toString(),
                 QString("not_found"));
    }
    // In an address a token is kept by proxies and histories; only where a browser can send no header it may
    // stand.
    void aTokenInTheAddressOpensNothingButAStream() {
        const QByteArray token = QByteArray::fromStdString(shop_.token);
        const QByteArray show = "/v1/shows/" + QByteArray::fromStdString(shop_.show_id);
        QCOMPARE(server().request("GET", show + "?access_token=" + token).status, 401);
        QCOMPARE(server()
                     .request("POST", show + "/chat?access_token=" + token, "",
                              {{"commandId", QString(command_id())}, {"text", "mine?"}})
                     .status,
                 401);
        QCOMPARE(server().request("GET", show, token).json()["me"].toObject()["role"].toString(),
                 QString("ROLE_CREATOR"));
        TcpPeer stream(server().port("http"));
        stream.send("GET " + show + "/events?access_token=" + token + " HTTP/1.1\r\nHost: t\r\n\r\n");
        const QByteArray said = stream.read_until(
            [](const QByteArray& in) { return in.contains("event: snapshot") && in.endsWith("\n\n"); });
        QVERIFY(said.contains("\"me\":{"));
    }
    void tokensThatAreNoneAreRefused() {
        QCOMPARE(server().request("POST", "/v1/holds", "forged.token.here", {}).status, 401);
        QCOMPARE(shop_.hold("", shop_.variant(), 1, command_id()).status, 401);
        grpc::ClientContext context;
        context.AddMetadata("authorization", "Bearer nonsense");
        v1::ListShowsResponse shows;
        QCOMPARE(v1::ShowService::NewStub(server().channel())->ListShows(&context, {}, &shows).error_code(),
                 grpc::StatusCode::UNAUTHENTICATED);
    }
    void viewersMayNotRunTheShow() {
        const QByteArray guest = shop_.guest();
        grpc::ClientContext context;
        context.AddMetadata("authorization", "Bearer " + guest.toStdString());
        v1::GetStreamTargetRequest request;
        request.set_show_id(shop_.show_id);
        v1::StreamTarget target;
        QCOMPARE(v1::ShowService::NewStub(server().channel())
                     ->GetStreamTarget(&context, request, &target)
                     .error_code(),
                 grpc::StatusCode::PERMISSION_DENIED);
    }

    void chatGoesBothWaysOnceToEach() {
        SocketPeer ana(server().port("http"), QByteArray::fromStdString(shop_.show_id));
        SocketPeer bo(server().port("http"), QByteArray::fromStdString(shop_.slug));
        QVERIFY(ana.handshake().startsWith("HTTP/1.1 101"));
        ana.hello(shop_.guest("Ana").toStdString());
        bo.hello();
        const auto welcome = ana.message();
        QVERIFY(welcome && welcome->welcome().has_snapshot() && !welcome->welcome().recovered());
        QCOMPARE(welcome->welcome().snapshot().me().display_name(), std::string("Ana"));
        QVERIFY(bo.message());
        v1::ClientFrame say;
        say.mutable_say()->set_command_id(command_id().toStdString());
        say.mutable_say()->set_text("Is the mug dishwasher safe?");
        ana.send(say);
        for (SocketPeer* peer : {&ana, &bo}) {
            const auto line = chat_line(*peer);
            QVERIFY(line);
            QCOMPARE(line->text(), say.say().text());
            QCOMPARE(line->id(), say.say().command_id());
        }
        // Nobody without a name may write, and he learns why.
        say.mutable_say()->set_command_id(command_id().toStdString());
        bo.send(say);
        std::optional<v1::ServerFrame> refusal;
        do {
            refusal = bo.message();
        } while (refusal && !refusal->has_refusal());
        QVERIFY(refusal);
        QCOMPARE(refusal->refusal().command_id(), say.say().command_id());
        QCOMPARE(refusal->refusal().problem().code(), std::string("unauthenticated"));
    }
    void socketsAreClosedWithAReason() {
        const quint16 port = server().port("http");
        const QByteArray show = QByteArray::fromStdString(shop_.show_id);
        SocketPeer unknown(port, "no-such-show");
        unknown.hello();
        QCOMPARE(unknown.closed_with(), 4404);
        SocketPeer forged(port, show);
        forged.hello("forged");
        QCOMPARE(forged.closed_with(), 4401);
        SocketPeer rude(port, show);
        rude.send([] {
            v1::ClientFrame frame;
            frame.mutable_ping();
            return frame;
        }());
        QCOMPARE(rude.closed_with(), 1008);
        SocketPeer text(port, show);
        text.tcp().send(SocketPeer::frame(1, "hello"));
        QCOMPARE(text.closed_with(), 1003);
        SocketPeer garbage(port, show);
        garbage.tcp().send(SocketPeer::frame(2, QByteArray::fromHex("ffffffffff")));
        QCOMPARE(garbage.closed_with(), 1007);
        SocketPeer big(port, show);
        big.tcp().send(SocketPeer::frame(2, QByteArray(100'000, 'x')));
        QCOMPARE(big.closed_with(), 1009);
        SocketPeer bare(port, show);
        bare.tcp().send(SocketPeer::frame(2, "x", true, false));
        QCOMPARE(bare.closed_with(), 1002);
        QCOMPARE(server().request("GET", "/v1/shows/" + show + "/socket").status, 426);
    }
    void eventsComeToTheStudioToo() {
        grpc::ClientContext context;
        shop_.authorise(context);
        v1::SubscribeRequest request;
        request.set_show_id(shop_.show_id);
        const auto stub = v1::EventService::NewStub(server().channel());
        const auto stream = stub->Subscribe(&context, request);
        v1::SubscribeResponse first;
        QVERIFY(stream->Read(&first));
        QVERIFY(first.has_snapshot());
        const QByteArray id = command_id();
        QCOMPARE(server()
                     .request("POST", "/v1/shows/" + QByteArray::fromStdString(shop_.show_id) + "/chat",
                              shop_.guest("Cy"), {{"commandId", QString(id)}, {"text", "over REST"}})
                     .status,
                 200);
        v1::SubscribeResponse next;
        do {
            QVERIFY(stream->Read(&next));
        } while (!next.event().has_chat() || next.event().chat().id() != id.toStdString());
        context.TryCancel();
        stream->Finish();
    }
    void serverSentEventsSayTheSame() {
        TcpPeer stream(server().port("http"));
        stream.send("GET /v1/shows/" + QByteArray::fromStdString(shop_.show_id) +
                    "/events HTTP/1.1\r\nHost: t\r\n\r\n");
        QVERIFY(stream
                    .read_until([](const QByteArray& in) {
                        return in.contains("event: snapshot\ndata: {") && in.contains("\nid: ");
                    })
                    .contains("text/event-stream"));
        const QByteArray id = command_id();
        server().request("POST", "/v1/shows/" + QByteArray::fromStdString(shop_.show_id) + "/chat",
                         shop_.guest("Di"), {{"commandId", QString(id)}, {"text", "to the stream"}});
        const QByteArray all =
            stream.read_until([&](const QByteArray& in) { return in.contains(id) && in.endsWith("\n\n"); });
        QVERIFY(all.contains(id));
        // The id stands in the block of its event: who has the one has the other.
        const auto last = all.lastIndexOf("\nid: ");
        const QByteArray cursor = all.mid(last + 5, all.indexOf('\n', last + 5) - last - 5);
        const QByteArray next = command_id();
        server().request("POST", "/v1/shows/" + QByteArray::fromStdString(shop_.show_id) + "/chat",
                         shop_.guest("Di"), {{"commandId", QString(next)}, {"text", "and on"}});
        TcpPeer again(server().port("http"));
        again.send("GET /v1/shows/" + QByteArray::fromStdString(shop_.show_id) +
                   "/events HTTP/1.1\r\nHost: t\r\nLast-Event-ID: " + cursor + "\r\n\r\n");
        const QByteArray resumed =
            again.read_until([&](const QByteArray& in) { return in.contains(next) && in.endsWith("\n\n"); });
        QVERIFY(resumed.contains("event: resumed"));
        QVERIFY(resumed.contains(next));
        QVERIFY(!resumed.contains(id));
    }

    void garbageHarmsNoDoor_data() {
        QTest::addColumn<QByteArray>("door");
        for (const char* door : {"http", "grpc", "rtmp", "metrics"}) QTest::newRow(door) << QByteArray(door);
    }
    void garbageHarmsNoDoor() {
        QFETCH(QByteArray, door);
        quint32 seed = 777;
        for (int round = 0; round < 20; ++round) {
            QByteArray bytes;
            for (int i = 0; i < 3000; ++i)
                bytes.append(static_cast<char>((seed = seed * 1664525u + 1013904223u) >> 24));
            TcpPeer peer(server().port(door.constData()));
            QVERIFY(peer.connected());
            peer.send(bytes);
        }
        QCOMPARE(server().request("GET", "/readyz").status, 200);
        QVERIFY(shop_.sign_in());
        QCOMPARE(server().process().state(), QProcess::Running);
    }
    void oversizeMessagesAreRefused() {
        grpc::ClientContext context;
        shop_.authorise(context);
        v1::SayRequest request;
        request.set_text(std::string(2'000'000, 'x'));
        v1::ChatLine line;
        QCOMPARE(v1::RoomService::NewStub(server().channel())->Say(&context, request, &line).error_code(),
                 grpc::StatusCode::RESOURCE_EXHAUSTED);
        QCOMPARE(server().request("POST", "/v1/guests", "", {{"name", QString(300'000, 'x')}}).status, 413);
        QCOMPARE(server()
                     .request("POST", "/v1/guests", "", {{"name", QString(1000, 'x')}})
                     .json()["code"]
                     .toString()
                     .isEmpty(),
                 false);
    }
    void oneDirectoryHasOneServer() {
        RunningServer second(shop_.directory.path());
        second.process().waitForFinished(10'000);
        QCOMPARE(second.process().exitCode(), 1);
        QVERIFY2(second.log().contains("Another Vitrine server is using"), second.log().constData());
        QCOMPARE(server().request("GET", "/healthz").status, 200);
    }
    void aTakenPortIsSaidPlainly_data() {
        QTest::addColumn<QByteArray>("door");
        for (const char* door : {"http", "grpc", "rtmp", "metrics"}) QTest::newRow(door) << QByteArray(door);
    }
    void aTakenPortIsSaidPlainly() {
        QFETCH(QByteArray, door);
        QTemporaryDir other;
        const QByteArray setting = door + "-port";
        RunningServer second(other.path(), {"--" + setting, QString::number(server().port(door))});
        second.process().waitForFinished(10'000);
        QCOMPARE(second.process().exitCode(), 1);
        QVERIFY2(second.log().contains("--" + setting + " or " + setting + " in vitrine.toml"),
                 second.log().constData());
    }
    void anOptionThatDoesNotFitIsSaidPlainly_data() {
        QTest::addColumn<QStringList>("arguments");
        QTest::addColumn<QByteArray>("words");
        QTest::newRow("port") << QStringList{"--http-port", "99999"}
                              << QByteArray("99999 does not fit: 0 to 65535");
        QTest::newRow("not a number") << QStringList{"--part-ms", "soon"} << QByteArray("50 to 2000");
        QTest::newRow("log level") << QStringList{"--log-level", "loud"}
                                   << QByteArray("\"loud\" is not a log level");
        QTest::newRow("no file") << QStringList{"--config", "/nowhere.toml"}
                                 << QByteArray("/nowhere.toml cannot be read");
    }
    void anOptionThatDoesNotFitIsSaidPlainly() {
        QFETCH(QStringList, arguments);
        QFETCH(QByteArray, words);
        QTemporaryDir other;
        RunningServer refused(other.path(), arguments);
        refused.process().waitForFinished(10'000);
        QCOMPARE(refused.process().exitCode(), 2);
        QVERIFY2(refused.log().contains(words), refused.log().constData());
    }
    void settingsComeFromFileEnvironmentAndFlags() {
        QTemporaryDir other;
        QFile file(other.filePath("vitrine.toml"));
        QVERIFY(file.open(QIODevice::WriteOnly));
        file.write("no-such-setting = 1\n");
        file.close();
        RunningServer wrong(other.path());
        wrong.process().waitForFinished(10'000);
        QCOMPARE(wrong.process().exitCode(), 2);
        QVERIFY2(wrong.log().contains("no-such-setting"), wrong.log().constData());
        QProcess help;
        help.start(RunningServer::program(), {"--help"});
        QVERIFY(help.waitForFinished(10'000));
        const QByteArray text = help.readAll();
        for (const char* word :
             {"--hold-ttl-s", "300", "--public-url", "VITRINE_HTTP_PORT", "(0 to 65535)", "=8080"})
            QVERIFY2(text.contains(word), word);
    }
    void endsWhenIdle() {
        QTemporaryDir other;
        RunningServer brief(other.path(), {"--exit-when-idle-s", "1"});
        QVERIFY(brief.process().waitForFinished(15'000));
        QCOMPARE(brief.process().exitCode(), 0);
        QVERIFY(!QFile::exists(other.filePath("endpoints.json")));
    }
    void endsInOrderAndSaysSoToItsViewers() {
        SocketPeer viewer(server().port("http"), QByteArray::fromStdString(shop_.show_id));
        viewer.hello();
        QVERIFY(viewer.message());
        server().process().terminate();
        QCOMPARE(viewer.closed_with(), 1012);
        QVERIFY(server().process().waitForFinished(15'000));
        QCOMPARE(server().process().exitCode(), 0);
        QVERIFY(!QFile::exists(shop_.directory.filePath("endpoints.json")));
    }

  private:
    grpc::Status ask(const std::string& method, const v1::ServerStatus& request,
                     v1::GetStatusRequest& response) {
        grpc::TemplatedGenericStub<v1::ServerStatus, v1::GetStatusRequest> stub(server().channel());
        grpc::ClientContext context;
        context.set_deadline(std::chrono::system_clock::now() + std::chrono::seconds(10));
        std::promise<grpc::Status> answered;
        stub.UnaryCall(&context, method, grpc::StubOptions(), &request, &response,
                       [&answered](grpc::Status status) { answered.set_value(std::move(status)); });
        return answered.get_future().get();
    }
    static std::optional<v1::ChatLine> chat_line(SocketPeer& peer) {
        while (const auto frame = peer.message()) {
            for (const auto& event : frame->events().events()) {
                if (event.has_chat()) return event.chat();
            }
        }
        return std::nullopt;
    }
};

QTEST_GUILESS_MAIN(TestFirstStart)
#include "tst_first_start.moc"
