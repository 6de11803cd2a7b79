// SPDX-License-Identifier: GPL-3.0-or-later
#include <QtTest>
#include <random>

#include "server/domain/text.h"

using namespace vitrine;

class TstText : public QObject {
    Q_OBJECT

  private slots:
    void counts_code_points_data();
    void counts_code_points();
    void refuses_broken_utf8_data();
    void refuses_broken_utf8();
    void agrees_with_qt_on_random_bytes();
    void takes_one_line_data();
    void takes_one_line();
    void refuses_lines_data();
    void refuses_lines();
    void limits_the_length_in_code_points();
};

void TstText::counts_code_points_data() {
    QTest::addColumn<QByteArray>("text");
    QTest::addColumn<int>("count");
    QTest::newRow("empty") << QByteArray("") << 0;
    QTest::newRow("ascii") << QByteArray("hello") << 5;
    QTest::newRow("two bytes") << QByteArray("\xc2\x80\xdf\xbf") << 2;
    QTest::newRow("three bytes") << QByteArray("\xe0\xa0\x80\xef\xbf\xbf") << 2;
    QTest::newRow("around the surrogates") << QByteArray("\xed\x9f\xbf\xee\x80\x80") << 2;
    QTest::newRow("four bytes") << QByteArray("\xf0\x90\x80\x80\xf4\x8f\xbf\xbf") << 2;
    QTest::newRow("family") << QByteArray("👩‍👩‍👧") << 5;
}

void TstText::counts_code_points() {
    QFETCH(QByteArray, text);
    QFETCH(int, count);
    QCOMPARE(code_points(text.toStdString()), std::optional<size_t>(count));
}

void TstText::refuses_broken_utf8_data() {
    QTest::addColumn<QByteArray>("text");
    QTest::newRow("lonely continuation") << QByteArray("a\x80");
    QTest::newRow("overlong slash") << QByteArray("\xc0\xaf");
    QTest::newRow("overlong of three") << QByteArray("\xe0\x9f\xbf");
    QTest::newRow("overlong of four") << QByteArray("\xf0\x8f\xbf\xbf");
    QTest::newRow("surrogate") << QByteArray("\xed\xa0\x80");
    QTest::newRow("past the last") << QByteArray("\xf4\x90\x80\x80");
    QTest::newRow("five bytes") << QByteArray("\xf8\x88\x80\x80\x80");
    QTest::newRow("cut short") << QByteArray("good \xe2\x82");
    QTest::newRow("latin 1") << QByteArray("caf\xe9");
    QTest::newRow("byte ff") << QByteArray("\xff");
}

void TstText::refuses_broken_utf8() {
    QFETCH(QByteArray, text);
    QVERIFY(!code_points(text.toStdString()));
    QCOMPARE(one_line(text.toStdString(), 100, "The line").error().code, Code::invalid_argument);
}

void TstText::agrees_with_qt_on_random_bytes() {
    const auto seed = std::random_device()();
    qInfo("seed %u", seed);
    std::mt19937 random(seed);
    // Bytes that often make sequences, good and bad.
    static const QByteArray kBytes("\x41\x7f\x80\x9f\xa0\xbf\xc0\xc1\xc2\xdf\xe0\xed\xef\xf0\xf4\xf5\xff",
                                   17);
    int good = 0;
    for (int round = 0; round < 50'000; ++round) {
        QByteArray text;
        const int length = int(random() % 5);
        for (int i = 0; i < length; ++i) text.append(kBytes[int(random() % 17)]);
        QStringDecoder decoder(QStringDecoder::Utf8, QStringConverter::Flag::Stateless);
        const QString decoded = decoder(text);
        const auto counted = code_points(text.toStdString());
        QCOMPARE(counted.has_value(), !decoder.hasError());
        if (counted) QCOMPARE(qsizetype(*counted), decoded.toUcs4().size());
        good += counted.has_value();
    }
    QVERIFY(good > 1000);
}

void TstText::takes_one_line_data() {
    QTest::addColumn<QByteArray>("text");
    QTest::addColumn<QByteArray>("taken");
    QTest::newRow("plain") << QByteArray("Hello, world") << QByteArray("Hello, world");
    QTest::newRow("spaces around") << QByteArray("  hi  ") << QByteArray("hi");
    QTest::newRow("markup is only text")
        << QByteArray("<script>alert(1)</script>") << QByteArray("<script>alert(1)</script>");
    QTest::newRow("arabic") << QByteArray("مرحبا") << QByteArray("مرحبا");
    QTest::newRow("joined emoji") << QByteArray("👩‍👩‍👧") << QByteArray("👩‍👩‍👧");
    QTest::newRow("combining") << QByteArray("e\xcc\x81") << QByteArray("e\xcc\x81");
}

void TstText::takes_one_line() {
    QFETCH(QByteArray, text);
    QFETCH(QByteArray, taken);
    QCOMPARE(QByteArray::fromStdString(one_line(text.toStdString(), 100, "The line").value()), taken);
}

void TstText::refuses_lines_data() {
    QTest::addColumn<QByteArray>("text");
    QTest::newRow("empty") << QByteArray("");
    QTest::newRow("spaces") << QByteArray("    ");
    QTest::newRow("no-break space") << QByteArray("\u00a0");
    QTest::newRow("zero width") << QByteArray("\u200b\u200d\ufeff");
    QTest::newRow("hangul filler") << QByteArray("\u3164");
    QTest::newRow("zero byte") << QByteArray("a\0b", 3);
    QTest::newRow("newline") << QByteArray("a\nb");
    QTest::newRow("escape") << QByteArray("\x1b[31mred");
    QTest::newRow("delete") << QByteArray("a\x7f");
    QTest::newRow("c1") << QByteArray("a\xc2\x85");
    QTest::newRow("line separator") << QByteArray("a\u2028b");
    QTest::newRow("right-to-left override") << QByteArray("moc.\u202ekcatta");
    QTest::newRow("isolate") << QByteArray("a\u2066b");
}

void TstText::refuses_lines() {
    QFETCH(QByteArray, text);
    const auto result = one_line(text.toStdString(), 100, "The line");
    QCOMPARE(result.error().code, Code::invalid_argument);
    QVERIFY(result.error().message.starts_with("The line "));
}

void TstText::limits_the_length_in_code_points() {
    const auto foxes = [](int count) { return QByteArray("🦊").repeated(count).toStdString(); };
    QVERIFY(one_line(foxes(500), 500, "The line").ok());
    QCOMPARE(one_line(foxes(501), 500, "The line").error().code, Code::too_large);
    QVERIFY(one_line("   " + foxes(500) + "   ", 500, "The line").ok());
}

QTEST_GUILESS_MAIN(TstText)
#include "tst_text.moc"
