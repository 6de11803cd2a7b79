// SPDX-License-Identifier: GPL-3.0-or-later
#include "commerce-client/pictures.h"

#include <QNetworkProxy>
#include <QNetworkReply>
#include <QTimer>

namespace vitrine::commerce {
namespace {

constexpr int kDeadline_ms = 8'000;
constexpr int kRetry_ms = 3'000;

}  // namespace

Pictures::Pictures(QObject* parent) : QObject(parent) { network_.setTransferTimeout(kDeadline_ms); }

void Pictures::setSite(const QString& page_url) {
    const QUrl site(page_url);
    if (site == site_) return;
    site_ = site;
    const bool loopback = site.host() == "127.0.0.1" || site.host() == "localhost" || site.host() == "::1";
    network_.setProxy(loopback ? QNetworkProxy(QNetworkProxy::NoProxy)
                               : QNetworkProxy(QNetworkProxy::DefaultProxy));
    kept_.clear();
    const QSet<QString> wanted = std::exchange(asked_, {});
    for (const QString& path : wanted) get(path);
}

QByteArray Pictures::get(const QString& path) {
    const auto found = kept_.constFind(path);
    if (found != kept_.constEnd()) return *found;
    if (path.startsWith('/') && !asked_.contains(path)) {
        asked_.insert(path);
        if (site_.isValid() && !site_.isEmpty()) fetch(path);
    }
    return {};
}

void Pictures::fetch(const QString& path) {
    QNetworkReply* reply = network_.get(QNetworkRequest(site_.resolved(QUrl(path))));
    connect(reply, &QNetworkReply::downloadProgress, reply, [reply](qint64 received, qint64) {
        if (received > kLargestBytes) reply->abort();
    });
    connect(reply, &QNetworkReply::finished, this, [this, reply, path, site = site_] {
        reply->deleteLater();
        if (site != site_) return;
        const QByteArray bytes = reply->readAll();
        if (reply->error() == QNetworkReply::NoError && !bytes.isEmpty()) {
            if (kept_.size() >= kMost) kept_.clear();
            kept_.insert(path, bytes);
            asked_.remove(path);
            emit arrived(path);
        } else if (reply->attribute(QNetworkRequest::HttpStatusCodeAttribute).toInt() == 0) {
            QTimer::singleShot(kRetry_ms, this, [this, path] {  // not an answer: the server was away
                asked_.remove(path);
                get(path);
            });
        }
    });
}

}  // namespace vitrine::commerce
