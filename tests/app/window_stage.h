// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QJsonObject>
#include <QTemporaryDir>
#include <QWidget>
#include <memory>

#include "app/main_window.h"

namespace vitrine::tests {

// The real window on the real server, both with data of their own; ports are the system's. Ends the server it
// caused to be started.
class WindowStage {
  public:
    WindowStage();
    ~WindowStage();

    // The studio and its window, with two films for cameras; empty: all went well. attended: as a person
    // starts it, with dialogs.
    QString openWindow(bool attended = false);
    // From there to the demo shop's show, without dialogs.
    QString enterShow();
    void close();

    app::Desk& desk() { return *desk_; }
    app::MainWindow& window() { return *window_; }
    QString file(const QString& name) const { return dir_.filePath(name); }
    QString dataDir() const { return file("data"); }

    // What the banner says on a topic; "" for nothing.
    QString banner(const QString& topic) const;
    // A command of a viewer, through the door that viewers use.
    QJsonObject post(const QString& path, const QJsonObject& body, const QString& token = {});
    // It gets the keys, as a click on it does where there is a window manager.
    bool takesKeys();
    // A viewer of that name buys; his order's id.
    QString buy(const std::string& variant_id, int quantity, const QString& name, const QString& coupon = {});
    // The server is killed, and started again by the studio.
    void killServer();
    // The show is live on the server, without a picture; false: it could not be.
    bool startShow();
    // The show gets a new stream key; what used the old one is put off.
    bool renewStreamKey();

  private:
    QTemporaryDir dir_;
    std::unique_ptr<app::Desk> desk_;
    std::unique_ptr<app::MainWindow> window_;
};

// A left click in the middle of it.
void click(QWidget* widget);

}  // namespace vitrine::tests

// main() of a test of the window: a screen first, then Qt, then the test.
#define VITRINE_WINDOW_TEST_MAIN(TestClass)     \
    int main(int argc, char** argv) {           \
        vitrine::tests::VirtualDisplay display; \
        qputenv("QT_QPA_PLATFORM", "xcb");      \
        QApplication application(argc, argv);   \
        TestClass test;                         \
        return QTest::qExec(&test, argc, argv); \
    }
