// SPDX-License-Identifier: GPL-3.0-or-later
#include "commerce-client/session.h"

#include <QDateTime>
#include <QJsonDocument>
#include <QJsonObject>
#include <algorithm>

namespace vitrine::commerce {
namespace {

using Rpc = v1::IdentityService::StubInterface::async_interface;
constexpr Manner kWithoutSession{8'000, 0, false};
constexpr int kRetryRenewal_ms = 3'000;

}  // namespace

Session::Session(Calls& calls, SecretStore& secrets, QObject* parent)
    : QObject(parent), calls_(calls), secrets_(secrets) {
    renewal_.setSingleShot(true);
    connect(&renewal_, &QTimer::timeout, this, [this] { renew([](bool) {}); });
    calls_.setRenewal([this](std::function<void(bool)> done) { renew(std::move(done)); });
}

void Session::signIn(const QString& login, const QString& password, bool remember, Reply reply) {
    v1::SignInRequest request;
    request.set_login(login.toStdString());
    request.set_password(password.toStdString());
    auto answered = [this, login, password, remember, reply](Outcome<v1::Session> outcome) {
        if (!outcome.ok()) {
            reply(outcome.fault());
            return;
        }
        if (remember) {
            const QJsonObject account{{"login", login}, {"password", password}};
            secrets_.write(accountName(), QJsonDocument(account).toJson(QJsonDocument::Compact));
        }
        adopt(outcome.value());
        reply(account_);
    };
    calls_.call<v1::IdentityService, v1::SignInRequest, v1::Session>(&Rpc::SignIn, request, kWithoutSession,
                                                                     this, answered);
}

void Session::restore(Reply reply) {
    secrets_.read(tokenName(), [this, reply](std::optional<QString> token) {
        if (!token) {
            restoreByPassword(reply);
            return;
        }
        v1::RefreshRequest request;
        request.set_refresh_token(token->toStdString());
        auto answered = [this, reply](Outcome<v1::Session> outcome) {
            if (outcome.ok()) {
                adopt(outcome.value());
                reply(account_);
            } else if (outcome.fault().kind == FaultKind::unreachable) {
                reply(outcome.fault());
            } else {
                restoreByPassword(reply);
            }
        };
        calls_.call<v1::IdentityService, v1::RefreshRequest, v1::Session>(&Rpc::Refresh, request,
                                                                          kWithoutSession, this, answered);
    });
}

void Session::restoreByPassword(Reply reply) {
    secrets_.read(accountName(), [this, reply](std::optional<QString> kept) {
        const QJsonObject account = kept ? QJsonDocument::fromJson(kept->toUtf8()).object() : QJsonObject();
        if (account.isEmpty()) {
            reply(Fault{FaultKind::signed_out, tr("Sign in to sell on this server.")});
            return;
        }
        signIn(account.value("login").toString(), account.value("password").toString(), false, reply);
    });
}

void Session::signOut() {
    if (!refresh_token_.empty()) {
        v1::SignOutRequest request;
        request.set_refresh_token(refresh_token_);
        calls_.call<v1::IdentityService, v1::SignOutRequest, v1::SignOutResponse>(
            &Rpc::SignOut, request, kWithoutSession, this, [](Outcome<v1::SignOutResponse>) {});
    }
    secrets_.remove(accountName());
    forget();
}

void Session::adopt(const v1::Session& session) {
    account_ = session.account();
    refresh_token_ = session.refresh_token();
    calls_.setAccessToken(session.access_token());
    secrets_.write(tokenName(), QString::fromStdString(refresh_token_));
    // A fifth of its life before the end, so that a slow answer still comes in time.
    const qint64 life_ms = session.access_expires_us() / 1000 - QDateTime::currentMSecsSinceEpoch();
    renewal_.start(static_cast<int>(std::clamp<qint64>(life_ms * 4 / 5, 1'000, 3'600'000)));
    emit changed();
}

void Session::forget() {
    renewal_.stop();
    refresh_token_.clear();
    account_.Clear();
    calls_.setAccessToken({});
    secrets_.remove(tokenName());
    emit changed();
}

void Session::renew(std::function<void(bool)> done) {
    if (refresh_token_.empty()) {
        done(false);
        return;
    }
    waiting_.push_back(std::move(done));
    if (waiting_.size() > 1)
        return;  // one renewal at a time: a refresh token that is used twice ends the session
    v1::RefreshRequest request;
    request.set_refresh_token(refresh_token_);
    auto answered = [this](Outcome<v1::Session> outcome) {
        if (outcome.ok()) {
            adopt(outcome.value());
        } else if (outcome.fault().kind == FaultKind::signed_out ||
                   outcome.fault().kind == FaultKind::refused) {
            forget();
            emit ended(tr("Your sign-in has ended: %1").arg(outcome.fault().text));
        } else {
            renewal_.start(kRetryRenewal_ms);
        }
        auto waiting = std::exchange(waiting_, {});
        for (const auto& each : waiting) each(outcome.ok());
    };
    calls_.call<v1::IdentityService, v1::RefreshRequest, v1::Session>(&Rpc::Refresh, request, kWithoutSession,
                                                                      this, answered);
}

}  // namespace vitrine::commerce
