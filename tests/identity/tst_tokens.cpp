// SPDX-License-Identifier: GPL-3.0-or-later
#include <QJsonDocument>
#include <QJsonObject>
#include <QMessageAuthenticationCode>
#include <QtTest>

#include "server/identity/tokens.h"

using namespace vitrine;

namespace {

const std::string kSecret = "0123456789abcdef0123456789abcdef";

QByteArray base64(const QByteArray& bytes) {
    return bytes.toBase64(QByteArray::Base64UrlEncoding | QByteArray::OmitTrailingEquals);
}

// A token as somebody else would make it, by RFC 7515 and nothing of ours.
std::string forge(const QJsonObject& header, const QJsonObject& claims, const QByteArray& secret,
                  QCryptographicHash::Algorithm algorithm = QCryptographicHash::Sha256) {
    const QByteArray head = base64(QJsonDocument(header).toJson(QJsonDocument::Compact));
    const QByteArray body = base64(QJsonDocument(claims).toJson(QJsonDocument::Compact));
    const QByteArray signature =
        base64(QMessageAuthenticationCode::hash(head + '.' + body, secret, algorithm));
    return (head + '.' + body + '.' + signature).toStdString();
}

}  // namespace

class TstTokens : public QObject {
    Q_OBJECT

  private slots:
    void brings_back_who_was_signed_data();
    void brings_back_who_was_signed();
    void others_can_verify_it();
    void runs_out();
    void refuses_another_secret();
    void refuses_every_changed_byte();
    void refuses_forgeries_data();
    void refuses_forgeries();
    void refuses_garbage_data();
    void refuses_garbage();

  private:
    QJsonObject claims() const {
        return {{"iss", "vitrine"}, {"sub", "someone"}, {"name", "Some One"},
                {"role", 4},        {"guest", false},   {"exp", qint64(clock_.now().us / 1'000'000 + 60)}};
    }

    ManualClock clock_;
    identity::Tokens tokens_{kSecret, clock_};
};

void TstTokens::brings_back_who_was_signed_data() {
    QTest::addColumn<QByteArray>("name");
    QTest::addColumn<int>("role");
    QTest::addColumn<bool>("guest");
    QTest::newRow("creator") << QByteArray("Clara") << int(v1::ROLE_CREATOR) << false;
    QTest::newRow("guest") << QByteArray("Gus") << int(v1::ROLE_VIEWER) << true;
    QTest::newRow("quotes") << QByteArray("\",\"role\":4,\"x\":\"") << int(v1::ROLE_VIEWER) << true;
    QTest::newRow("emoji") << QByteArray("🦊 Zoë") << int(v1::ROLE_MODERATOR) << false;
}

void TstTokens::brings_back_who_was_signed() {
    QFETCH(QByteArray, name);
    QFETCH(int, role);
    QFETCH(bool, guest);
    const Caller signed_in{"0190163d-8694-739b-aea5-966c26f8ad91", name.toStdString(),
                           static_cast<v1::Role>(role), guest};
    const auto caller = tokens_.verify(tokens_.sign(signed_in, 600));
    QVERIFY(caller.ok());
    QCOMPARE(caller->id, signed_in.id);
    QCOMPARE(caller->name, signed_in.name);
    QCOMPARE(caller->role, signed_in.role);
    QCOMPARE(caller->guest, guest);
}

void TstTokens::others_can_verify_it() {
    Instant expires;
    const auto parts = QByteArray::fromStdString(
                           tokens_.sign({"someone", "Some One", v1::ROLE_RETAILER, false}, 600, &expires))
                           .split('.');
    QCOMPARE(parts.size(), 3);
    const QByteArray signature = QMessageAuthenticationCode::hash(
        parts[0] + '.' + parts[1], QByteArray::fromStdString(kSecret), QCryptographicHash::Sha256);
    QCOMPARE(parts[2], base64(signature));
    const auto body =
        QJsonDocument::fromJson(QByteArray::fromBase64(parts[1], QByteArray::Base64UrlEncoding)).object();
    QCOMPARE(body["sub"].toString(), QString("someone"));
    QCOMPARE(body["exp"].toInteger() * 1'000'000, qint64(expires.us));
    QCOMPARE(
        tokens_
            .verify(forge({{"alg", "HS256"}, {"typ", "JWT"}}, claims(), QByteArray::fromStdString(kSecret)))
            ->role,
        v1::ROLE_CREATOR);
}

void TstTokens::runs_out() {
    Instant expires;
    const auto token = tokens_.sign({"someone", "Some One", v1::ROLE_CREATOR, false}, 600, &expires);
    QCOMPARE(expires.us, clock_.now().us + 600'000'000);
    clock_.advance_us(599'999'999);
    QVERIFY(tokens_.verify(token).ok());
    clock_.advance_us(1);
    // Not "expired", which speaks of holds: clients take a new token when they hear this word, and no other.
    QCOMPARE(tokens_.verify(token).error().code, Code::unauthenticated);
}

void TstTokens::refuses_another_secret() {
    const identity::Tokens others("fedcba9876543210fedcba9876543210", clock_);
    QCOMPARE(tokens_.verify(others.sign({"someone", "Some One", v1::ROLE_CREATOR, false}, 600)).error().code,
             Code::unauthenticated);
}

void TstTokens::refuses_every_changed_byte() {
    const auto token = tokens_.sign({"someone", "Some One", v1::ROLE_VIEWER, true}, 600);
    for (size_t i = 0; i < token.size(); ++i) {
        std::string changed = token;
        changed[i] = changed[i] == 'A' ? 'Z' : 'A';
        // The last character of a part carries unused bits: only one that decodes to other bytes is a change.
        const auto end = i + 1 == token.size() || token[i + 1] == '.';
        if (end) continue;
        QVERIFY2(!tokens_.verify(changed).ok(), changed.c_str());
        QVERIFY(!tokens_.verify(token.substr(0, i)).ok());
    }
}

void TstTokens::refuses_forgeries_data() {
    QTest::addColumn<QByteArray>("token");
    const QByteArray secret = QByteArray::fromStdString(kSecret);
    const auto row = [](const char* name, const std::string& token) {
        QTest::newRow(name) << QByteArray::fromStdString(token);
    };
    const auto without_signature = [&](const QJsonObject& header) {
        const auto token = QByteArray::fromStdString(forge(header, claims(), secret));
        return token.left(token.lastIndexOf('.') + 1).toStdString();
    };
    row("alg none", without_signature({{"alg", "none"}, {"typ", "JWT"}}));
    row("alg NONE", without_signature({{"alg", "NONE"}}));
    row("no signature", without_signature({{"alg", "HS256"}}));
    row("alg none, signed", forge({{"alg", "none"}}, claims(), secret));
    row("no alg", forge({{"typ", "JWT"}}, claims(), secret));
    row("HS512 with our secret",
        forge({{"alg", "HS512"}, {"typ", "JWT"}}, claims(), secret, QCryptographicHash::Sha512));
    row("RS256 signed by HMAC", forge({{"alg", "RS256"}, {"typ", "JWT"}}, claims(), secret));
    row("empty secret", forge({{"alg", "HS256"}}, claims(), ""));
    auto changed = claims();
    changed["role"] = 99;
    row("a role that is none", forge({{"alg", "HS256"}}, changed, secret));
    changed["role"] = "4";
    row("a role in words", forge({{"alg", "HS256"}}, changed, secret));
    changed = claims();
    changed.remove("sub");
    row("nobody", forge({{"alg", "HS256"}}, changed, secret));
    changed = claims();
    changed.remove("exp");
    row("without an end", forge({{"alg", "HS256"}}, changed, secret));
    changed = claims();
    changed["exp"] = QString("9999999999");
    row("an end in words", forge({{"alg", "HS256"}}, changed, secret));
    changed = claims();
    changed["iss"] = "somebody else";
    row("another issuer", forge({{"alg", "HS256"}}, changed, secret));
}

void TstTokens::refuses_forgeries() {
    QFETCH(QByteArray, token);
    const auto result = tokens_.verify(token.toStdString());
    QVERIFY(!result.ok());
    QCOMPARE(result.error().code, Code::unauthenticated);
}

void TstTokens::refuses_garbage_data() {
    QTest::addColumn<QByteArray>("token");
    QTest::newRow("empty") << QByteArray();
    QTest::newRow("dots") << QByteArray("..");
    QTest::newRow("one part") << QByteArray("eyJhbGciOiJIUzI1NiJ9");
    QTest::newRow("not base64") << QByteArray("!!!.???.###");
    QTest::newRow("not json") << base64("{") + '.' + base64("[") + '.' + base64("x");
    QTest::newRow("deep json") << base64(QByteArray("[").repeated(900)) + '.' + base64("{}") + ".x";
    QTest::newRow("zero byte") << QByteArray("a.b\0.c", 6);
    QTest::newRow("a megabyte") << QByteArray(1 << 20, 'A');
    QTest::newRow("utf-8") << QByteArray("ü.ö.ä");
}

void TstTokens::refuses_garbage() {
    QFETCH(QByteArray, token);
    QCOMPARE(tokens_.verify(token.toStdString()).error().code, Code::unauthenticated);
}

QTEST_GUILESS_MAIN(TstTokens)
#include "tst_tokens.moc"
