// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QObject>
#include <QTimer>

#include "app/notices.h"
#include "app/preferences.h"
#include "commerce-client/backstage.h"
#include "commerce-client/connection.h"
#include "commerce-client/live_show.h"
#include "commerce-client/local_server.h"

namespace vitrine::app {

// Brings the studio from "started" to "a show is open": finds or starts the server, signs in again with what
// was kept, and opens the last show. Where a person has to decide it says so by a signal and goes on when
// told. Keeps the bundled server alive while the studio needs it. GUI thread.
class ServerLine final : public QObject {
    Q_OBJECT
  public:
    ServerLine(Preferences&, commerce::Connection&, commerce::Backstage&, commerce::LiveShow&, Notices&);

    // server: overrides the preferences ("host:port"); empty: as chosen there.
    void open(const QString& server);
    bool onThisMachine() const { return server_.isEmpty(); }
    // What the server is called where secrets and the last show are kept.
    QString place() const;

    void setUp(const v1::SetUpRequest& request,
               std::function<void(commerce::Outcome<v1::SetUpResponse>)> reply);
    void signIn(const QString& login, const QString& password,
                std::function<void(commerce::Outcome<v1::Account>)> reply);
    void openShow(const v1::Show& show);
    // With the whole shelf as its line-up.
    void createShow(const QString& title, const QString& slug,
                    std::function<void(commerce::Outcome<v1::Show>)> reply);

  signals:
    void needsSetUp();   // the server is empty
    void needsSignIn();  // nobody is signed in
    void needsShow();    // signed in, and no show to open again
    void showOpened();

  private:
    void ensureLocal();
    void reachChanged();
    void enter();
    void reopenLastShow();
    void tellUnreachable(const QString& why);

    Preferences& preferences_;
    commerce::Connection& connection_;
    commerce::Backstage& backstage_;
    commerce::LiveShow& show_;
    Notices& notices_;
    commerce::LocalServer local_;
    QTimer local_again_;
    QString server_;
    QString wanted_show_;  // opened after set-up
    bool entering_ = false;
    bool entered_ = false;
};

}  // namespace vitrine::app
