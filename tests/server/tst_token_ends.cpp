// SPDX-License-Identifier: GPL-3.0-or-later
#include <QTest>

#include "server/identity/tokens.h"
#include "tests/server/shop_on_air.h"
#include "tests/web/socket_peer.h"
#include "vitrine/v1/event.grpc.pb.h"

using namespace vitrine;
using namespace vitrine::test;

// What was opened with a token ends with it, and comes back with the next one, missing nothing.
class TestTokenEnds : public QObject {
    Q_OBJECT

    ShopOnAir shop_;
    SystemClock clock_;

    // As the server signs them, but brief.
    std::string token(int64_t ttl_s) {
        const auto& creator = shop_.made.accounts(0).account();
        const std::string secret =
            identity::load_or_make_secret(shop_.directory.filePath("token.key").toStdString());
        return identity::Tokens(secret, clock_)
            .sign({creator.id(), creator.display_name(), creator.role(), false}, ttl_s);
    }
    using Stream = grpc::ClientReader<v1::SubscribeResponse>;
    std::unique_ptr<Stream> subscribe(grpc::ClientContext& context, const std::string& token,
                                      const v1::ShowSnapshot& from = {}) {
        context.AddMetadata("authorization", "Bearer " + token);
        context.set_deadline(std::chrono::system_clock::now() + std::chrono::seconds(20));
        v1::SubscribeRequest request;
        request.set_show_id(shop_.show_id);
        request.set_epoch(from.epoch());
        request.set_after_seq(from.seq());
        request.set_after_staff_seq(from.staff_seq());
        request.set_after_chat(from.chat_size() ? from.chat(from.chat_size() - 1).number() : 0);
        return v1::EventService::NewStub(shop_.server->channel())->Subscribe(&context, request);
    }

  private slots:
    void initTestCase() {
        QVERIFY2(shop_.open(), shop_.server ? shop_.server->log().constData() : "not started");
    }

    void aStudiosStreamEndsAndResumes() {
        grpc::ClientContext first;
        const auto stream = subscribe(first, token(2));
        v1::SubscribeResponse response;
        QVERIFY(stream->Read(&response));
        const v1::ShowSnapshot snapshot = response.snapshot();
        while (stream->Read(&response)) QVERIFY(response.event().has_viewers());
        QCOMPARE(stream->Finish().error_code(), grpc::StatusCode::UNAUTHENTICATED);

        const QByteArray missed = command_id();
        QCOMPARE(shop_.server
                     ->request("POST", "/v1/shows/" + QByteArray::fromStdString(shop_.show_id) + "/chat",
                               shop_.guest(), {{"commandId", QString(missed)}, {"text", "meanwhile"}})
                     .status,
                 200);
        grpc::ClientContext second;
        const auto again = subscribe(second, shop_.token, snapshot);
        QVERIFY(again->Read(&response));
        QVERIFY(response.has_resumed());
        QVERIFY(again->Read(&response));
        QCOMPARE(response.event().chat().id(), missed.toStdString());
        second.TryCancel();
        (void)again->Finish();
    }

    void aSocketIsClosedSoThatItsPageTakesANewToken() {
        SocketPeer socket(shop_.server->port("http"), QByteArray::fromStdString(shop_.show_id));
        socket.hello(token(2));
        const auto welcome = socket.message();
        QVERIFY(welcome && welcome->welcome().snapshot().me().role() == v1::ROLE_CREATOR);
        QCOMPARE(socket.closed_with(), 4401);
    }

    // It was answered like a hold that ran out, which made no client take a new token.
    void aCallWithATokenThatRanOutIsUnauthenticated() {
        const std::string late = token(-1);
        QCOMPARE(shop_.hold(QByteArray::fromStdString(late), shop_.variant(), 1, command_id()).status, 401);
        grpc::ClientContext context;
        context.AddMetadata("authorization", "Bearer " + late);
        v1::ListShowsResponse shows;
        QCOMPARE(
            v1::ShowService::NewStub(shop_.server->channel())->ListShows(&context, {}, &shows).error_code(),
            grpc::StatusCode::UNAUTHENTICATED);
    }
};

QTEST_GUILESS_MAIN(TestTokenEnds)
#include "tst_token_ends.moc"
