// SPDX-License-Identifier: GPL-3.0-or-later
#include <QtTest>

#include "server/shop/address_rules.h"

using namespace vitrine;
using namespace vitrine::shop;

namespace {

v1::Address good() {
    v1::Address address;
    address.set_name("  Ann Doe ");
    address.set_line1("1 Main Street");
    address.set_postal_code("12345");
    address.set_city("Berlin");
    address.set_country("de");
    address.set_phone("+49 (30) 1234-5");
    return address;
}

using Set = void (v1::Address::*)(const std::string&);

}  // namespace

class TstAddressRules : public QObject {
    Q_OBJECT

  private slots:
    void what_was_typed_is_tidied() {
        const auto address = tidy_address(good());
        QVERIFY(address.ok());
        QCOMPARE(address->name(), std::string("Ann Doe"));
        QCOMPARE(address->country(), std::string("DE"));
        v1::Address blank = good();
        blank.set_line2("   ");
        QCOMPARE(tidy_address(blank)->line2(), std::string());
    }

    void what_no_parcel_needs_may_be_missing() {
        v1::Address address = good();
        address.clear_postal_code();
        address.clear_phone();
        QVERIFY(tidy_address(address).ok());
        for (void (v1::Address::*clear)() : {&v1::Address::clear_name, &v1::Address::clear_line1,
                                             &v1::Address::clear_city, &v1::Address::clear_country}) {
            v1::Address less = good();
            (less.*clear)();
            QCOMPARE(tidy_address(less).error().code, Code::invalid_argument);
        }
    }

    // Letters and labels are made of it: nothing in it may begin a line of its own.
    void no_field_takes_control_characters_broken_text_or_novels() {
        const auto set = [](int field, const std::string& text) {
            v1::Address address = good();
            switch (field) {
                case 0:
                    address.set_name(text);
                    break;
                case 1:
                    address.set_line1(text);
                    break;
                case 2:
                    address.set_line2(text);
                    break;
                case 3:
                    address.set_postal_code(text);
                    break;
                case 4:
                    address.set_city(text);
                    break;
                case 5:
                    address.set_region(text);
                    break;
                case 6:
                    address.set_phone(text);
                    break;
                default:
                    address.set_country(text);
            }
            return tidy_address(address);
        };
        for (int field = 0; field < 8; ++field) {
            for (const std::string& bad :
                 {std::string("Ann\r\nBcc: eve@example.org"), std::string("a\nb"), std::string("a\0b", 3),
                  std::string("a\x7f"),
                  std::string("a\xe2\x80\xae"
                              "b"),
                  std::string("\xff\xfe"), std::string(101, 'x'), std::string(1'000'000, 'x')}) {
                QVERIFY2(!set(field, bad).ok(), qPrintable(QString::number(field)));
            }
        }
        QVERIFY(set(0, std::string(100, 'x')).ok());
        QVERIFY(set(1, "Straße des 17. Juni, Österreich, 東京都").ok());
        for (const char* country : {"D", "DEU", "D3", "??", "d\xc3"})
            QVERIFY2(!set(7, country).ok(), country);
        for (const char* phone : {"call me", "<script>", "1;2"}) QVERIFY2(!set(6, phone).ok(), phone);
    }
};

QTEST_APPLESS_MAIN(TstAddressRules)
#include "tst_address_rules.moc"
