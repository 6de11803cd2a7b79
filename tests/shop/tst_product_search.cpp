// SPDX-License-Identifier: GPL-3.0-or-later
#include <QtTest>

#include "tests/shop/shop_house.h"

using namespace vitrine;
using namespace vitrine::tests;

namespace {

struct Shelf : ShopHouse {
    v1::Product save(const v1::Product& product) {
        v1::SaveProductRequest request;
        request.set_command_id(new_id());
        *request.mutable_product() = product;
        return *await<v1::Product>([&](auto reply) { catalogue->save(retailer(), request, reply); });
    }
    v1::Product add(const std::string& title, const std::string& description = "",
                    const std::string& variant = "", const std::string& sku = "") {
        v1::Product product;
        product.set_title(title);
        product.set_description(description);
        v1::Variant* only = product.add_variants();
        only->set_name(variant);
        only->set_sku(sku);
        only->mutable_price()->set_minor(100);
        only->mutable_price()->set_currency("EUR");
        return save(product);
    }
    Result<v1::ListProductsResponse> page(const std::string& query, int size = 0,
                                          const std::string& token = "") {
        v1::ListProductsRequest request;
        request.set_query(query);
        request.set_page_size(size);
        request.set_page_token(token);
        return await<v1::ListProductsResponse>(
            [&](auto reply) { catalogue->list(retailer(), request, reply); });
    }
    // The titles found, in order.
    QStringList find(const std::string& query) {
        QStringList titles;
        const auto found = page(query);
        for (const auto& product : found->products()) titles += QString::fromStdString(product.title());
        return titles;
    }
};

}  // namespace

class TstProductSearch : public QObject {
    Q_OBJECT

  private slots:
    void finds_all_words_wherever_they_stand() {
        Shelf shelf;
        shelf.add("Stoneware mug", "Thrown by hand. Holds 300 ml.", "Ocean", "MUG-1");
        shelf.add("Paper lamp", "Light of a late afternoon, beside a mug of tea");
        shelf.add("Mug brush");
        // Newest first; who has it in the title before who only speaks of it.
        QCOMPARE(shelf.find("mug"), (QStringList{"Mug brush", "Stoneware mug", "Paper lamp"}));
        QCOMPARE(shelf.find("MUG hand"), QStringList{"Stoneware mug"});
        QCOMPARE(shelf.find("ocean mug"), QStringList{"Stoneware mug"});
        QCOMPARE(shelf.find("mug-1"), QStringList{"Stoneware mug"});
        QCOMPARE(shelf.find("mug giraffe"), QStringList{});
    }

    void finds_unfinished_words_and_words_without_their_accents() {
        Shelf shelf;
        shelf.add("Café crème cup");
        shelf.add("Earrings");
        shelf.add("Šperky, náušnice");
        QCOMPARE(shelf.find("ear"), QStringList{"Earrings"});
        QCOMPARE(shelf.find("cafe cre"), QStringList{"Café crème cup"});
        QCOMPARE(shelf.find("CAFÉ"), QStringList{"Café crème cup"});
        QCOMPARE(shelf.find("nausn"), QStringList{"Šperky, náušnice"});
        QCOMPARE(shelf.find("ea cup"), QStringList{});  // only the last word may be unfinished
    }

    void keeps_up_with_edits() {
        Shelf shelf;
        auto product = shelf.add("Mug", "", "Ocean");
        product.set_title("Cup");
        product.mutable_variants(0)->set_name("Sand");
        product = shelf.save(product);
        QCOMPARE(shelf.find("mug"), QStringList{});
        QCOMPARE(shelf.find("ocean"), QStringList{});
        QCOMPARE(shelf.find("cup sand"), QStringList{"Cup"});
        v1::ArchiveProductRequest archive;
        archive.set_command_id(shelf.new_id());
        archive.set_product_id(product.id());
        QVERIFY(await<v1::Product>([&](auto reply) {
                    shelf.catalogue->archive(retailer(), archive, reply);
                }).ok());
        QCOMPARE(shelf.find("cup"), QStringList{});
    }

    void turns_pages_without_losing_or_repeating() {
        Shelf shelf;
        for (int i = 0; i < 7; ++i) shelf.add("Lamp " + std::to_string(i));
        for (int i = 0; i < 6; ++i) shelf.add("Shade " + std::to_string(i), "for a lamp");
        for (const std::string& query : {std::string("lamp"), std::string()}) {
            QStringList titles;
            std::string token;
            do {
                const auto page = shelf.page(query, 4, token);
                QVERIFY(page->products_size() > 0 && page->products_size() <= 4);
                for (const auto& product : page->products())
                    titles += QString::fromStdString(product.title());
                token = page->next_page_token();
            } while (!token.empty());
            QCOMPARE(titles.size(), 13);
            titles.removeDuplicates();
            QCOMPARE(titles.size(), 13);
        }
        QCOMPARE(shelf.page("lamp", 7)->products(6).title(), std::string("Lamp 0"));
    }

    void hostile_queries_are_words_like_others_data() {
        QTest::addColumn<QByteArray>("query");
        QTest::newRow("quote") << QByteArray("\" OR title : *");
        QTest::newRow("apostrophe") << QByteArray("'; DROP TABLE product; --");
        QTest::newRow("operators") << QByteArray("AND OR NOT NEAR(a b)");
        QTest::newRow("tsquery") << QByteArray("!a & (b | :*) <-> \\");
        QTest::newRow("nothing") << QByteArray("---");
        QTest::newRow("spaces") << QByteArray("   ");
        QTest::newRow("emoji") << QByteArray("🦊 👩‍👩‍👧");
        QTest::newRow("many words") << QByteArray("a ").repeated(90);
    }
    void hostile_queries_are_words_like_others() {
        QFETCH(QByteArray, query);
        Shelf shelf;
        shelf.add("Mug");
        const auto page = shelf.page(query.toStdString());
        QVERIFY2(page.ok(), page.ok() ? "" : page.error().message.c_str());
        QCOMPARE(page->products_size(), 0);
        QCOMPARE(shelf.find("mug"), QStringList{"Mug"});
    }

    void refuses_what_cannot_be_a_page() {
        Shelf shelf;
        QCOMPARE(shelf.page("mug", -1).error().code, Code::invalid_argument);
        QCOMPARE(shelf.page("mug", 4, "a7").error().code, Code::invalid_argument);
        QCOMPARE(shelf.page("", 4, "t7").error().code, Code::invalid_argument);
        QCOMPARE(shelf.page("mug", 4, "t").error().code, Code::invalid_argument);
        QCOMPARE(shelf.page("mug", 4, "t7; DROP").error().code, Code::invalid_argument);
        QVERIFY(!shelf.page(std::string(201, 'a')).ok());
        QVERIFY(!shelf.page("\xff\xfe").ok());
    }
};

QTEST_GUILESS_MAIN(TstProductSearch)
#include "tst_product_search.moc"
