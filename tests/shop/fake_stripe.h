// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QJsonObject>
#include <QTcpServer>
#include <QTcpSocket>
#include <QThread>
#include <QUrlQuery>
#include <atomic>
#include <map>
#include <memory>
#include <mutex>
#include <string>
#include <thread>
#include <vector>

namespace vitrine::tests {

// As much of Stripe as the gateway uses, over real HTTP on loopback, written after Stripe's reference:
// intents that are captured by hand, refunds, idempotency keys whose first answer is kept, a search that lags
// behind. It can be told to misbehave. Cards by their test names: pm_card_visa, pm_card_chargeDeclined,
// pm_card_authenticationRequired; others do not exist.
class FakeStripe {
  public:
    FakeStripe();
    ~FakeStripe();
    std::string url() const { return "http://127.0.0.1:" + std::to_string(port_); }

    struct Intent {
        QString id, key, status, currency;
        qint64 amount = 0, received = 0, refunded = 0;
        QJsonObject error;
    };
    struct Request {
        QString method, path, idempotency_key;
        QByteArray body;
    };
    std::vector<Intent> intents();
    std::vector<Request> requests();
    qint64 refunds();
    // What happens at Stripe without us: the buyer confirms, somebody captures or cancels by hand.
    void set_status(const std::string& key, const QString& status);
    void fail_refunds();
    // The buyer's bank asks for this payment's money, or goes on with that: what the dispute's event would
    // show.
    QJsonObject dispute(const std::string& key, const QString& status);

    // Of the next requests, so many …
    std::atomic<int> lose_answers = 0;   // are done, and their answer is lost
    std::atomic<int> lose_requests = 0;  // never arrive
    std::atomic<int> fail_with_500 = 0;  // fail after Stripe has stored the failure under their key
    std::atomic<int> refuse_with = 0;    // every request: with this HTTP status
    std::atomic<int> hang_ms = 0;        // before each answer
    std::atomic<bool> nonsense = false;  // answers that are no JSON
    std::atomic<bool> search_lags = false;
    const QByteArray secret_key = "sk_test_fake";

  private:
    struct Answer {
        int status = 200;
        QByteArray body;
        bool replayed = false;
    };
    void serve(qintptr handle);
    Answer answer(const Request&, const QByteArray& authorization);
    Answer route(const Request&);
    Answer post(const Request&, const QUrlQuery& form);
    Answer create(const QUrlQuery& form);
    Answer capture(Intent&, const QUrlQuery& form);
    Answer cancel(Intent&);
    Answer refund(const QUrlQuery& form);
    Answer list_refunds(const QUrlQuery& query);
    Answer search(const QUrlQuery& query);
    static QJsonObject show(const Intent&);
    static Answer refusal(int status, const QString& type, const QString& code, const Intent* = nullptr);
    static Answer ok(const QJsonObject&);

    uint16_t port_ = 0;
    std::atomic<bool> ending_ = false;
    std::mutex mutex_;
    std::vector<std::thread> connections_;
    std::map<QString, Intent> intents_;
    std::vector<QJsonObject> refunds_;
    std::map<QString, QJsonObject> disputes_;
    std::map<QString, std::pair<QByteArray, Answer>> answered_;  // idempotency key → form, answer
    std::vector<Request> requests_;
    int next_ = 1;
    // Not a QThread: Qt is not instrumented, and ThreadSanitizer would not see its end.
    std::thread listening_;
};

}  // namespace vitrine::tests
