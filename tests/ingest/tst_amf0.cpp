// SPDX-License-Identifier: GPL-3.0-or-later
#include <QtTest>
#include <limits>

#include "server/ingest/amf0.h"

using namespace vitrine::ingest;

namespace {

std::span<const uint8_t> bytes_of(const std::string& text) {
    return {reinterpret_cast<const uint8_t*>(text.data()), text.size()};
}

std::string written(const Amf0& value) {
    std::string out;
    value.write(out);
    return out;
}

std::optional<Amf0> read(const std::string& bytes) {
    Amf0Reader in(bytes_of(bytes));
    return in.next();
}

}  // namespace

class TestAmf0 : public QObject {
    Q_OBJECT

  private slots:
    void values_come_back_as_they_went() {
        const Amf0 deep = Amf0::Object{{{"level", "status"}, {"inner", Amf0::Object{{{"n", 1.5}}, true}}}};
        for (const Amf0& value : {Amf0(), Amf0(Amf0::Undefined{}), Amf0(0.0), Amf0(-1.25),
                                  Amf0(std::numeric_limits<double>::max()), Amf0(true), Amf0(false), Amf0(""),
                                  Amf0("connect"), Amf0(std::string(70000, 'x')), Amf0(Amf0::Date{1.7e12}),
                                  deep, Amf0(Amf0::List{1.0, "two", Amf0()})}) {
            const auto back = read(written(value));
            QVERIFY(back.has_value());
            QVERIFY(*back == value);
        }
    }

    // The bytes of the specification's own layout, so that a mistake made both ways is seen.
    void bytes_are_those_of_the_specification() {
        QCOMPARE(written("live"), std::string("\x02\x00\x04live", 7));
        QCOMPARE(written(1.0), std::string("\x00\x3f\xf0\0\0\0\0\0\0", 9));
        QCOMPARE(written(Amf0::Object{{{"a", true}}}), std::string("\x03\0\x01"
                                                                   "a\x01\x01\0\0\x09",
                                                                   9));
    }

    void a_text_over_64_KiB_is_a_long_string() { QCOMPARE(written(std::string(65536, 'x'))[0], '\x0c'); }

    void every_prefix_of_a_value_is_refused() {
        const std::string whole =
            written(Amf0::Object{{{"app", "live"}, {"list", Amf0::List{1.0, 2.0}}, {"when", Amf0::Date{5}}}});
        for (size_t size = 1; size < whole.size(); ++size) {
            const std::string cut = whole.substr(0, size);
            Amf0Reader in(bytes_of(cut));
            QVERIFY(!in.next());
            QVERIFY(!in.ok());
        }
    }

    void a_tower_of_objects_is_refused() {
        std::string tower;
        for (int i = 0; i < 10000; ++i)
            tower += std::string(
                "\x03\x00\x01"
                "a",
                4);
        QVERIFY(!read(tower));
    }

    void a_list_that_promises_more_than_there_is_takes_no_memory() {
        QVERIFY(!read(std::string("\x0a\xff\xff\xff\xff\x05", 6)));
        std::string many("\x0a\x00\x00\x20\x00", 5);  // 8192 nulls: over the limit of values
        many += std::string(8192, '\x05');
        QVERIFY(!read(many));
    }

    void references_and_unknown_markers_are_refused() {
        for (const char marker : {'\x04', '\x07', '\x0d', '\x0e', '\x11', '\x7f'})
            QVERIFY(!read(std::string(8, marker)));
    }
};

QTEST_GUILESS_MAIN(TestAmf0)
#include "tst_amf0.moc"
