// SPDX-License-Identifier: GPL-3.0-or-later
#include "commerce-client/live_show.h"

#include <QDateTime>

#include "commerce-client/command_id.h"
#include "vitrine/v1/catalog.grpc.pb.h"
#include "vitrine/v1/order.grpc.pb.h"
#include "vitrine/v1/room.grpc.pb.h"

namespace vitrine::commerce {
namespace {

using ShowRpc = v1::ShowService::StubInterface::async_interface;
using RoomRpc = v1::RoomService::StubInterface::async_interface;
using OrderRpc = v1::OrderService::StubInterface::async_interface;
using CatalogRpc = v1::CatalogService::StubInterface::async_interface;

// Orders may come many a second; their sums are asked for that often.
constexpr int kTotalsPause_ms = 400;

std::string pinned_by(const v1::Show& show) {
    return show.pins_size() ? show.pins(show.pins_size() - 1).product_id() : std::string();
}

}  // namespace

LiveShow::LiveShow(Connection& connection, QObject* parent)
    : QObject(parent), connection_(connection), events_(connection) {
    connect(&events_, &EventStream::snapshot, this, &LiveShow::takeSnapshot);
    connect(&events_, &EventStream::event, this, &LiveShow::takeEvent);
    connect(&events_, &EventStream::flowingChanged, this, &LiveShow::upToDateChanged);
    connect(&events_, &EventStream::refused, this, &LiveShow::refused);
    totals_due_.setSingleShot(true);
    totals_due_.setInterval(kTotalsPause_ms);
    connect(&orders_, &OrdersModel::olderWanted, this, &LiveShow::loadOlderOrders);
    connect(&totals_due_, &QTimer::timeout, this, &LiveShow::askTotals);
}

void LiveShow::open(const v1::Show& show) {
    close();
    show_ = show;
    events_.open(show.id());
    loadOrders();
    emit showChanged();
}

void LiveShow::close() {
    events_.close();
    ++order_loads_;  // what is under way is for nobody any more
    loading_orders_ = false;
    totals_due_.stop();
    asking_totals_ = false;
    show_.Clear();
    watching_ = 0;
    products_.reset({}, {});
    chat_.reset({});
    orders_.clear();
    drops_.reset({});
    emit showChanged();
    emit watchingChanged(0);
}

void LiveShow::takeSnapshot(const v1::ShowSnapshot& snapshot) {
    show_ = snapshot.show();
    products_.reset({snapshot.products().begin(), snapshot.products().end()}, pinned_by(show_));
    chat_.reset({snapshot.chat().begin(), snapshot.chat().end()});
    drops_.reset({snapshot.drops().begin(), snapshot.drops().end()});
    watching_ = snapshot.watching();
    loadOrders();
    emit showChanged();
    emit watchingChanged(watching_);
}

void LiveShow::takeEvent(const v1::ShowEvent& event) {
    switch (event.body_case()) {
        case v1::ShowEvent::kShowChanged:
            takeShow(event.show_changed().show());
            break;
        case v1::ShowEvent::kPinned:
            *show_.add_pins() = event.pinned();
            products_.setPinned(event.pinned().product_id());
            emit pinned(event.pinned());
            break;
        case v1::ShowEvent::kStock:
            products_.apply(event.stock());
            break;
        case v1::ShowEvent::kProductChanged:
            products_.apply(event.product_changed());
            break;
        case v1::ShowEvent::kOrder:
            if (loading_orders_) moved_while_loading_.push_back(event.order());
            orders_.apply(event.order());
            askTotalsSoon();
            break;
        case v1::ShowEvent::kChat:
            chat_.apply(event.chat());
            break;
        case v1::ShowEvent::kViewers:
            watching_ = event.viewers().watching();
            emit watchingChanged(watching_);
            break;
        case v1::ShowEvent::kPicture:
            show_.set_picture(event.picture().live());
            show_.set_replay(event.picture().replay_ready());
            emit showChanged();
            break;
        case v1::ShowEvent::kFlashPrice:
            products_.apply(event.flash_price());
            break;
        case v1::ShowEvent::kDrop:
            products_.apply(event.drop());
            drops_.apply(event.drop());
            break;
        case v1::ShowEvent::kRefund:
            emit refundMoved(event.refund());
            break;
        case v1::ShowEvent::kHold:
        case v1::ShowEvent::kWaitlist:
        case v1::ShowEvent::kSale:
        case v1::ShowEvent::kDropEntry:
        case v1::ShowEvent::BODY_NOT_SET:
            break;  // a buyer's own, or said by `order` in more detail
    }
}

void LiveShow::takeShow(const v1::Show& show) {
    const bool other_lineup =
        !std::equal(show_.lineup().begin(), show_.lineup().end(), show.lineup().begin(), show.lineup().end());
    const auto pins = show_.pins();
    show_ = show;
    *show_.mutable_pins() = pins;  // ShowChanged comes without them
    if (other_lineup) loadProducts();
    emit showChanged();
}

void LiveShow::loadOrders() {
    v1::ListOrdersRequest request;
    request.set_show_id(show_.id());
    request.set_limit(OrdersModel::kPage);
    loading_orders_ = true;
    moved_while_loading_.clear();
    // Of two loads under way only the later one counts: the answer to the earlier one would end the noting of
    // what moves, and the later answer then take away what has moved since.
    auto answered = [this, load = ++order_loads_](Outcome<v1::ListOrdersResponse> outcome) {
        if (load != order_loads_) return;
        loading_orders_ = false;
        if (!outcome.ok()) return;  // the stream goes on; the list is asked for again with the next snapshot
        orders_.reset({outcome->orders().begin(), outcome->orders().end()});
        orders_.setTotals(outcome->totals());
        for (const auto& order : moved_while_loading_) orders_.apply(order);
        if (!moved_while_loading_.empty()) askTotalsSoon();
    };
    connection_.calls().call<v1::OrderService, v1::ListOrdersRequest, v1::ListOrdersResponse>(
        &OrderRpc::ListOrders, request, kCommand, this, answered);
}

void LiveShow::loadOlderOrders(int64_t before_us) {
    v1::ListOrdersRequest request;
    request.set_show_id(show_.id());
    request.set_before_us(before_us);
    request.set_limit(OrdersModel::kPage);
    auto answered = [this, load = order_loads_](Outcome<v1::ListOrdersResponse> outcome) {
        if (load != order_loads_) return;  // the list was begun anew
        if (outcome.ok()) {
            orders_.append({outcome->orders().begin(), outcome->orders().end()});
        } else {
            orders_.fetchFailed();
        }
    };
    connection_.calls().call<v1::OrderService, v1::ListOrdersRequest, v1::ListOrdersResponse>(
        &OrderRpc::ListOrders, request, kCommand, this, answered);
}

void LiveShow::askTotalsSoon() {
    if (asking_totals_) {
        moved_while_asking_ = true;
    } else if (!totals_due_.isActive()) {
        totals_due_.start();
    }
}

void LiveShow::askTotals() {
    v1::GetOrderTotalsRequest request;
    request.set_show_id(show_.id());
    asking_totals_ = true;
    moved_while_asking_ = false;
    auto answered = [this, id = show_.id()](Outcome<v1::OrderTotals> outcome) {
        if (id != show_.id()) return;
        asking_totals_ = false;
        if (outcome.ok()) orders_.setTotals(outcome.value());
        if (moved_while_asking_) askTotalsSoon();
    };
    connection_.calls().call<v1::OrderService, v1::GetOrderTotalsRequest, v1::OrderTotals>(
        &OrderRpc::GetOrderTotals, request, kCommand, this, answered);
}

void LiveShow::loadProducts() {
    auto answered = [this, id = show_.id()](Outcome<v1::ListProductsResponse> outcome) {
        if (id != show_.id() || !outcome.ok()) return;
        std::vector<v1::Product> lineup;
        for (const auto& wanted : show_.lineup()) {
            for (const auto& product : outcome->products()) {
                if (product.id() == wanted) lineup.push_back(product);
            }
        }
        products_.reset(std::move(lineup), pinned_by(show_));
    };
    v1::ListProductsRequest request;
    request.set_show_id(show_.id());  // the units and prices its viewers see
    connection_.calls().call<v1::CatalogService, v1::ListProductsRequest, v1::ListProductsResponse>(
        &CatalogRpc::ListProducts, request, kCommand, this, answered);
}

void LiveShow::pin(const std::string& command_id, const std::string& product_id,
                   std::optional<int64_t> stream_time_ms, Reply<v1::PinMoment> reply) {
    v1::PinProductRequest request;
    request.set_command_id(command_id);
    request.set_show_id(show_.id());
    request.set_product_id(product_id);
    request.set_has_stream_time(stream_time_ms.has_value());
    request.set_stream_time_ms(stream_time_ms.value_or(0));
    connection_.calls().call<v1::ShowService, v1::PinProductRequest, v1::PinMoment>(
        &ShowRpc::PinProduct, request, kCommand, this, std::move(reply));
}

void LiveShow::say(const QString& text, Reply<v1::ChatLine> reply) {
    v1::SayRequest request;
    request.set_command_id(make_command_id());
    request.set_show_id(show_.id());
    request.set_text(text.toStdString());

    v1::ChatLine line;
    line.set_id(request.command_id());
    line.set_sender_name(connection_.session().account().display_name());
    line.set_sender_role(connection_.session().account().role());
    line.set_text(request.text());
    line.set_at_us(QDateTime::currentMSecsSinceEpoch() * 1000);
    chat_.addPending(line);

    auto answered = [this, id = line.id(), reply](Outcome<v1::ChatLine> outcome) {
        if (!outcome.ok()) chat_.markFailed(id);
        reply(outcome);
    };
    connection_.calls().call<v1::RoomService, v1::SayRequest, v1::ChatLine>(&RoomRpc::Say, request, kCommand,
                                                                            this, answered);
}

void LiveShow::removeLine(const QString& line_id, Reply<v1::ChatLine> reply) {
    v1::RemoveLineRequest request;
    request.set_command_id(make_command_id());
    request.set_show_id(show_.id());
    request.set_line_id(line_id.toStdString());
    connection_.calls().call<v1::RoomService, v1::RemoveLineRequest, v1::ChatLine>(
        &RoomRpc::RemoveLine, request, kCommand, this, std::move(reply));
}

void LiveShow::start(Reply<v1::Show> reply) {
    v1::StartShowRequest request;
    request.set_command_id(make_command_id());
    request.set_show_id(show_.id());
    connection_.calls().call<v1::ShowService, v1::StartShowRequest, v1::Show>(
        &ShowRpc::StartShow, request, kCommand, this, std::move(reply));
}

void LiveShow::end(Reply<v1::Show> reply) {
    v1::EndShowRequest request;
    request.set_command_id(make_command_id());
    request.set_show_id(show_.id());
    connection_.calls().call<v1::ShowService, v1::EndShowRequest, v1::Show>(&ShowRpc::EndShow, request,
                                                                            kCommand, this, std::move(reply));
}

void LiveShow::streamTarget(Reply<v1::StreamTarget> reply) {
    v1::GetStreamTargetRequest request;
    request.set_show_id(show_.id());
    connection_.calls().call<v1::ShowService, v1::GetStreamTargetRequest, v1::StreamTarget>(
        &ShowRpc::GetStreamTarget, request, kQuestion, this, std::move(reply));
}

void LiveShow::setLineup(const std::vector<std::string>& product_ids, Reply<v1::Show> reply) {
    v1::SetLineupRequest request;
    request.set_command_id(make_command_id());
    request.set_show_id(show_.id());
    for (const auto& id : product_ids) request.add_product_ids(id);
    connection_.calls().call<v1::ShowService, v1::SetLineupRequest, v1::Show>(
        &ShowRpc::SetLineup, request, kCommand, this, std::move(reply));
}

}  // namespace vitrine::commerce
