// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QByteArray>
#include <QList>
#include <QString>
#include <atomic>
#include <future>
#include <memory>
#include <mutex>
#include <thread>

namespace vitrine::tests {

// A mail server (RFC 5321) that keeps what it is given, on a port of its own and a thread of its own. With a
// certificate it offers STARTTLS (RFC 3207).
class SmtpSink {
  public:
    struct Received {
        QByteArray from, to;
        QByteArray data;  // without the dots that transport adds
        bool secure = false;

        QByteArray header(const QByteArray& name) const;  // unfolded; "" when there is none
        QByteArray part(const QByteArray& type) const;    // decoded
    };

    // certificate: a .pem with its .key beside it.
    explicit SmtpSink(const QString& certificate = {});
    ~SmtpSink();

    quint16 port() const { return port_; }
    std::string url() const { return "smtp://127.0.0.1:" + std::to_string(port_); }

    // What the next RCPT TO are answered with, "" again: they are taken.
    void refuse(const QByteArray& reply);
    // Takes what comes and hangs up without a word after it.
    void lose_answers(bool lose);

    QList<Received> letters() const;
    int connections() const;
    // Waits for so many letters.
    bool wait_for(int count) const;

  private:
    struct Shared;
    class Session;
    void serve(std::promise<quint16>& listening);

    std::shared_ptr<Shared> shared_;
    std::atomic<bool> ending_ = false;
    quint16 port_ = 0;
    // Not a QThread, and nothing of it is told by Qt's events: Qt is not instrumented, and ThreadSanitizer
    // would see neither.
    std::thread thread_;
};

}  // namespace vitrine::tests
