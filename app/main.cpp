// SPDX-License-Identifier: GPL-3.0-or-later
#include <QApplication>
#include <QDir>
#include <QTimer>
#include <cstdio>
#include <cstdlib>
#include <functional>
#include <memory>
#include <utility>

#include "app/demo_show.h"
#include "app/event_lines.h"
#include "app/first_steps.h"
#include "app/look/theme.h"
#include "app/main_window.h"
#include "app/quit_signals.h"
#include "app/script_driver.h"
#include "app/unattended.h"

namespace {

using namespace vitrine;
using namespace vitrine::app;

constexpr int kCannotStart = 2;

// The three ways to run: a person, the demo, a script.
struct Run {
    std::unique_ptr<FirstSteps> first_steps;
    std::unique_ptr<EventLines> lines;
    std::unique_ptr<Unattended> unattended;
    std::unique_ptr<DemoShow> demo;
    std::unique_ptr<ScriptDriver> script;
};

void begin_unattended(Run& run, Desk& desk, MainWindow& window, const std::function<void()>& quit) {
    run.lines = std::make_unique<EventLines>(desk);
    run.unattended = std::make_unique<Unattended>(desk);
    QObject::connect(run.unattended.get(), &Unattended::stuck, &window, [&window](const QString& why) {
        EventLines::print({{"event", "problem"}, {"topic", "start"}, {"text", why}});
        window.closeForGood();
        QTimer::singleShot(0, qApp, [] { QCoreApplication::exit(kCannotStart); });
    });
    if (desk.command_line.demo) {
        run.demo = std::make_unique<DemoShow>(desk);
        QObject::connect(run.unattended.get(), &Unattended::ready, run.demo.get(), &DemoShow::begin);
        QObject::connect(run.demo.get(), &DemoShow::finished, &window, [] { QCoreApplication::quit(); });
    } else {
        run.script = std::make_unique<ScriptDriver>(desk, window);
        QObject::connect(run.unattended.get(), &Unattended::ready, run.script.get(), &ScriptDriver::begin);
        QObject::connect(run.script.get(), &ScriptDriver::quitWanted, &window, quit);
    }
    QTimer::singleShot(0, run.unattended.get(), &Unattended::begin);
}

int run_studio(QApplication& application, const CommandLine& asked) {
    QDir().mkpath(asked.data_dir);
    apply_theme(Preferences(asked.data_dir).themeChoice());
    studio::StudioTerms terms;
    terms.engine.data_dir = asked.data_dir;
    terms.engine.video = Preferences(asked.data_dir).canvas();
    auto opened = studio::Studio::open(terms);
    if (!opened.ok()) {
        const QString why = QString::fromStdString(opened.error().message);
        std::fprintf(stderr, "vitrine-studio: %s\n", qPrintable(why));
        return kCannotStart;
    }
    Desk desk(asked, std::move(*opened));
    MainWindow window(desk);
    window.show();

    Run run;
    QuitSignals quit_signals;
    // A first wish ends the show where there is nobody to ask; a second one leaves at once.
    bool wished = false;
    const auto quit = [&] {
        const bool live = desk.on_air.state() != OnAir::State::off;
        if (std::exchange(wished, true) || !live || !asked.unattended()) {
            window.closeForGood();
            QCoreApplication::quit();
        } else if (run.demo) {
            run.demo->end();
        } else {
            QObject::connect(&desk.on_air, &OnAir::stateChanged, &window, [](OnAir::State state) {
                if (state == OnAir::State::off)
                    QCoreApplication::quit();  // not at "ending": the server is told first
            });
            desk.on_air.endShow();
        }
    };
    QObject::connect(&quit_signals, &QuitSignals::asked, &window, quit);
    if (asked.seconds > 0) QTimer::singleShot(asked.seconds * 1000, &window, quit);
    if (asked.unattended()) {
        begin_unattended(run, desk, window, quit);
    } else {
        run.first_steps = std::make_unique<FirstSteps>(desk, window);
        QTimer::singleShot(0, run.first_steps.get(), &FirstSteps::begin);
    }
    const int code = application.exec();
    window.closeForGood();
    return code;
}

void name_the_program() {
    QCoreApplication::setApplicationName("Vitrine Studio");
    QCoreApplication::setApplicationVersion(VITRINE_VERSION);
    QGuiApplication::setDesktopFileName("vitrine-studio");
}

// QApplication aborts where there is no screen, even when only --help was wanted.
void answer_without_screen(int argc, char** argv) {
#if defined(Q_OS_UNIX) && !defined(Q_OS_MACOS)
    for (const char* name : {"DISPLAY", "WAYLAND_DISPLAY", "QT_QPA_PLATFORM"})
        if (!qEnvironmentVariableIsEmpty(name)) return;
    const QCoreApplication application(argc, argv);
    parse_command_line(QCoreApplication::arguments());
    std::fprintf(
        stderr,
        "vitrine-studio: There is no screen to draw on (DISPLAY is not set). Start Vitrine Studio from a "
        "desktop, or with ./run, which brings a virtual screen.\n");
    std::exit(kCannotStart);
#else
    Q_UNUSED(argc);
    Q_UNUSED(argv);
#endif
}

}  // namespace

int main(int argc, char** argv) {
    name_the_program();
    answer_without_screen(argc, argv);
    QApplication application(argc, argv);
    const int code = run_studio(application, parse_command_line(QApplication::arguments()));
    const long leaked = studio::Engine::leaked_allocations();
    if (leaked != 0)
        std::fprintf(stderr, "vitrine-studio: %ld allocations of libobs were not freed\n", leaked);
    return code;
}
