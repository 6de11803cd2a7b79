// SPDX-License-Identifier: GPL-3.0-or-later
#include <QProcess>
#include <QTemporaryDir>
#include <QtTest>

#include "server/mail/smtp.h"
#include "tests/mail/smtp_sink.h"

using namespace vitrine;
using namespace vitrine::mail;
using tests::SmtpSink;

namespace {

const Instant kWhen{1'700'000'000'000'000};
const Letter kLetter{"ann@example.org", "Your order", "Hello\n.\nbye", "<p>Hello</p>"};

SmtpTerms terms(const std::string& url, const std::string& ca_file = "") {
    return {url, ca_file, {"Shop", "shop@example.org"}};
}

// Signs itself, for localhost.
QString certificate_in(const QTemporaryDir& dir) {
    QProcess openssl;
    openssl.start("openssl", {"req", "-x509", "-newkey", "rsa:2048", "-nodes", "-days", "30", "-subj",
                              "/CN=localhost", "-addext", "subjectAltName=DNS:localhost", "-keyout",
                              dir.filePath("mail.key"), "-out", dir.filePath("mail.pem")});
    if (!openssl.waitForFinished(30'000) || openssl.exitCode() != 0) qFatal("no certificate");
    return dir.filePath("mail.pem");
}

}  // namespace

// libcurl as the client that it is in the server, against a server that speaks SMTP.
class TstSmtp : public QObject {
    Q_OBJECT

  private slots:
    void a_letter_arrives_whole() {
        SmtpSink sink;
        QVERIFY(Smtp(terms(sink.url())).send(kLetter, "id-1", kWhen, 5000).ok());
        QCOMPARE(sink.letters().size(), 1);
        const auto letter = sink.letters().first();
        QCOMPARE(letter.from, QByteArray("shop@example.org"));
        QCOMPARE(letter.to, QByteArray("ann@example.org"));
        QCOMPARE(letter.header("Subject"), QByteArray("Your order"));
        QCOMPARE(letter.part("text/plain"), QByteArray("Hello\n.\nbye"));
        QCOMPARE(letter.part("text/html"), QByteArray("<p>Hello</p>"));
        QVERIFY(!letter.secure);
    }

    void many_letters_go_over_one_connection_and_over_a_new_one_when_it_is_gone() {
        SmtpSink sink;
        Smtp smtp(terms(sink.url()));
        for (int i = 0; i < 5; ++i) QVERIFY(smtp.send(kLetter, "id", kWhen, 5000).ok());
        QCOMPARE(sink.letters().size(), 5);
        QCOMPARE(sink.connections(), 1);
        sink.lose_answers(true);
        QVERIFY(!smtp.send(kLetter, "id", kWhen, 5000).ok());
        sink.lose_answers(false);
        QVERIFY(smtp.send(kLetter, "id", kWhen, 5000).ok());
        QCOMPARE(sink.connections(), 2);
    }

    void what_it_refuses_for_now_comes_again_and_for_good_does_not() {
        SmtpSink sink;
        Smtp smtp(terms(sink.url()));
        sink.refuse("451 greylisted");
        QCOMPARE(smtp.send(kLetter, "id", kWhen, 5000).error().code, Code::unavailable);
        sink.refuse("550 no such box");
        QCOMPARE(smtp.send(kLetter, "id", kWhen, 5000).error().code, Code::invalid_argument);
        sink.refuse("535 sign in");  // ours to mend, not the letter's fault
        QCOMPARE(smtp.send(kLetter, "id", kWhen, 5000).error().code, Code::unavailable);
        sink.refuse("");
        QVERIFY(smtp.send(kLetter, "id", kWhen, 5000).ok());
    }

    void nobody_there_or_no_answer_is_unavailable() {
        QCOMPARE(Smtp(terms("smtp://127.0.0.1:1")).send(kLetter, "id", kWhen, 2000).error().code,
                 Code::unavailable);
        SmtpSink sink;
        sink.lose_answers(true);
        QCOMPARE(Smtp(terms(sink.url())).send(kLetter, "id", kWhen, 5000).error().code, Code::unavailable);
    }

    void with_a_certificate_it_goes_secured_or_not_at_all() {
        QTemporaryDir dir;
        const QString certificate = certificate_in(dir);
        SmtpSink sink(certificate);
        const std::string url = "smtp://localhost:" + std::to_string(sink.port());
        QVERIFY(Smtp(terms(url, certificate.toStdString())).send(kLetter, "id", kWhen, 5000).ok());
        QVERIFY(sink.letters().first().secure);

        QTemporaryDir other;
        const std::string strange = certificate_in(other).toStdString();
        QCOMPARE(Smtp(terms(url, strange)).send(kLetter, "id", kWhen, 5000).error().code, Code::unavailable);
        SmtpSink plain;  // offers no TLS, and it was asked for
        QCOMPARE(Smtp(terms(plain.url(), strange)).send(kLetter, "id", kWhen, 5000).error().code,
                 Code::unavailable);
        QCOMPARE(plain.letters().size(), 0);
    }

    void what_is_no_mail_server_is_refused_at_the_start() {
        for (const char* bad :
             {"", "mail.example.org", "http://mail.example.org", "smtp://", "file:///etc/passwd"})
            QVERIFY_EXCEPTION_THROWN(Smtp(terms(bad)), std::runtime_error);
    }
};

QTEST_GUILESS_MAIN(TstSmtp)
#include "tst_smtp.moc"
