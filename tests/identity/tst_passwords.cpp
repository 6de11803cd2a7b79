// SPDX-License-Identifier: GPL-3.0-or-later
#include <QRegularExpression>
#include <QtTest>
#include <set>

#include "server/identity/passwords.h"

using namespace vitrine;

class TstPasswords : public QObject {
    Q_OBJECT

  private slots:
    void hashes_with_argon2id_and_a_salt();
    void makes_readable_passwords_that_differ();
};

void TstPasswords::hashes_with_argon2id_and_a_salt() {
    const std::string password = "correct horse ü 🦊";
    const auto one = identity::hash_password(password), two = identity::hash_password(password);
    QVERIFY(one.starts_with("$argon2id$v=19$m=65536,t=2,p=1$"));
    QVERIFY(one != two);
    QVERIFY(identity::password_fits(one, password));
    QVERIFY(identity::password_fits(two, password));
    QVERIFY(!identity::password_fits(one, password + " "));
    QVERIFY(!identity::password_fits(one, ""));
    QVERIFY(!identity::password_fits("", password));
    QVERIFY(!identity::password_fits("$argon2id$broken", password));
}

void TstPasswords::makes_readable_passwords_that_differ() {
    static const QRegularExpression kForm(
        "^([bdfghklmnprstvwz][aeiou]){2}(-([bdfghklmnprstvwz][aeiou]){2}){3}$");
    std::set<std::string> made;
    for (int i = 0; i < 2000; ++i) {
        const auto password = identity::make_password();
        QVERIFY2(kForm.match(QString::fromStdString(password)).hasMatch(), password.c_str());
        made.insert(password);
    }
    QCOMPARE(made.size(), size_t(2000));
}

QTEST_GUILESS_MAIN(TstPasswords)
#include "tst_passwords.moc"
