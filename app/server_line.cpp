// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/server_line.h"

namespace vitrine::app {
namespace {

const QString kTopic = QStringLiteral("server");
constexpr int kLookAgain_ms = 3'000;

}  // namespace

ServerLine::ServerLine(Preferences& preferences, commerce::Connection& connection,
                       commerce::Backstage& backstage, commerce::LiveShow& show, Notices& notices)
    : preferences_(preferences),
      connection_(connection),
      backstage_(backstage),
      show_(show),
      notices_(notices),
      local_(preferences.dataDir(), {}) {
    local_again_.setSingleShot(true);
    connect(&local_again_, &QTimer::timeout, this, &ServerLine::ensureLocal);
    connect(&local_, &commerce::LocalServer::ready, this, [this](const QString& server, bool) {
        if (onThisMachine()) connection_.open(server, place());
    });
    connect(&local_, &commerce::LocalServer::failed, this, [this](const QString& why) {
        if (!onThisMachine()) return;
        tellUnreachable(why);
        local_again_.start(kLookAgain_ms);
    });
    connect(&connection_, &commerce::Connection::reachChanged, this, &ServerLine::reachChanged);
    connect(&connection_.session(), &commerce::Session::ended, this, [this](const QString& why) {
        notices_.post(
            {QStringLiteral("session"), Weight::warning, why, tr("Sign in"), [this] { emit needsSignIn(); }});
    });
}

QString ServerLine::place() const { return onThisMachine() ? "local:" + preferences_.dataDir() : server_; }

void ServerLine::open(const QString& server) {
    local_again_.stop();
    server_ = server.isEmpty() ? preferences_.server() : server;
    entered_ = entering_ = false;
    show_.close();
    if (onThisMachine()) {
        ensureLocal();
    } else {
        connection_.open(server_, place());
    }
}

void ServerLine::ensureLocal() {
    if (onThisMachine()) local_.ensure();
}

void ServerLine::reachChanged() {
    if (connection_.reach() == commerce::Connection::Reach::online) {
        notices_.clear(kTopic);
        if (!entered_) enter();
        return;
    }
    if (connection_.reach() == commerce::Connection::Reach::connecting) return;
    tellUnreachable(onThisMachine() ? tr("Vitrine's server on this computer stopped answering.")
                                    : tr("The server %1 does not answer.").arg(server_));
    if (onThisMachine()) local_again_.start(kLookAgain_ms);
}

void ServerLine::tellUnreachable(const QString& why) {
    notices_.post({kTopic, Weight::warning,
                   tr("%1 Your cameras and recording go on; the studio keeps trying to connect.").arg(why),
                   tr("Try now"), [this] { open(server_); }});
}

void ServerLine::enter() {
    if (entering_) return;
    if (connection_.status().needs_set_up()) {
        emit needsSetUp();
        return;
    }
    entering_ = true;
    connection_.session().restore([this](commerce::Outcome<v1::Account> outcome) {
        entering_ = false;
        if (outcome.ok()) {
            entered_ = true;
            reopenLastShow();
        } else if (outcome.fault().kind == commerce::FaultKind::unreachable) {
            // told by the connection; entered again when it is back
        } else {
            emit needsSignIn();
        }
    });
}

void ServerLine::setUp(const v1::SetUpRequest& request,
                       std::function<void(commerce::Outcome<v1::SetUpResponse>)> reply) {
    backstage_.setUp(request, [this, reply](commerce::Outcome<v1::SetUpResponse> made) {
        if (!made.ok() || made->accounts_size() == 0) {
            reply(made);
            return;
        }
        const auto* creator = &made->accounts(0);
        for (const auto& each : made->accounts()) {
            if (each.account().role() == v1::ROLE_CREATOR) creator = &each;
        }
        wanted_show_ = QString::fromStdString(made->show_id());
        connection_.session().signIn(QString::fromStdString(creator->account().login()),
                                     QString::fromStdString(creator->password()), true,
                                     [this, reply, made](commerce::Outcome<v1::Account> outcome) {
                                         if (!outcome.ok()) {
                                             reply(outcome.fault());
                                             return;
                                         }
                                         entered_ = true;
                                         reply(made);
                                         reopenLastShow();
                                     });
    });
}

void ServerLine::signIn(const QString& login, const QString& password,
                        std::function<void(commerce::Outcome<v1::Account>)> reply) {
    connection_.session().signIn(login, password, false,
                                 [this, reply](commerce::Outcome<v1::Account> outcome) {
                                     reply(outcome);
                                     if (!outcome.ok()) return;
                                     notices_.clear(QStringLiteral("session"));
                                     entered_ = true;
                                     if (!show_.isOpen()) reopenLastShow();
                                 });
}

void ServerLine::reopenLastShow() {
    const QString last = wanted_show_.isEmpty() ? preferences_.lastShow(place()) : wanted_show_;
    wanted_show_.clear();
    if (last.isEmpty()) {
        emit needsShow();
        return;
    }
    backstage_.findShow(last, [this](commerce::Outcome<v1::Show> outcome) {
        if (outcome.ok() && outcome->state() != v1::SHOW_STATE_ENDED) {
            openShow(outcome.value());
        } else {
            emit needsShow();
        }
    });
}

void ServerLine::openShow(const v1::Show& show) {
    preferences_.setLastShow(place(), QString::fromStdString(show.id()));
    show_.open(show);
    emit showOpened();
}

void ServerLine::createShow(const QString& title, const QString& slug,
                            std::function<void(commerce::Outcome<v1::Show>)> reply) {
    backstage_.listProducts([this, title, slug, reply](commerce::Outcome<v1::ListProductsResponse> shelf) {
        if (!shelf.ok()) {
            reply(shelf.fault());
            return;
        }
        std::vector<std::string> lineup;
        for (const auto& product : shelf->products()) lineup.push_back(product.id());
        backstage_.createShow(title, slug, lineup, [this, reply](commerce::Outcome<v1::Show> made) {
            reply(made);
            if (made.ok()) openShow(made.value());
        });
    });
}

}  // namespace vitrine::app
