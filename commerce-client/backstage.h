// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QObject>
#include <QString>

#include "commerce-client/connection.h"
#include "vitrine/v1/catalog.grpc.pb.h"
#include "vitrine/v1/show.grpc.pb.h"

namespace vitrine::commerce {

// What is done outside of a running show: the first accounts, the list of shows, the shelf. GUI thread.
class Backstage final : public QObject {
    Q_OBJECT
  public:
    template <class T>
    using Reply = std::function<void(Outcome<T>)>;

    explicit Backstage(Connection& connection, QObject* parent = nullptr)
        : QObject(parent), connection_(connection) {}

    // Makes the first accounts of an empty server. Not repeated by itself: the made passwords come once.
    void setUp(const v1::SetUpRequest& request, Reply<v1::SetUpResponse> reply);

    void listShows(Reply<v1::ListShowsResponse> reply);
    void findShow(const QString& id_or_slug, Reply<v1::Show> reply);
    // lineup: product ids, in order.
    void createShow(const QString& title, const QString& slug, const std::vector<std::string>& lineup,
                    Reply<v1::Show> reply);

    void listProducts(Reply<v1::ListProductsResponse> reply);

  private:
    Connection& connection_;
};

}  // namespace vitrine::commerce
