// SPDX-License-Identifier: GPL-3.0-or-later
#include <QtTest>
#include <random>

#include "server/show/slug.h"

using namespace vitrine;

class TstSlug : public QObject {
    Q_OBJECT

  private slots:
    void folds_titles_data();
    void folds_titles();
    void makes_slugs_out_of_anything();
    void knows_slugs_data();
    void knows_slugs();
};

void TstSlug::folds_titles_data() {
    QTest::addColumn<QByteArray>("title");
    QTest::addColumn<QByteArray>("slug");
    QTest::newRow("plain") << QByteArray("Spring Sale") << QByteArray("spring-sale");
    QTest::newRow("punctuation") << QByteArray("  Clara's -- Mugs & Co.!! ") << QByteArray("claras-mugs-co");
    QTest::newRow("accents") << QByteArray("Café Déjà Vu") << QByteArray("cafe-deja-vu");
    QTest::newRow("german") << QByteArray("Größe für Füße") << QByteArray("groesse-fuer-fuesse");
    QTest::newRow("cyrillic") << QByteArray("Привет") << QByteArray("privet");
    QTest::newRow("chinese") << QByteArray("东京") << QByteArray("dong-jing");
    QTest::newRow("digits") << QByteArray("24/7") << QByteArray("24-7");
    QTest::newRow("emoji only") << QByteArray("🦊🦊") << QByteArray("show");
    QTest::newRow("hyphens only") << QByteArray("----") << QByteArray("show");
    QTest::newRow("injection") << QByteArray("'; DROP TABLE show; --") << QByteArray("drop-table-show");
    QTest::newRow("path") << QByteArray("../../etc/passwd") << QByteArray("etc-passwd");
    QTest::newRow("an id") << QByteArray("0190163d-8694-739b-aea5-966c26f8ad91") << QByteArray("show");
    QTest::newRow("long") << QByteArray("word ").repeated(30) << QByteArray("word-").repeated(12).chopped(1);
}

void TstSlug::folds_titles() {
    QFETCH(QByteArray, title);
    QFETCH(QByteArray, slug);
    QCOMPARE(QByteArray::fromStdString(show::slug_from_title(title.toStdString())), slug);
}

void TstSlug::makes_slugs_out_of_anything() {
    const auto seed = std::random_device()();
    qInfo("seed %u", seed);
    std::mt19937 random(seed);
    for (int round = 0; round < 300; ++round) {
        std::string title;
        const int length = int(random() % 40);
        for (int i = 0; i < length; ++i) title.push_back(static_cast<char>(random()));
        const auto slug = show::slug_from_title(title);
        QVERIFY2(show::is_slug(slug), slug.c_str());
    }
}

void TstSlug::knows_slugs_data() {
    QTest::addColumn<QByteArray>("slug");
    QTest::addColumn<bool>("good");
    QTest::newRow("word") << QByteArray("mugs") << true;
    QTest::newRow("words") << QByteArray("mugs-and-2-vases") << true;
    QTest::newRow("sixty") << QByteArray(60, 'a') << true;
    QTest::newRow("sixty-one") << QByteArray(61, 'a') << false;
    QTest::newRow("empty") << QByteArray("") << false;
    QTest::newRow("upper case") << QByteArray("Mugs") << false;
    QTest::newRow("edge hyphen") << QByteArray("-mugs") << false;
    QTest::newRow("last hyphen") << QByteArray("mugs-") << false;
    QTest::newRow("two hyphens") << QByteArray("mugs--vases") << false;
    QTest::newRow("umlaut") << QByteArray("größe") << false;
    QTest::newRow("slash") << QByteArray("a/b") << false;
    QTest::newRow("dots") << QByteArray("..") << false;
    QTest::newRow("id") << QByteArray("0190163d-8694-739b-aea5-966c26f8ad91") << false;
}

void TstSlug::knows_slugs() {
    QFETCH(QByteArray, slug);
    QFETCH(bool, good);
    QCOMPARE(show::is_slug(slug.toStdString()), good);
}

QTEST_GUILESS_MAIN(TstSlug)
#include "tst_slug.moc"
