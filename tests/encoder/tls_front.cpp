// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/encoder/tls_front.h"

#include <QFile>
#include <QSslConfiguration>
#include <QSslKey>
#include <QTcpSocket>

#include "tests/studio/test_media.h"

namespace vitrine::tests {

Certificates::Certificates(const QString& dir) : dir_(dir) {
    run("openssl", {"req", "-x509", "-newkey", "rsa:2048", "-nodes", "-days", "30", "-subj",
                    "/CN=Test authority", "-addext", "basicConstraints=critical,CA:TRUE", "-addext",
                    "keyUsage=critical,keyCertSign", "-keyout", file("authority.key"), "-out", authority()});
}

QString Certificates::make(const QString& name, const QString& alt_name, int days) const {
    const QString request = file(name + ".csr"), extensions = file(name + ".ext"), made = file(name + ".pem");
    run("openssl", {"req", "-newkey", "rsa:2048", "-nodes", "-subj", "/CN=" + name, "-keyout",
                    file(name + ".key"), "-out", request});
    QFile wanted(extensions);
    if (!wanted.open(QIODevice::WriteOnly)) qFatal("no place for certificates");
    wanted.write("subjectAltName=" + alt_name.toUtf8() + "\n");
    wanted.close();
    run("openssl", {"x509", "-req", "-in", request, "-CA", authority(), "-CAkey", file("authority.key"),
                    "-CAcreateserial", "-days", QString::number(days), "-extfile", extensions, "-out", made});
    return made;
}

QString Certificates::make_self_signed(const QString& name, const QString& alt_name) const {
    const QString made = file(name + ".pem");
    run("openssl", {"req", "-x509", "-newkey", "rsa:2048", "-nodes", "-days", "30", "-subj", "/CN=" + name,
                    "-addext", "subjectAltName=" + alt_name, "-keyout", file(name + ".key"), "-out", made});
    return made;
}

TlsFront::TlsFront(const QString& certificate, quint16 receiver_port) : receiver_port_(receiver_port) {
    QFile key(QString(certificate).replace(".pem", ".key"));
    if (!key.open(QIODevice::ReadOnly)) qFatal("no key beside %s", qPrintable(certificate));
    QSslConfiguration terms = QSslConfiguration::defaultConfiguration();
    terms.setLocalCertificateChain(QSslCertificate::fromPath(certificate));
    terms.setPrivateKey(QSslKey(&key, QSsl::Rsa));
    terms.setPeerVerifyMode(QSslSocket::VerifyNone);  // clients show none
    server_.setSslConfiguration(terms);
    if (!server_.listen(QHostAddress::LocalHost)) qFatal("cannot listen");
    connect(&server_, &QTcpServer::pendingConnectionAvailable, this, &TlsFront::take_connection);
}

void TlsFront::take_connection() {
    QTcpSocket* from = server_.nextPendingConnection();
    auto* to = new QTcpSocket(from);
    to->connectToHost(QHostAddress::LocalHost, receiver_port_);
    const auto pass = [this](QTcpSocket* in, QTcpSocket* out) {
        const QByteArray bytes = in->readAll();
        passed_bytes_ += bytes.size();
        out->write(bytes);
    };
    connect(from, &QTcpSocket::readyRead, to, [=] { pass(from, to); });
    connect(to, &QTcpSocket::readyRead, from, [=] { pass(to, from); });
    connect(to, &QTcpSocket::disconnected, from, &QTcpSocket::disconnectFromHost);
    connect(from, &QTcpSocket::disconnected, to, &QTcpSocket::disconnectFromHost);
    connect(from, &QTcpSocket::disconnected, from, &QTcpSocket::deleteLater);
    if (from->bytesAvailable() > 0) pass(from, to);
}

}  // namespace vitrine::tests
