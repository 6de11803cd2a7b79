// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QString>
#include <QStringList>

namespace vitrine::app {

// What was asked for when the program was started.
struct CommandLine {
    QString server;    // "host:port"; empty: as in the preferences, else the one on this machine
    QString data_dir;  // where show file, preferences, secrets and the server's data lie
    QStringList cameras;
    QString show_slug;
    int seconds = 0;  // end after so long; 0: when the person does
    bool demo = false;
    bool script = false;

    // Nobody sits in front: no dialogs.
    bool unattended() const { return demo || script; }
};

// Ends the process for --help, --version and mistakes (exit code 1, what is wrong on stderr).
CommandLine parse_command_line(const QStringList& arguments);

}  // namespace vitrine::app
