// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/mail/smtp_sink.h"

#include <QDeadlineTimer>
#include <QEventLoop>
#include <QFile>
#include <QSslConfiguration>
#include <QSslKey>
#include <QSslSocket>
#include <QTcpServer>
#include <QThread>
#include <QTimer>
#include <functional>

namespace vitrine::tests {

struct SmtpSink::Shared {
    std::mutex mutex;
    QList<Received> letters;
    QByteArray refusal;
    bool lose = false;
    int connections = 0;
    QSslConfiguration tls;  // with a certificate: it is offered
};

// One conversation. Lives on the sink's thread.
class SmtpSink::Session {
  public:
    Session(QSslSocket* socket, std::shared_ptr<Shared> shared)
        : socket_(socket), shared_(std::move(shared)) {
        say("220 sink ready");
    }

    void read() {
        buffer_ += socket_->readAll();
        for (qsizetype end; (end = buffer_.indexOf("\r\n")) >= 0;) {
            const QByteArray line = buffer_.left(end);
            buffer_.remove(0, end + 2);
            in_data_ ? take_data(line) : take_command(line);
        }
    }

  private:
    void say(const QByteArray& line) { socket_->write(line + "\r\n"); }

    static QByteArray in_brackets(const QByteArray& line) {
        return line.mid(line.indexOf('<') + 1, line.indexOf('>') - line.indexOf('<') - 1);
    }

    void take_command(const QByteArray& line) {
        const QByteArray verb = line.toUpper();
        if (verb.startsWith("EHLO")) {
            if (!shared_->tls.localCertificate().isNull() && !socket_->isEncrypted()) say("250-STARTTLS");
            say("250 SIZE 1000000");
        } else if (verb == "STARTTLS") {
            say("220 go ahead");
            socket_->setSslConfiguration(shared_->tls);
            socket_->startServerEncryption();
        } else if (verb.startsWith("MAIL FROM:")) {
            letter_ = {};
            letter_.from = in_brackets(line);
            say("250 ok");
        } else if (verb.startsWith("RCPT TO:")) {
            std::lock_guard lock(shared_->mutex);
            letter_.to = in_brackets(line);
            say(shared_->refusal.isEmpty() ? "250 ok" : shared_->refusal);
        } else if (verb == "DATA") {
            in_data_ = true;
            say("354 go on");
        } else if (verb == "QUIT") {
            say("221 bye");
            socket_->disconnectFromHost();
        } else {
            say("250 ok");
        }
    }

    void take_data(const QByteArray& line) {
        if (line != ".") {
            letter_.data += (line.startsWith('.') ? line.mid(1) : line) + "\r\n";
            return;
        }
        in_data_ = false;
        letter_.secure = socket_->isEncrypted();
        std::lock_guard lock(shared_->mutex);
        shared_->letters.append(letter_);
        if (shared_->lose) return socket_->abort();
        say("250 taken");
    }

    QSslSocket* socket_;
    std::shared_ptr<Shared> shared_;
    QByteArray buffer_;
    bool in_data_ = false;
    Received letter_;
};

namespace {

class Listener final : public QTcpServer {
  public:
    std::function<void(QSslSocket*)> came;

  protected:
    void incomingConnection(qintptr descriptor) override {
        auto* socket = new QSslSocket(this);
        socket->setSocketDescriptor(descriptor);
        came(socket);
    }
};

}  // namespace

SmtpSink::SmtpSink(const QString& certificate) : shared_(std::make_shared<Shared>()) {
    if (!certificate.isEmpty()) {
        QFile key(QString(certificate).replace(".pem", ".key"));
        if (!key.open(QIODevice::ReadOnly)) qFatal("no key beside %s", qPrintable(certificate));
        shared_->tls.setLocalCertificateChain(QSslCertificate::fromPath(certificate));
        shared_->tls.setPrivateKey(QSslKey(key.readAll(), QSsl::Rsa));
    }
    std::promise<quint16> listening;
    thread_ = std::thread([this, &listening] { serve(listening); });
    port_ = listening.get_future().get();
}

SmtpSink::~SmtpSink() {
    ending_ = true;
    thread_.join();
}

void SmtpSink::serve(std::promise<quint16>& listening) {
    QEventLoop loop;  // first: the sockets below want it
    Listener listener;
    listener.came = [shared = shared_](QSslSocket* socket) {
        {
            std::lock_guard lock(shared->mutex);
            ++shared->connections;
        }
        auto session = std::make_shared<Session>(socket, shared);
        QObject::connect(socket, &QSslSocket::readyRead, socket, [session] { session->read(); });
    };
    if (!listener.listen(QHostAddress::LocalHost)) qFatal("no port for mail");
    listening.set_value(listener.serverPort());
    QTimer ended;
    QObject::connect(&ended, &QTimer::timeout, &loop, [&] {
        if (ending_) loop.quit();
    });
    ended.start(10);
    loop.exec();
}

void SmtpSink::refuse(const QByteArray& reply) {
    std::lock_guard lock(shared_->mutex);
    shared_->refusal = reply;
}

void SmtpSink::lose_answers(bool lose) {
    std::lock_guard lock(shared_->mutex);
    shared_->lose = lose;
}

QList<SmtpSink::Received> SmtpSink::letters() const {
    std::lock_guard lock(shared_->mutex);
    return shared_->letters;
}

int SmtpSink::connections() const {
    std::lock_guard lock(shared_->mutex);
    return shared_->connections;
}

bool SmtpSink::wait_for(int count) const {
    QDeadlineTimer deadline(20'000);
    while (letters().size() < count && !deadline.hasExpired()) QThread::msleep(10);
    return letters().size() >= count;
}

QByteArray SmtpSink::Received::header(const QByteArray& name) const {
    QByteArray head = "\r\n" + data.left(data.indexOf("\r\n\r\n"));
    head.replace("\r\n ", " ");
    const qsizetype at = head.indexOf("\r\n" + name + ": ");
    if (at < 0) return "";
    const qsizetype begin = at + 4 + name.size(), end = head.indexOf("\r\n", begin);
    return head.mid(begin, end < 0 ? -1 : end - begin);
}

QByteArray SmtpSink::Received::part(const QByteArray& type) const {
    const qsizetype at = data.indexOf("Content-Type: " + type);
    const qsizetype begin = data.indexOf("\r\n\r\n", at) + 4;
    return at < 0 ? "" : QByteArray::fromBase64(data.mid(begin, data.indexOf("\r\n--", begin) - begin));
}

}  // namespace vitrine::tests
