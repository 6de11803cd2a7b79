// SPDX-License-Identifier: GPL-3.0-or-later
#include <QtTest>

#include "server/mail/letter.h"

using namespace vitrine;
using namespace vitrine::mail;

namespace {

const Instant kWhen{1'700'000'000'123'456};  // Tuesday, 14 November 2023, 22:13:20 UTC

QByteArray sent(const Letter& letter, const Sender& sender = {"Shop", "shop@example.org"}) {
    const auto text = in_transit(letter, sender, kWhen, "id-1");
    return text.ok() ? QByteArray::fromStdString(*text) : QByteArray();
}

QByteArray head_of(const QByteArray& letter) { return letter.left(letter.indexOf("\r\n\r\n")); }

// As a reader of mail does it: RFC 2047, for B and UTF-8 alone.
QString decoded(QByteArray words) {
    words.replace("?=\r\n =?UTF-8?B?", "?==?UTF-8?B?");
    QByteArray bytes;
    for (const QByteArray& word : words.replace("?==?", "?=\n=?").split('\n'))
        bytes += QByteArray::fromBase64(word.mid(10, word.size() - 12));
    return QString::fromUtf8(bytes);
}

}  // namespace

class TstLetter : public QObject {
    Q_OBJECT

  private slots:
    void a_plain_letter() {
        const QByteArray letter = sent({"ann@example.org", "Your order", "Hello", "<p>Hello</p>"});
        QVERIFY(letter.startsWith(
            "From: Shop <shop@example.org>\r\nTo: <ann@example.org>\r\nSubject: Your order\r\n"
            "Date: Tue, 14 Nov 2023 22:13:20 +0000\r\nMessage-ID: <id-1@example.org>\r\n"));
        QVERIFY(letter.contains(QByteArray("Hello").toBase64()));
        QVERIFY(letter.contains(QByteArray("<p>Hello</p>").toBase64()));
        QVERIFY(letter.endsWith("--=_id-1--\r\n"));
    }

    // A product's title stands in the subject: it must not become a header.
    void no_part_can_add_a_header() {
        for (const char* evil : {"Mug\r\nBcc: eve@example.org", "Mug\nBcc: eve@example.org",
                                 "Mug\rBcc: eve@example.org", "=?UTF-8?B?QmNjOiBldmVAZXhhbXBsZS5vcmc=?="}) {
            const QByteArray letter = sent({"ann@example.org", evil, evil, evil}, {evil, "shop@example.org"});
            QVERIFY(!letter.isEmpty());
            QVERIFY(!letter.contains("eve@example.org"));
            QVERIFY(!head_of(letter).contains("\nBcc"));
            QCOMPARE(head_of(letter).count("\r\n"), head_of(letter).count('\n'));
        }
        for (const char* to : {"ann@example.org\r\nBcc: eve@example.org",
                               "ann@example.org> SIZE=1\r\nRCPT TO:<eve@example.org", "ann", "@example.org",
                               "ann@", "a b@example.org", "ann@example.org,eve@example.org", ""}) {
            QVERIFY2(!in_transit({to, "s", "t", "h"}, {"", "shop@example.org"}, kWhen, "id").ok(), to);
        }
    }

    void other_letters_than_ascii_arrive() {
        const std::string subject =
            "Votre commande : tasse en grès émaillé — bleu océan, 日本の茶碗 🫖 et plus encore";
        const QByteArray head =
            head_of(sent({"ann@example.org", subject, "t", "h"}, {"Läden", "shop@example.org"}));
        const qsizetype at = head.indexOf("Subject: ") + 9;
        QCOMPARE(decoded(head.mid(at, head.indexOf("\r\nDate") - at)).toStdString(), subject);
        QVERIFY(head.contains("From: =?UTF-8?B?"));
    }

    void nothing_but_ascii_and_short_lines() {
        const QByteArray letter =
            sent({"ann@example.org", std::string(900, 'x'), std::string(5000, 'y') + "\n.\n\xc3\xa9", "é"});
        for (const char c : letter) QVERIFY(c > 0);
        for (const QByteArray& line : letter.split('\n')) QVERIFY(line.size() <= 79);
        QVERIFY(!letter.contains("\r\n.\r\n"));
    }

    void senders() {
        QCOMPARE(parse_sender("shop@example.org")->address, std::string("shop@example.org"));
        QCOMPARE(parse_sender("My Shop <shop@example.org>")->name, std::string("My Shop"));
        for (const char* bad :
             {"", "shop", "Shop <shop>", "Shop <a@b.c", "Shop\r\nBcc: x@y.z <shop@example.org>"})
            QVERIFY2(!parse_sender(bad).ok(), bad);
    }
};

QTEST_APPLESS_MAIN(TstLetter)
#include "tst_letter.moc"
