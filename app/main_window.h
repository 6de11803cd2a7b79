// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QMainWindow>
#include <functional>

#include "app/desk.h"

class QDockWidget;
class QMenu;

namespace vitrine::app {

class AirBar;
class ChatDock;
class Counter;
class OrdersDock;
class ProductsDock;
class StageView;

// Assembles bar, banner, stage and docks, and gives the main things their keys. Decides nothing itself.
class MainWindow final : public QMainWindow {
    Q_OBJECT
  public:
    explicit MainWindow(Desk& desk);

    ProductsDock* products() const { return products_; }
    ChatDock* chat() const { return chat_; }
    AirBar* airBar() const { return air_; }
    StageView* stage() const { return stage_; }
    // Closing while live asks first, unless nobody is there to answer.
    void closeForGood();

  public slots:
    void openShows();
    void openSignIn();
    void openMeasure();

  protected:
    bool event(QEvent*) override;
    void closeEvent(QCloseEvent*) override;

  private:
    void makeDocks();
    QDockWidget* dock(const QString& name, const QString& title, QWidget* body, Qt::DockWidgetArea area);
    void hideDoubleTitles();
    void makeMenus();
    void makeShopMenu();
    QAction* act(QMenu* menu, const QString& text, const QKeySequence& keys, std::function<void()> what);
    void wire();
    void askToEnd();
    void openSettings();
    void openShortcuts();
    void openStreamKey();
    void pinRow(int row);
    void saveLayout();

    Desk& desk_;
    AirBar* air_ = nullptr;
    StageView* stage_ = nullptr;
    ProductsDock* products_ = nullptr;
    ChatDock* chat_ = nullptr;
    OrdersDock* orders_ = nullptr;
    Counter* counter_ = nullptr;
    QList<QDockWidget*> docks_;
    QList<QAction*> actions_;
    QByteArray first_layout_;
    bool closing_ = false;
};

}  // namespace vitrine::app
