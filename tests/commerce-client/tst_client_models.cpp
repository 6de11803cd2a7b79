// SPDX-License-Identifier: GPL-3.0-or-later
#include <QAbstractItemModelTester>
#include <QSignalSpy>
#include <QTest>

#include "commerce-client/chat_model.h"
#include "commerce-client/orders_model.h"
#include "commerce-client/products_model.h"

using namespace vitrine;
using namespace vitrine::commerce;

namespace {

v1::Product product(const std::string& id, std::vector<std::pair<int64_t, int64_t>> price_and_stock) {
    v1::Product made;
    made.set_id(id);
    made.set_title("Title " + id);
    int number = 0;
    for (const auto& [price, stock] : price_and_stock) {
        auto* variant = made.add_variants();
        variant->set_id(id + "/" + std::to_string(number++));
        variant->mutable_price()->set_minor(price);
        variant->mutable_price()->set_currency("EUR");
        variant->set_available(stock);
    }
    return made;
}

v1::ChatLine line(int64_t number, const std::string& text) {
    v1::ChatLine made;
    made.set_id("line-" + std::to_string(number));
    made.set_number(number);
    made.set_sender_name("Ada");
    made.set_text(text);
    return made;
}

v1::Order order(const std::string& id, v1::OrderState state, int64_t minor,
                const std::string& currency = "EUR") {
    v1::Order made;
    made.set_id(id);
    made.set_state(state);
    made.mutable_total()->set_minor(minor);
    made.mutable_total()->set_currency(currency);
    return made;
}

}  // namespace

class TestModels : public QObject {
    Q_OBJECT
  private slots:
    void initTestCase() { QLocale::setDefault(QLocale(QLocale::English, QLocale::UnitedStates)); }

    void productsShowPriceStockAndPin() {
        ProductsModel model;
        QAbstractItemModelTester tester(&model);
        model.reset({product("a", {{1000, 3}, {1500, 2}}), product("b", {{700, 0}})}, "b");
        QCOMPARE(model.rowCount(), 2);
        QCOMPARE(model.index(0).data(ProductsModel::PriceRole).toString(), QStringLiteral("from €10.00"));
        QCOMPARE(model.index(0).data(ProductsModel::StockRole).toLongLong(), 5);
        QCOMPARE(model.index(1).data(ProductsModel::StockTextRole).toString(), "Sold out");
        QVERIFY(model.index(1).data(ProductsModel::PinnedRole).toBool());
    }
    void stockChangesReachTheirRowOnly() {
        ProductsModel model;
        model.reset({product("a", {{1000, 3}, {1000, 2}}), product("b", {{700, 9}})}, "");
        QSignalSpy changed(&model, &QAbstractItemModel::dataChanged);
        QSignalSpy shown(&model, &ProductsModel::stockShown);
        v1::StockChanged stock;
        stock.add_variants()->set_variant_id("a/1");
        stock.mutable_variants(0)->set_available(0);
        stock.add_variants()->set_variant_id("of another show");
        model.apply(stock);
        QCOMPARE(model.index(0).data(ProductsModel::StockRole).toLongLong(), 3);
        QCOMPARE(changed.size(), 1);
        QCOMPARE(changed[0][0].toModelIndex().row(), 0);
        QCOMPARE(shown.size(), 1);
        QCOMPARE(shown[0], QVariantList({"a/1", qint64{0}}));
    }
    void aPinMovesAndGoes() {
        ProductsModel model;
        model.reset({product("a", {{1, 1}}), product("b", {{1, 1}})}, "");
        QSignalSpy pinned(&model, &ProductsModel::pinnedChanged);
        model.setPinned("a");
        model.setPinned("b");
        model.setPinned("b");
        model.setPinned("");
        QCOMPARE(pinned.size(), 3);
        QVERIFY(!model.index(1).data(ProductsModel::PinnedRole).toBool());
    }
    void anEditedProductIsShownAndAStrangerIsNot() {
        ProductsModel model;
        model.reset({product("a", {{1000, 3}})}, "");
        auto edited = product("a", {{2000, 3}});
        model.apply(edited);
        QCOMPARE(model.index(0).data(ProductsModel::PriceRole).toString(), QStringLiteral("€20.00"));
        model.apply(product("z", {{1, 1}}));
        QCOMPARE(model.rowCount(), 1);
    }
    void aFlashPriceIsShownBesideTheRegularOneAndGoes() {
        ProductsModel model;
        model.reset({product("a", {{1000, 3}, {1500, 2}})}, "");
        QSignalSpy changed(&model, &QAbstractItemModel::dataChanged);
        v1::FlashPriceChanged flash;
        flash.set_variant_id("a/1");
        flash.mutable_flash()->mutable_price()->set_minor(900);
        flash.mutable_flash()->mutable_price()->set_currency("EUR");
        flash.mutable_flash()->set_ends_us(77);
        model.apply(flash);
        QCOMPARE(model.index(0).data(ProductsModel::FlashRole).toString(), QStringLiteral("€9.00"));
        QCOMPARE(model.index(0).data(ProductsModel::FlashEndsRole).toLongLong(), 77);
        QCOMPARE(model.index(0).data(ProductsModel::PriceRole).toString(), QStringLiteral("from €10.00"));
        flash.clear_flash();
        model.apply(flash);
        QVERIFY(model.index(0).data(ProductsModel::FlashRole).toString().isEmpty());
        flash.set_variant_id("of another show");
        model.apply(flash);
        QCOMPARE(changed.size(), 2);
    }
    void aDropIsShownWhileItIsUnderWay() {
        ProductsModel model;
        model.reset({product("a", {{1000, 3}})}, "");
        v1::Drop drop;
        drop.set_id("drop");
        drop.set_variant_id("a/0");
        for (const auto& [state, shown] :
             {std::pair(v1::DROP_STATE_OPEN, "drop"), std::pair(v1::DROP_STATE_DRAWING, "drop"),
              std::pair(v1::DROP_STATE_DRAWN, "")}) {
            drop.set_state(state);
            model.apply(drop);
            QCOMPARE(model.index(0).data(ProductsModel::DropRole).toString(), shown);
        }
    }
    void ownLineIsShownAtOnceAndOnce() {
        ChatModel model;
        QAbstractItemModelTester tester(&model);
        QSignalSpy arrived(&model, &ChatModel::lineArrived);
        model.addPending(line(0, "hello"));
        QVERIFY(model.index(0).data(ChatModel::PendingRole).toBool());
        auto confirmed = line(0, "hello");
        confirmed.set_number(7);
        model.apply(confirmed);
        QCOMPARE(model.rowCount(), 1);
        QVERIFY(!model.index(0).data(ChatModel::PendingRole).toBool());
        QCOMPARE(arrived.size(), 1);
    }
    void aRemovedLineStaysAsAMark() {
        ChatModel model;
        model.reset({line(1, "rude"), line(2, "kind")});
        auto removed = line(1, "");
        removed.set_removed(true);
        model.apply(removed);
        QCOMPARE(model.rowCount(), 2);
        QVERIFY(model.index(0).data(ChatModel::RemovedRole).toBool());
        QVERIFY(!model.index(0).data(ChatModel::TextRole).toString().contains("rude"));
        auto long_gone = line(99, "");
        long_gone.set_removed(true);
        model.apply(long_gone);
        QCOMPARE(model.rowCount(), 2);
    }
    void chatIsBounded() {
        ChatModel model;
        QAbstractItemModelTester tester(&model);
        for (int number = 1; number <= ChatModel::kMost + 20; ++number) model.apply(line(number, "x"));
        QCOMPARE(model.rowCount(), ChatModel::kMost);
        QCOMPARE(model.index(0).data(ChatModel::IdRole).toString(), "line-21");
    }
    void anOrderMovesInItsPlace() {
        OrdersModel model;
        QAbstractItemModelTester tester(&model);
        model.apply(order("1", v1::ORDER_STATE_PAYING, 1000));
        model.apply(order("2", v1::ORDER_STATE_PAID, 500));
        QCOMPARE(model.index(0).data(OrdersModel::IdRole).toString(), "2");
        model.apply(order("1", v1::ORDER_STATE_PAID, 1000));
        QCOMPARE(model.rowCount(), 2);
        QCOMPARE(model.index(1).data(OrdersModel::StateRole).toInt(), int(v1::ORDER_STATE_PAID));
    }
    void olderOrdersComeAPageAtATime() {
        OrdersModel model;
        QSignalSpy wanted(&model, &OrdersModel::olderWanted);
        const auto page = [](int newest, int count) {
            std::vector<v1::Order> orders;
            for (int i = 0; i < count; ++i) {
                orders.push_back(order(std::to_string(newest - i), v1::ORDER_STATE_PAID, 100));
                orders.back().set_created_us(newest - i);
            }
            return orders;
        };
        model.reset(page(300, OrdersModel::kPage));
        QVERIFY(model.canFetchMore({}));
        model.fetchMore({});
        model.fetchMore({});  // once is enough
        QCOMPARE(wanted.size(), 1);
        QCOMPARE(wanted[0][0].toLongLong(), 201);
        model.fetchFailed();
        model.fetchMore({});
        QCOMPARE(wanted.size(), 2);
        model.append(page(201, OrdersModel::kPage));  // one is known already
        QCOMPARE(model.rowCount(), 199);
        // Of before all that is known, and it is not the last page: it comes with its own.
        auto old = order("50", v1::ORDER_STATE_REFUNDED, 100);
        old.set_created_us(50);
        model.apply(old);
        QCOMPARE(model.rowCount(), 199);
        model.fetchMore({});
        model.append(page(101, 30));  // the last
        QCOMPARE(model.rowCount(), 229);
        QVERIFY(!model.canFetchMore({}));
    }
    void moneyOnItsWayBackIsSaid() {
        v1::Order moving = order("1", v1::ORDER_STATE_PAID, 1000);
        QCOMPARE(order_state_text(moving), "Paid");
        moving.mutable_refunding()->set_minor(300);
        QCOMPARE(order_state_text(moving), "Money on its way back");
        moving.clear_refunding();
        moving.set_state(v1::ORDER_STATE_PARTLY_REFUNDED);
        QCOMPARE(order_state_text(moving), "Refunded in part");
    }
    // The dock once summed the orders it had loaded, the last hundred, and called it the show's.
    void theTotalIsTheServersAndNotOfTheLoadedOrders() {
        OrdersModel model;
        QSignalSpy told(&model, &OrdersModel::totalsChanged);
        model.apply(order("1", v1::ORDER_STATE_PAID, 1000));
        QVERIFY(model.paidTotal().isEmpty());
        v1::OrderTotals totals;
        totals.set_orders(260);
        totals.set_paid(250);
        for (const auto& [currency, minor] : {std::pair("EUR", 250'000), std::pair("JPY", 300)}) {
            auto* sum = totals.add_paid_money();
            sum->set_currency(currency);
            sum->set_minor(minor);
        }
        model.setTotals(totals);
        QCOMPARE(told.size(), 1);
        QCOMPARE(model.paidTotal(), QStringLiteral("€2,500.00 + ¥300"));
        QCOMPARE(model.paidCount(), 250);
        QCOMPARE(model.count(), 260);
        model.clear();
        QCOMPARE(model.count(), 0);
    }
};

QTEST_GUILESS_MAIN(TestModels)
#include "tst_client_models.moc"
