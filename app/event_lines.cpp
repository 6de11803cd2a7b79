// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/event_lines.h"

#include <QJsonDocument>
#include <QMetaEnum>
#include <cstdio>

namespace vitrine::app {

void EventLines::print(const QJsonObject& line) {
    const QByteArray text = QJsonDocument(line).toJson(QJsonDocument::Compact) + '\n';
    std::fwrite(text.constData(), 1, static_cast<size_t>(text.size()), stdout);
    std::fflush(stdout);
}

EventLines::EventLines(Desk& desk) : desk_(desk) {
    connect(&desk_.line, &ServerLine::showOpened, this, [this] {
        print({{"event", "show"},
               {"show", QString::fromStdString(desk_.show.show().id())},
               {"slug", QString::fromStdString(desk_.show.show().slug())},
               {"page", desk_.connection.pageOf(desk_.show.show().slug())}});
    });
    connect(&desk_.on_air, &OnAir::wentLive, this, [this] {
        print({{"event", "live"},
               {"show", QString::fromStdString(desk_.show.show().id())},
               {"page", desk_.connection.pageOf(desk_.show.show().slug())}});
    });
    connect(&desk_.on_air, &OnAir::stateChanged, this, [](OnAir::State state) {
        print({{"event", "state"},
               {"state", QMetaEnum::fromType<OnAir::State>().valueToKey(static_cast<int>(state))}});
    });
    connect(&desk_.on_air, &OnAir::recordingChanged, this, [this](bool on) {
        print({{"event", "recording"}, {"on", on}, {"file", desk_.on_air.recordingPath()}});
    });
    connect(&desk_.on_air, &OnAir::ended, this, [] { print({{"event", "ended"}}); });
    connect(&desk_.show, &commerce::LiveShow::pinned, this, [](const v1::PinMoment& moment) {
        print({{"event", "pinned"},
               {"id", QString::fromStdString(moment.id())},
               {"product", QString::fromStdString(moment.product_id())},
               {"programme_time_us", static_cast<qint64>(moment.programme_time_us())}});
    });
    connect(&desk_.show, &commerce::LiveShow::upToDateChanged, this, [](bool up_to_date) {
        print({{"event", "up_to_date"}, {"up_to_date", up_to_date}});
    });
    connect(&desk_.show.chat(), &commerce::ChatModel::lineArrived, this, [](const v1::ChatLine& line) {
        print({{"event", "chat"},
               {"id", QString::fromStdString(line.id())},
               {"from", QString::fromStdString(line.sender_name())},
               {"text", QString::fromStdString(line.text())}});
    });
    connect(&desk_.show.products(), &commerce::ProductsModel::stockShown, this,
            [](const QString& variant, qint64 left) {
                print({{"event", "stock"}, {"variant", variant}, {"shown", left}});
            });
    connect(&desk_.show.orders(), &commerce::OrdersModel::orderChanged, this, [](const v1::Order& order) {
        print({{"event", "order"},
               {"id", QString::fromStdString(order.id())},
               {"state", QString::fromStdString(v1::OrderState_Name(order.state()))},
               {"total_minor", static_cast<qint64>(order.total().minor())},
               {"currency", QString::fromStdString(order.total().currency())}});
    });
    connect(&desk_.notices, &Notices::posted, this,
            [](const QString& topic, Weight weight, const QString& text) {
                if (weight != Weight::info) print({{"event", "problem"}, {"topic", topic}, {"text", text}});
            });
}

}  // namespace vitrine::app
