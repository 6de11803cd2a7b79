// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QObject>
#include <QTimer>
#include <functional>
#include <vector>

#include "commerce-client/calls.h"
#include "commerce-client/secret_store.h"
#include "vitrine/v1/identity.grpc.pb.h"

namespace vitrine::commerce {

// Who is signed in at the server. Keeps the access token fresh: it is renewed well before it ends, and once
// more when the server refuses it (after the computer slept). The refresh token outlives the program in the
// SecretStore. GUI thread; owned by Connection.
class Session final : public QObject {
    Q_OBJECT
  public:
    using Reply = std::function<void(Outcome<v1::Account>)>;

    Session(Calls& calls, SecretStore& secrets, QObject* parent = nullptr);

    // Which server's secrets are meant ("host:port", or the data directory of the one on this machine).
    void setPlace(const QString& place) { place_ = place; }

    // remember: the password is kept as well (for accounts that the studio made on this machine), so that a
    // refresh token that was lost does not lock the creator out.
    void signIn(const QString& login, const QString& password, bool remember, Reply reply);
    // With the refresh token, else the password, of the last time. signed_out when there is neither.
    void restore(Reply reply);
    void signOut();

    bool signedIn() const { return !refresh_token_.empty(); }
    const v1::Account& account() const { return account_; }

  signals:
    void changed();
    // The server ended the session: sign in again.
    void ended(const QString& why);

  private:
    void adopt(const v1::Session& session);
    void forget();
    void renew(std::function<void(bool)> done);
    void restoreByPassword(Reply reply);
    QString tokenName() const { return QStringLiteral("refresh/") + place_; }
    QString accountName() const { return QStringLiteral("account/") + place_; }

    Calls& calls_;
    SecretStore& secrets_;
    QString place_;
    std::string refresh_token_;
    v1::Account account_;
    QTimer renewal_;
    std::vector<std::function<void(bool)>> waiting_;  // for the renewal under way
};

}  // namespace vitrine::commerce
