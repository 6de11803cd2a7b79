// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QByteArray>
#include <QHash>
#include <QNetworkAccessManager>
#include <QObject>
#include <QSet>
#include <QUrl>

namespace vitrine::commerce {

// Product pictures from the server's web side, fetched once each and kept in memory (at most kMost pictures
// of at most kLargestBytes; beyond that the whole store is emptied). The bytes are as the server sent them.
// GUI thread.
class Pictures final : public QObject {
    Q_OBJECT
  public:
    static constexpr int kMost = 400;
    static constexpr qint64 kLargestBytes = 8 << 20;

    explicit Pictures(QObject* parent = nullptr);

    // "http://127.0.0.1:8080"; another one empties the store.
    void setSite(const QString& page_url);
    // Empty while it is not here; it is fetched then, and arrived() follows.
    QByteArray get(const QString& path);

  signals:
    void arrived(const QString& path);

  private:
    void fetch(const QString& path);

    QNetworkAccessManager network_;
    QUrl site_;
    QHash<QString, QByteArray> kept_;
    QSet<QString> asked_;  // under way, or refused by the server
};

}  // namespace vitrine::commerce
