// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QApplication>
#include <QDialog>
#include <QLabel>
#include <QPushButton>
#include <QTimer>
#include <QtTest>
#include <functional>

#include "app/look/theme.h"
#include "tests/app/dialog_rules.h"

namespace vitrine::tests {

// The dialogs run event loops of their own, so what a person does in them is put into those.
class DialogHand final : public QObject {
  public:
    // Once the dialog is in front, has the keys, and is as wanted.
    template <class Dialog>
    void once(std::function<bool(Dialog&)> wanted, std::function<void(Dialog&)> then) {
        auto* eye = new QTimer(this);
        connect(eye, &QTimer::timeout, this, [=, this] {
            auto* dialog = qobject_cast<Dialog*>(QApplication::activeModalWidget());
            if (!dialog) return;
            if (!dialog->isActiveWindow()) dialog->activateWindow();  // as a window manager does
            if (!dialog->isAncestorOf(QApplication::focusWidget()) || !wanted(*dialog)) return;
            eye->stop();
            eye->deleteLater();
            draw(*dialog);
            if (const QString fault = dialog_fault(*dialog); !fault.isEmpty())
                QTest::qFail(qPrintable(fault), __FILE__, __LINE__);
            then(*dialog);
            if (QTest::currentTestFailed()) dialog->reject();  // it would wait for ever
            ++answered_;
        });
        eye->start(20);
    }
    template <class Dialog>
    void once(std::function<void(Dialog&)> then) {
        once<Dialog>([](Dialog&) { return true; }, std::move(then));
    }
    // How many of them came.
    int answered() const { return answered_; }
    // What was not answered in this test is not waited for in the next.
    void forget() {
        qDeleteAll(findChildren<QTimer*>());
        answered_ = 0;
    }

    // For somebody who wants to look: into the folder VITRINE_PICTURES, in both looks.
    static void draw(QWidget& shown, const QString& name = {}) {
        const QString folder = qEnvironmentVariable("VITRINE_PICTURES");
        if (folder.isEmpty()) return;
        const app::ThemeChoice before = app::theme_choice();
        const QString what =
            name.isEmpty() ? QString(shown.metaObject()->className()).section(':', -1) : name;
        for (const auto& [look, word] :
             {std::pair(app::ThemeChoice::dark, "dark"), std::pair(app::ThemeChoice::light, "light")}) {
            app::apply_theme(look);
            shown.grab().save(folder + "/" + what + "-" + word + ".png");
        }
        app::apply_theme(before);
    }

  private:
    int answered_ = 0;
};

inline QPushButton* button_called(QWidget& dialog, const QString& text) {
    for (QPushButton* each : dialog.findChildren<QPushButton*>())
        if (each->text().remove('&') == text) return each;
    return nullptr;
}

// All that can be read in it.
inline QString words(QWidget& dialog) {
    QStringList all;
    for (QLabel* each : dialog.findChildren<QLabel*>())
        if (each->isVisible()) all << each->text();
    return all.join('\n');
}

// What it says went wrong; "" while nothing did.
inline QString problem(QWidget& dialog) {
    const auto* line = dialog.findChild<QLabel*>("problem");
    return line && line->isVisible() ? line->text() : QString();
}

}  // namespace vitrine::tests
