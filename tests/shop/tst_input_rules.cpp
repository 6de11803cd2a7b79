// SPDX-License-Identifier: GPL-3.0-or-later
#include <QtTest>
#include <functional>
#include <limits>

#include "server/shop/input_rules.h"
#include "server/shop/stock_rules.h"

using namespace vitrine;
using namespace vitrine::shop;

namespace {

v1::Product good_product() {
    v1::Product product;
    product.set_title("Stoneware mug");
    product.set_description("Thrown by hand.\n\nHolds 300 ml.");
    product.set_picture("/pictures/demo/mug.svg");
    for (const char* name : {"Ocean", "Sand"}) {
        v1::Variant* variant = product.add_variants();
        variant->set_name(name);
        variant->mutable_price()->set_minor(2400);
        variant->mutable_price()->set_currency("EUR");
        variant->set_available(5);
    }
    return product;
}

}  // namespace

// What people and programs may send.
class TstInputRules : public QObject {
    Q_OBJECT

  private slots:
    void emails_data() {
        QTest::addColumn<QString>("email");
        QTest::addColumn<bool>("good");
        const auto row = [](const char* email, bool good) { QTest::newRow(email) << email << good; };
        row("ann@example.org", true);
        row("a.b+tag@sub.example-shop.co.uk", true);
        row("o'hara@example.org", true);
        row("", false);
        row("ann", false);
        row("@example.org", false);
        row("ann@", false);
        row("ann@example", false);
        row("ann@example..org", false);
        row("ann@.example.org", false);
        row("ann@-example.org", false);
        row("ann@example.org.", false);
        row("ann..b@example.org", false);
        row(".ann@example.org", false);
        row("ann.@example.org", false);
        row("ann b@example.org", false);
        row("ann@b@example.org", false);
        row("ann@example.org\r\nBcc: x@example.org", false);
        row("<ann@example.org>", false);
        row("ann@exämple.org", false);
        QTest::newRow("local part of 65") << QString(65, 'a') + "@example.org" << false;
        QTest::newRow("local part of 64") << QString(64, 'a') + "@example.org" << true;
        QTest::newRow("255 characters") << "a@" + QString("bbbbbbbbb.").repeated(25) + "org" << false;
        QTest::newRow("label of 64") << "a@" + QString(64, 'b') + ".org" << false;
    }
    void emails() {
        QFETCH(QString, email);
        QFETCH(bool, good);
        QCOMPARE(check_email(email.toStdString()).ok(), good);
    }

    void a_nul_is_no_end() {
        QVERIFY(!check_email(std::string("ann@example.org\0", 16)).ok());
        QVERIFY(!check_payment_token(std::string("tok\0", 4)).ok());
        QVERIFY(!check_text(std::string("Mug\0", 4), "The title", 1, 120).ok());
    }

    void card_numbers_are_never_tokens() {
        for (const char* number :
             {"4242424242424242", "4242-4242-4242-4242", "4000000000000002", "378282246310005"}) {
            QCOMPARE(check_payment_token(number).error().code, Code::invalid_argument);
        }
        for (const char* token : {"sandbox_approve", "pm_1NqLkZ2eZvKYlo2C", "1234567890123456", "42"}) {
            QVERIFY(check_payment_token(token).ok());
        }
        QVERIFY(!check_payment_token("").ok());
        QVERIFY(!check_payment_token("two words").ok());
        QVERIFY(!check_payment_token(std::string(256, 'x')).ok());
    }

    void texts() {
        QVERIFY(check_text("Ünïcödé 🎁", "The title", 1, 9).ok());
        QCOMPARE(check_text("Ünïcödé 🎁!", "The title", 1, 9).error().code, Code::too_large);
        QCOMPARE(check_text("", "The title", 1, 9).error().code, Code::invalid_argument);
        QVERIFY(check_text("", "The name", 0, 9).ok());
        QVERIFY(!check_text("a\nb", "The title", 1, 9).ok());
        QVERIFY(check_text("a\n\nb\n", "The description", 0, 9, true).ok());
        QVERIFY(!check_text("a\rb", "The description", 0, 9, true).ok());
        QVERIFY(!check_text("a\x1b[31m", "The title", 1, 9).ok());
        QVERIFY(!check_text("\xe2\x80\xae"
                            "gnp.exe",
                            "The title", 1, 9)
                     .ok());  // right-to-left override
        for (const char* broken : {"\xc0\xaf", "\xed\xa0\x80", "\xf4\x90\x80\x80", "\xe2\x82", "\xff"}) {
            QCOMPARE(check_text(broken, "The title", 1, 9).error().code, Code::invalid_argument);
        }
    }

    void products() {
        QVERIFY(check_product(good_product()).ok());
        const std::function<void(v1::Product&)> spoil[] = {
            [](auto& p) { p.clear_title(); },
            [](auto& p) { p.set_title(std::string(121, 'x')); },
            [](auto& p) { p.set_description(std::string(4001, 'x')); },
            [](auto& p) { p.set_picture("https://example.org/x.png"); },
            [](auto& p) { p.set_picture("/pictures/../secret"); },
            [](auto& p) { p.set_picture("/pictures/"); },
            [](auto& p) { p.set_picture("/pictures/a\"onerror=x"); },
            [](auto& p) { p.clear_variants(); },
            [](auto& p) { p.mutable_variants(1)->set_name("Ocean"); },
            [](auto& p) { p.mutable_variants(1)->clear_name(); },
            [](auto& p) { p.mutable_variants(0)->mutable_price()->set_minor(0); },
            [](auto& p) { p.mutable_variants(0)->mutable_price()->set_minor(-1); },
            [](auto& p) {
                p.mutable_variants(0)->mutable_price()->set_minor(std::numeric_limits<int64_t>::max());
            },
            [](auto& p) { p.mutable_variants(0)->mutable_price()->set_currency("XXX"); },
            [](auto& p) { p.mutable_variants(0)->mutable_price()->set_currency("eur"); },
            [](auto& p) { p.mutable_variants(0)->mutable_price()->set_currency("USD"); },
            [](auto& p) { p.mutable_variants(0)->set_available(-1); },
            [](auto& p) { p.mutable_variants(0)->set_available(kMostUnits + 1); },
            [](auto& p) { p.mutable_variants(0)->set_sku(std::string(65, 'x')); },
            [](auto& p) {
                for (int i = 0; i < 100; ++i) {
                    *p.add_variants() = p.variants(0);
                    p.mutable_variants(p.variants_size() - 1)->set_name(std::to_string(i));
                }
            },
        };
        for (size_t i = 0; i < std::size(spoil); ++i) {
            v1::Product product = good_product();
            spoil[i](product);
            QVERIFY2(!check_product(product).ok(), qPrintable(QString("case %1").arg(i)));
        }
    }
};

QTEST_GUILESS_MAIN(TstInputRules)
#include "tst_input_rules.moc"
