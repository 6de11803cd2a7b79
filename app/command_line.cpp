// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/command_line.h"

#include <QCommandLineParser>
#include <QDir>
#include <cstdio>
#include <cstdlib>

namespace vitrine::app {
namespace {

[[noreturn]] void refuse(const QString& why) {
    std::fprintf(stderr, "vitrine-studio: %s\nSee vitrine-studio --help.\n", qPrintable(why));
    std::exit(1);
}

QString default_data_dir() {
    const QString shared = qEnvironmentVariable("XDG_DATA_HOME");
    return (shared.isEmpty() ? QDir::homePath() + "/.local/share" : shared) + "/vitrine";
}

}  // namespace

CommandLine parse_command_line(const QStringList& arguments) {
    QCommandLineParser parser;
    parser.setApplicationDescription("Vitrine Studio: go live with several cameras and sell while you talk.");
    parser.addHelpOption();
    parser.addVersionOption();
    const QCommandLineOption server(
        "server", "gRPC address of the server. Default: the one on this computer, started when needed.",
        "host:port");
    const QCommandLineOption data_dir(
        "data-dir",
        "Where show, settings and the server's data are kept. Default: " + default_data_dir() + ".", "folder",
        default_data_dir());
    const QCommandLineOption demo("demo",
                                  "Goes live by itself with the demo shop and pins its products in turn; "
                                  "prints what happens as JSON lines.");
    const QCommandLineOption camera("camera",
                                    "A video file that plays a camera (may be given several times).", "file");
    const QCommandLineOption seconds("seconds", "Ends the show and the program after so long.", "n", "0");
    const QCommandLineOption show("show", "Opens the show with this address, or makes it.", "slug");
    const QCommandLineOption script("script",
                                    "Acts on JSON lines from standard input; the file must be \"-\".", "-");
    parser.addOptions({server, data_dir, demo, camera, seconds, show, script});
    parser.process(arguments);  // ends here for --help and --version

    if (!parser.positionalArguments().isEmpty())
        refuse("unexpected: " + parser.positionalArguments().first());
    CommandLine wanted;
    wanted.server = parser.value(server);
    wanted.data_dir = QDir(parser.value(data_dir)).absolutePath();
    wanted.cameras = parser.values(camera);
    wanted.show_slug = parser.value(show);
    wanted.demo = parser.isSet(demo);
    wanted.script = parser.isSet(script);
    if (wanted.script && parser.value(script) != "-")
        refuse("--script reads from standard input only: --script -");
    if (wanted.demo && wanted.script) refuse("--demo and --script cannot go together");
    if (!wanted.server.isEmpty() && !wanted.server.contains(':')) refuse("--server needs host:port");
    bool number = false;
    wanted.seconds = parser.value(seconds).toInt(&number);
    if (!number || wanted.seconds < 0) refuse("--seconds needs a number of seconds");
    return wanted;
}

}  // namespace vitrine::app
