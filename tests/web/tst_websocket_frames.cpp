// SPDX-License-Identifier: GPL-3.0-or-later
#include <QTest>

#include "server/web/websocket_frames.h"
#include "tests/web/socket_peer.h"

using namespace vitrine::web;
using vitrine::test::SocketPeer;

// RFC 6455, clause by clause.
class TestWebsocketFrames : public QObject {
    Q_OBJECT

    static FrameReader fed(const QByteArray& bytes, size_t most = 1000) {
        FrameReader reader(most);
        reader.feed(bytes.toStdString());
        return reader;
    }
    static int violation(const QByteArray& bytes, size_t most = 1000) {
        FrameReader reader = fed(bytes, most);
        while (reader.next()) {
        }
        return reader.violation() ? reader.violation()->code : 0;
    }

  private slots:
    void acceptsTheKeyOfTheRfc() {
        QCOMPARE(websocket_accept("dGhlIHNhbXBsZSBub25jZQ=="), std::string("s3pPLMBiTxaQ9kYGzzhZRbK+xOo="));
    }
    void writesTheThreeLengths() {
        QCOMPARE(websocket_frame(Opcode::binary, std::string(125, 'x')).size(), size_t(127));
        QCOMPARE(websocket_frame(Opcode::binary, std::string(126, 'x')).size(), size_t(130));
        QCOMPARE(websocket_frame(Opcode::binary, std::string(65536, 'x')).size(), size_t(65546));
    }
    void readsOneByteAtATime() {
        const QByteArray bytes = SocketPeer::frame(2, QByteArray(300, 'q'));
        FrameReader reader(1000);
        for (qsizetype i = 0; i + 1 < bytes.size(); ++i) {
            reader.feed(std::string(1, bytes[i]));
            QVERIFY(!reader.next());
        }
        reader.feed(std::string(1, bytes.back()));
        const auto message = reader.next();
        QVERIFY(message);
        QCOMPARE(message->payload, std::string(300, 'q'));
    }
    void joinsFragmentsWithAPingBetween() {
        FrameReader reader = fed(SocketPeer::frame(2, "one ", false) + SocketPeer::frame(9, "beat") +
                                 SocketPeer::frame(0, "two ", false) + SocketPeer::frame(0, "three"));
        const auto ping = reader.next();
        QVERIFY(ping && ping->opcode == Opcode::ping && ping->payload == "beat");
        const auto message = reader.next();
        QVERIFY(message && message->opcode == Opcode::binary);
        QCOMPARE(message->payload, std::string("one two three"));
        QVERIFY(!reader.violation());
    }
    void refuses_data() {
        QTest::addColumn<QByteArray>("bytes");
        QTest::addColumn<int>("code");
        QTest::newRow("no mask") << SocketPeer::frame(2, "x", true, false) << 1002;
        QTest::newRow("reserved bit") << SocketPeer::frame(2, "x", true, true, 4) << 1002;
        QTest::newRow("unknown opcode") << SocketPeer::frame(3, "x") << 1002;
        QTest::newRow("unknown control opcode") << SocketPeer::frame(11, "x") << 1002;
        QTest::newRow("fragmented ping") << SocketPeer::frame(9, "x", false) << 1002;
        QTest::newRow("long ping") << SocketPeer::frame(9, QByteArray(126, 'x')) << 1002;
        QTest::newRow("continuation of nothing") << SocketPeer::frame(0, "x") << 1002;
        QTest::newRow("message in a message")
            << SocketPeer::frame(2, "x", false) + SocketPeer::frame(2, "y") << 1002;
        QTest::newRow("too big") << SocketPeer::frame(2, QByteArray(1001, 'x')) << 1009;
        QTest::newRow("too big in fragments")
            << SocketPeer::frame(2, QByteArray(900, 'x'), false) + SocketPeer::frame(0, QByteArray(101, 'x'))
            << 1009;
        QTest::newRow("bad text") << SocketPeer::frame(1, QByteArray::fromHex("c328")) << 1007;
        QTest::newRow("length not minimal") << QByteArray::fromHex("82fe0001a1b2c3d400") << 1002;
        QTest::newRow("length of 2^63") << QByteArray::fromHex("82ff8000000000000000") << 1002;
    }
    void refuses() {
        QFETCH(QByteArray, bytes);
        QFETCH(int, code);
        QCOMPARE(violation(bytes), code);
    }
    // Judged by the header alone: nobody may make the server wait for, or keep, 2^40 bytes.
    void judgesAHugeLengthBeforeItsBytes() {
        QCOMPARE(violation(QByteArray::fromHex("82ff0000010000000000")), 1009);
    }
    void takesNothingAfterAViolation() {
        FrameReader reader = fed(SocketPeer::frame(3, "x") + SocketPeer::frame(2, "good"));
        QVERIFY(!reader.next());
        QVERIFY(!reader.next());
    }
    void answersCloses() {
        QCOMPARE(close_answer(""), close_code::normal);
        QCOMPARE(close_answer(std::string("\x03", 1)), close_code::protocol_error);
        QCOMPARE(close_answer(std::string("\x03\xe8", 2)), uint16_t(1000));
        QCOMPARE(close_answer(std::string("\x03\xed", 2)), close_code::protocol_error);  // 1005 is never sent
        QCOMPARE(close_answer(std::string("\x0f\xa1", 2)), uint16_t(4001));
        QCOMPARE(close_answer(std::string("\x03\xe8\xff", 3)), close_code::bad_payload);
    }
};

QTEST_GUILESS_MAIN(TestWebsocketFrames)
#include "tst_websocket_frames.moc"
