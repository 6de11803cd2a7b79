// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QSslServer>
#include <QString>

namespace vitrine::tests {

// Certificates made with openssl in a folder of the test's: an authority of our own, and what it signs.
class Certificates {
  public:
    explicit Certificates(const QString& dir);
    QString authority() const { return file("authority.pem"); }
    // Answers its file; the key lies beside it as NAME.key. alt_name: as "DNS:localhost" or "IP:127.0.0.1".
    QString make(const QString& name, const QString& alt_name, int days = 30) const;
    QString make_self_signed(const QString& name, const QString& alt_name) const;

  private:
    QString file(const QString& name) const { return dir_ + '/' + name; }
    QString dir_;
};

// A TLS end in front of a receiver that knows none, as operators put one in front of Vitrine: what comes in
// is passed on, both ways. Lives on the test's thread.
class TlsFront : public QObject {
  public:
    TlsFront(const QString& certificate, quint16 receiver_port);
    QString address(const QString& host = "localhost") const {
        return QStringLiteral("rtmps://%1:%2/live").arg(host).arg(server_.serverPort());
    }
    qint64 passed_bytes() const { return passed_bytes_; }

  private:
    void take_connection();

    QSslServer server_;
    quint16 receiver_port_;
    qint64 passed_bytes_ = 0;
};

}  // namespace vitrine::tests
