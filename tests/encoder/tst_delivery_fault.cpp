// SPDX-License-Identifier: GPL-3.0-or-later
// What libav and the receiver say, in words for the creator.
#include "encoder/delivery_fault.h"

#include <QtTest>

extern "C" {
#include <libavutil/error.h>
}

using namespace vitrine::encoder;

class TestDeliveryFault : public QObject {
    Q_OBJECT
  private slots:
    void wrongKeyIsFinalAndSaid();
    void keyInUseIsSaidApart();
    void ownOldConnectionIsWaitedFor();
    void networkFaultsAreTriedAgain_data();
    void networkFaultsAreTriedAgain();
    void fullDiskIsFinalAndKeepsTheFile();
};

void TestDeliveryFault::wrongKeyIsFinalAndSaid() {
    const auto fault = stream_fault(-1, {"[rtmp @ 0x1] Server error: This stream key is not known."},
                                    "live.example.com", false, 0);
    QVERIFY(fault.final);
    QVERIFY(fault.sentence.contains("key"));
    QVERIFY(fault.sentence.contains("This stream key is not known."));
    QVERIFY(fault.sentence.contains("live.example.com"));
}

void TestDeliveryFault::keyInUseIsSaidApart() {
    const auto fault = stream_fault(-1, {"Server error: Stream already publishing"}, "h", false, 0);
    QVERIFY(fault.final);
    QVERIFY(fault.sentence.contains("somebody else is live"));
}

void TestDeliveryFault::ownOldConnectionIsWaitedFor() {
    const QStringList log{"Server error: Somebody is live in this show already."};
    QVERIFY(!stream_fault(-1, log, "h", true, 0).final);
    QVERIFY(!stream_fault(-1, log, "h", true, kPatience_ms - 1).final);
    QVERIFY(stream_fault(-1, log, "h", true, kPatience_ms).final);
    // A key that is not taken any more is not tried again.
    QVERIFY(stream_fault(-1, {"Server error: This stream key was revoked."}, "h", true, 0).final);
}

void TestDeliveryFault::networkFaultsAreTriedAgain_data() {
    QTest::addColumn<int>("error");
    QTest::addColumn<QStringList>("log");
    QTest::addColumn<QString>("says");
    QTest::newRow("refused") << AVERROR(ECONNREFUSED) << QStringList() << "Nothing takes streams";
    QTest::newRow("deadline") << AVERROR_EXIT << QStringList() << "does not answer";
    QTest::newRow("timeout") << AVERROR(ETIMEDOUT) << QStringList() << "does not answer";
    QTest::newRow("no route") << AVERROR(EHOSTUNREACH) << QStringList() << "cannot be reached";
    QTest::newRow("name") << AVERROR(EIO)
                          << QStringList("Failed to resolve hostname h: Name or service not known")
                          << "not known";
    QTest::newRow("garbage") << AVERROR_INVALIDDATA << QStringList() << "not as a receiver";
}

void TestDeliveryFault::networkFaultsAreTriedAgain() {
    QFETCH(int, error);
    QFETCH(QStringList, log);
    QFETCH(QString, says);
    const auto fault = stream_fault(error, log, "live.example.com", false, 0);
    QVERIFY(!fault.final);
    QVERIFY2(fault.sentence.contains(says), qPrintable(fault.sentence));
}

void TestDeliveryFault::fullDiskIsFinalAndKeepsTheFile() {
    const auto fault = file_fault(FileTrouble::full, "/v/show.mkv", "No space left on device");
    QVERIFY(fault.final);
    QVERIFY(fault.sentence.contains("disk is full") && fault.sentence.contains("kept"));
}

QTEST_GUILESS_MAIN(TestDeliveryFault)
#include "tst_delivery_fault.moc"
