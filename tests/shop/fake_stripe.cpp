// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/shop/fake_stripe.h"

#include <QJsonArray>
#include <QJsonDocument>
#include <QRegularExpression>
#include <future>
#include <utility>

namespace vitrine::tests {
namespace {

constexpr int kBlock_ms = 50;  // how soon a thread notices that the test is over

// Hands connections on to threads of their own.
struct Listener : QTcpServer {
    std::vector<qintptr> came;
    void incomingConnection(qintptr handle) override { came.push_back(handle); }
};

struct Head {
    FakeStripe::Request request;
    QByteArray authorization;
    qsizetype body_bytes = 0;
};

Head read_head(const QByteArray& text) {
    Head head;
    const QList<QByteArray> lines = text.split('\n');
    const QList<QByteArray> first = lines[0].trimmed().split(' ');
    head.request.method = first.value(0);
    head.request.path = first.value(1);
    for (const QByteArray& line : lines.mid(1)) {
        const qsizetype colon = line.indexOf(':');
        const QByteArray name = line.left(colon).toLower(), value = line.mid(colon + 1).trimmed();
        if (name == "idempotency-key") head.request.idempotency_key = value;
        if (name == "authorization") head.authorization = value;
        if (name == "content-length") head.body_bytes = value.toLongLong();
    }
    return head;
}

bool take_one(std::atomic<int>& count) {
    int left = count;
    while (left > 0) {
        if (count.compare_exchange_weak(left, left - 1)) return true;
    }
    return false;
}

}  // namespace

FakeStripe::FakeStripe() {
    std::promise<uint16_t> listening;
    listening_ = std::thread([this, &listening] {
        Listener server;
        server.listen(QHostAddress::LocalHost);
        listening.set_value(server.serverPort());
        while (!ending_) {
            server.waitForNewConnection(kBlock_ms);
            std::lock_guard lock(mutex_);
            for (const qintptr handle : std::exchange(server.came, {}))
                connections_.emplace_back([this, handle] { serve(handle); });
        }
    });
    port_ = listening.get_future().get();
}

FakeStripe::~FakeStripe() {
    ending_ = true;
    listening_.join();
    for (std::thread& connection : connections_) connection.join();
}

void FakeStripe::serve(qintptr handle) {
    QTcpSocket socket;
    socket.setSocketDescriptor(handle);
    QByteArray in;
    while (!ending_ && socket.state() == QAbstractSocket::ConnectedState) {
        const qsizetype end = in.indexOf("\r\n\r\n");
        Head head = end < 0 ? Head{} : read_head(in.left(end));
        if (end < 0 || in.size() < end + 4 + head.body_bytes) {
            if (socket.waitForReadyRead(kBlock_ms)) in += socket.readAll();
            continue;
        }
        head.request.body = in.mid(end + 4, head.body_bytes);
        in.remove(0, end + 4 + head.body_bytes);
        if (take_one(lose_requests)) return socket.abort();
        const Answer out = answer(head.request, head.authorization);
        for (int waited = 0; waited < hang_ms && !ending_; waited += kBlock_ms) QThread::msleep(kBlock_ms);
        if (take_one(lose_answers)) return socket.abort();
        const QByteArray body = nonsense ? QByteArray("<html>oops</html>") : out.body;
        socket.write("HTTP/1.1 " + QByteArray::number(out.status) +
                     " x\r\nContent-Type: application/json\r\n" +
                     (out.replayed ? "Idempotent-Replayed: true\r\n" : "") +
                     "Content-Length: " + QByteArray::number(body.size()) + "\r\n\r\n" + body);
        socket.waitForBytesWritten(1000);
    }
}

FakeStripe::Answer FakeStripe::ok(const QJsonObject& object) {
    return {200, QJsonDocument(object).toJson(QJsonDocument::Compact)};
}

FakeStripe::Answer FakeStripe::refusal(int status, const QString& type, const QString& code,
                                       const Intent* intent) {
    QJsonObject error{{"type", type}, {"code", code}, {"message", "Your card was declined."}};
    if (intent) error["payment_intent"] = show(*intent);
    return {status, QJsonDocument(QJsonObject{{"error", error}}).toJson(QJsonDocument::Compact)};
}

QJsonObject FakeStripe::show(const Intent& intent) {
    const bool held = intent.status == "requires_capture";
    return {{"object", "payment_intent"},
            {"id", intent.id},
            {"status", intent.status},
            {"amount", intent.amount},
            {"amount_capturable", held ? intent.amount : 0},
            {"amount_received", intent.received},
            {"currency", intent.currency},
            {"client_secret", intent.id + "_secret"},
            {"metadata", QJsonObject{{"vitrine_payment", intent.key}}},
            {"last_payment_error", intent.error.isEmpty() ? QJsonValue() : QJsonValue(intent.error)}};
}

FakeStripe::Answer FakeStripe::answer(const Request& request, const QByteArray& authorization) {
    std::lock_guard lock(mutex_);
    requests_.push_back(request);
    if (authorization != "Bearer " + secret_key) return refusal(401, "invalid_request_error", "");
    if (refuse_with != 0) return refusal(refuse_with, "api_error", "");
    if (request.method == "GET") return route(request);
    if (const auto before = answered_.find(request.idempotency_key); before != answered_.end()) {
        if (before->second.first != request.path.toUtf8() + request.body)
            return refusal(400, "idempotency_error", "");
        Answer again = before->second.second;
        again.replayed = true;
        return again;
    }
    const Answer out = take_one(fail_with_500) ? refusal(500, "api_error", "") : route(request);
    if (!request.idempotency_key.isEmpty())
        answered_[request.idempotency_key] = {request.path.toUtf8() + request.body, out};
    return out;
}

FakeStripe::Answer FakeStripe::route(const Request& request) {
    const QStringList halves = request.path.split('?');
    const QStringList path = halves[0].split('/', Qt::SkipEmptyParts);
    if (request.method == "POST") {
        QString form = QString::fromUtf8(request.body);
        return post(request, QUrlQuery(form));
    }
    const QUrlQuery query(halves.value(1));
    if (path.value(1) == "refunds") return list_refunds(query);
    if (path.value(2) == "search") return search(query);
    if (path.value(1) == "disputes") {
        const auto found = disputes_.find(path.value(2));
        return found == disputes_.end() ? refusal(404, "invalid_request_error", "resource_missing")
                                        : ok(found->second);
    }
    const auto found = intents_.find(path.value(2));
    return found == intents_.end() ? refusal(404, "invalid_request_error", "resource_missing")
                                   : ok(show(found->second));
}

FakeStripe::Answer FakeStripe::post(const Request& request, const QUrlQuery& form) {
    const QStringList path = request.path.split('/', Qt::SkipEmptyParts);
    if (path.value(1) == "refunds") return refund(form);
    if (path.size() == 2) return create(form);
    const auto found = intents_.find(path.value(2));
    if (found == intents_.end()) return refusal(404, "invalid_request_error", "resource_missing");
    return path.value(3) == "capture" ? capture(found->second, form) : cancel(found->second);
}

FakeStripe::Answer FakeStripe::create(const QUrlQuery& form) {
    const auto value = [&](const QString& name) { return form.queryItemValue(name, QUrl::FullyDecoded); };
    if (value("capture_method") != "manual" || value("amount").toLongLong() < 1)
        return refusal(400, "invalid_request_error", "parameter_invalid");
    const QString card = value("payment_method");
    Intent intent;
    intent.id = "pi_" + QString::number(next_++);
    intent.key = form.queryItemValue("metadata%5Bvitrine_payment%5D", QUrl::FullyDecoded);
    intent.amount = value("amount").toLongLong();
    intent.currency = value("currency");
    intent.status = "requires_payment_method";
    if (value("confirm") == "true") {
        if (card == "pm_card_visa")
            intent.status = "requires_capture";
        else if (card == "pm_card_authenticationRequired")
            intent.status = "requires_action";
        else if (card == "pm_card_chargeDeclined")
            intent.error = {{"message", "Your card was declined."}};
        else
            return refusal(400, "invalid_request_error", "resource_missing");
    }
    intents_[intent.id] = intent;
    if (!intent.error.isEmpty()) return refusal(402, "card_error", "card_declined", &intent);
    return ok(show(intent));
}

FakeStripe::Answer FakeStripe::capture(Intent& intent, const QUrlQuery& form) {
    const qint64 amount = form.queryItemValue("amount_to_capture").toLongLong();
    if (intent.status != "requires_capture" || amount < 1 || amount > intent.amount)
        return refusal(400, "invalid_request_error", "payment_intent_unexpected_state", &intent);
    intent.status = "succeeded";
    intent.received = amount;
    return ok(show(intent));
}

FakeStripe::Answer FakeStripe::cancel(Intent& intent) {
    if (intent.status == "succeeded" || intent.status == "canceled")
        return refusal(400, "invalid_request_error", "payment_intent_unexpected_state", &intent);
    intent.status = "canceled";
    return ok(show(intent));
}

FakeStripe::Answer FakeStripe::refund(const QUrlQuery& form) {
    const auto found = intents_.find(form.queryItemValue("payment_intent"));
    const qint64 amount = form.queryItemValue("amount").toLongLong();
    if (found == intents_.end()) return refusal(404, "invalid_request_error", "resource_missing");
    if (amount < 1 || amount > found->second.received - found->second.refunded)
        return refusal(400, "invalid_request_error", "charge_already_refunded");
    found->second.refunded += amount;
    const QJsonObject refund{
        {"object", "refund"},
        {"id", "re_" + QString::number(next_++)},
        {"status", "succeeded"},
        {"amount", amount},
        {"payment_intent", found->first},
        {"metadata", QJsonObject{{"vitrine_refund", form.queryItemValue("metadata%5Bvitrine_refund%5D")}}}};
    refunds_.push_back(refund);
    return ok(refund);
}

FakeStripe::Answer FakeStripe::list_refunds(const QUrlQuery& query) {
    QJsonArray found;
    for (const QJsonObject& refund : refunds_) {
        if (refund["payment_intent"].toString() == query.queryItemValue("payment_intent"))
            found.append(refund);
    }
    return ok({{"object", "list"}, {"data", found}});
}

FakeStripe::Answer FakeStripe::search(const QUrlQuery& query) {
    static const QRegularExpression form(R"(^metadata\['vitrine_payment'\]:'([^']*)'$)");
    const auto match = form.match(query.queryItemValue("query", QUrl::FullyDecoded));
    if (!match.hasMatch()) return refusal(400, "invalid_request_error", "parameter_invalid");
    QJsonArray found;
    for (const auto& [id, intent] : intents_) {
        if (intent.key == match.captured(1) && !search_lags) found.append(show(intent));
    }
    return ok({{"object", "search_result"}, {"data", found}});
}

std::vector<FakeStripe::Intent> FakeStripe::intents() {
    std::lock_guard lock(mutex_);
    std::vector<Intent> all;
    for (const auto& [id, intent] : intents_) all.push_back(intent);
    return all;
}

std::vector<FakeStripe::Request> FakeStripe::requests() {
    std::lock_guard lock(mutex_);
    return requests_;
}

qint64 FakeStripe::refunds() {
    std::lock_guard lock(mutex_);
    qint64 sum = 0;
    for (const QJsonObject& refund : refunds_) sum += refund["amount"].toInteger();
    return sum;
}

void FakeStripe::set_status(const std::string& key, const QString& status) {
    std::lock_guard lock(mutex_);
    for (auto& [id, intent] : intents_) {
        if (intent.key != QString::fromStdString(key)) continue;
        intent.status = status;
        if (status == "succeeded") intent.received = intent.amount;
        if (status == "requires_payment_method") intent.error = {{"message", "You did not confirm."}};
    }
}

void FakeStripe::fail_refunds() {
    std::lock_guard lock(mutex_);
    for (QJsonObject& refund : refunds_) refund["status"] = "failed";
}

QJsonObject FakeStripe::dispute(const std::string& key, const QString& status) {
    std::lock_guard lock(mutex_);
    for (const auto& [id, intent] : intents_) {
        if (intent.key != QString::fromStdString(key)) continue;
        const QString name = "dp_" + id.mid(3);
        disputes_[name] = {{"object", "dispute"},
                           {"id", name},
                           {"charge", "ch_" + id.mid(3)},
                           {"payment_intent", id},
                           {"status", status},
                           {"amount", intent.received},
                           {"currency", intent.currency},
                           {"reason", "fraudulent"}};
        return disputes_[name];
    }
    return {};
}

}  // namespace vitrine::tests
