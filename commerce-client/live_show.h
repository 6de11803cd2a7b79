// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QObject>
#include <QTimer>
#include <optional>

#include "commerce-client/chat_model.h"
#include "commerce-client/connection.h"
#include "commerce-client/drop_board.h"
#include "commerce-client/event_stream.h"
#include "commerce-client/orders_model.h"
#include "commerce-client/products_model.h"
#include "vitrine/v1/show.grpc.pb.h"

namespace vitrine::commerce {

// One show as its creator, retailer or moderator sees it: what it is, its line-up, chat and orders, kept in
// step by the event stream, and what may be done in it. Every command has an id of its own and is sent again
// unchanged while nobody answers (at most 15 s). GUI thread.
class LiveShow final : public QObject {
    Q_OBJECT
  public:
    template <class T>
    using Reply = std::function<void(Outcome<T>)>;

    explicit LiveShow(Connection& connection, QObject* parent = nullptr);

    void open(const v1::Show& show);
    void close();
    bool isOpen() const { return !show_.id().empty(); }

    const v1::Show& show() const { return show_; }
    int64_t watching() const { return watching_; }
    // A publisher's picture reaches the server right now, as the server sees it.
    bool pictureArrives() const { return show_.picture(); }
    // Events flow; false: what is shown may be old.
    bool upToDate() const { return events_.flowing(); }

    ProductsModel& products() { return products_; }
    ChatModel& chat() { return chat_; }
    OrdersModel& orders() { return orders_; }
    DropBoard& drops() { return drops_; }

    // The moment from which the pin counts: the stream's timestamp of the picture the host saw, when he is on
    // air. command_id also names the in-band cue. Empty product: unpin.
    void pin(const std::string& command_id, const std::string& product_id,
             std::optional<int64_t> stream_time_ms, Reply<v1::PinMoment> reply);
    // The line is in the chat at once and marked failed if the server does not take it.
    void say(const QString& text, Reply<v1::ChatLine> reply);
    void removeLine(const QString& line_id, Reply<v1::ChatLine> reply);
    void start(Reply<v1::Show> reply);
    void end(Reply<v1::Show> reply);
    // One attempt within 5 s: at Go Live the creator waits for it.
    void streamTarget(Reply<v1::StreamTarget> reply);
    void setLineup(const std::vector<std::string>& product_ids, Reply<v1::Show> reply);

  signals:
    // Title, state, picture, replay.
    void showChanged();
    void watchingChanged(qint64 watching);
    void upToDateChanged(bool up_to_date);
    void pinned(const vitrine::v1::PinMoment& moment);
    // Asked for, done, or refused by the gateway.
    void refundMoved(const vitrine::v1::Refund& refund);
    // The server refuses to show it to us.
    void refused(const QString& why);

  private:
    void takeSnapshot(const v1::ShowSnapshot& snapshot);
    void takeEvent(const v1::ShowEvent& event);
    void takeShow(const v1::Show& show);
    void loadOrders();
    void loadOlderOrders(int64_t before_us);
    void askTotals();
    void askTotalsSoon();
    void loadProducts();

    Connection& connection_;
    EventStream events_;
    ProductsModel products_;
    ChatModel chat_;
    OrdersModel orders_;
    DropBoard drops_;
    v1::Show show_;
    int64_t watching_ = 0;
    std::vector<v1::Order> moved_while_loading_;
    bool loading_orders_ = false;
    uint64_t order_loads_ = 0;  // begun so far
    QTimer totals_due_;
    bool asking_totals_ = false;
    bool moved_while_asking_ = false;
};

}  // namespace vitrine::commerce
