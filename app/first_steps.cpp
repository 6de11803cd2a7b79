// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/first_steps.h"

#include <QTimer>

#include "app/dialogs/machine_dialog.h"
#include "app/dialogs/passwords_dialog.h"
#include "app/dialogs/set_up_dialog.h"

namespace vitrine::app {

FirstSteps::FirstSteps(Desk& desk, MainWindow& window) : desk_(desk), window_(window) {
    connect(&desk_.line, &ServerLine::needsSetUp, this, [this] { ask([this] { setUp(); }); });
    connect(&desk_.line, &ServerLine::needsSignIn, this, [this] { ask([this] { window_.openSignIn(); }); });
    connect(&desk_.line, &ServerLine::needsShow, this, [this] { ask([this] { window_.openShows(); }); });
    connect(&desk_.preferences, &Preferences::serverChanged, this, [this] { desk_.line.open({}); });
}

void FirstSteps::begin() {
    if (!desk_.preferences.hasCanvas()) MachineDialog(desk_, &window_).exec();
    desk_.line.open(desk_.command_line.server);
}

void FirstSteps::setUp() {
    if (!desk_.connection.status().needs_set_up()) return;  // set up while the question waited its turn
    SetUpDialog dialog(desk_, &window_);
    if (dialog.exec() != QDialog::Accepted) {
        desk_.notices.post({"set-up", Weight::info, tr("The server is empty: open a shop on it to go live."),
                            tr("Open a shop …"), [this] { ask([this] { setUp(); }); }});
        return;
    }
    PasswordsDialog(dialog.made(), desk_.secrets.whereabouts(), &window_).exec();
}

void FirstSteps::ask(std::function<void()> dialog) {
    QTimer::singleShot(0, this, [this, dialog] {
        if (asking_) {
            QTimer::singleShot(300, this, [this, dialog] { ask(dialog); });
            return;
        }
        asking_ = true;
        dialog();
        asking_ = false;
    });
}

}  // namespace vitrine::app
