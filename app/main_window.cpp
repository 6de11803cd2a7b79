// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/main_window.h"

#include <QAbstractButton>
#include <QAbstractItemView>
#include <QAction>
#include <QApplication>
#include <QCloseEvent>
#include <QDockWidget>
#include <QKeyEvent>
#include <QMenuBar>
#include <QMessageBox>
#include <QTimer>
#include <QVBoxLayout>

#include "app/counter.h"
#include "app/dialogs/machine_dialog.h"
#include "app/dialogs/settings_dialog.h"
#include "app/dialogs/shortcuts_dialog.h"
#include "app/dialogs/shows_dialog.h"
#include "app/dialogs/sign_in_dialog.h"
#include "app/dialogs/stream_key_dialog.h"
#include "app/docks/chat_dock.h"
#include "app/docks/health_dock.h"
#include "app/docks/mixer_dock.h"
#include "app/docks/orders_dock.h"
#include "app/docks/products_dock.h"
#include "app/docks/scenes_dock.h"
#include "app/docks/sources_dock.h"
#include "app/stage/air_bar.h"
#include "app/stage/banner.h"
#include "app/stage/stage_view.h"

namespace vitrine::app {
namespace {

constexpr int kLayoutVersion = 1;
constexpr int kPinKeys = 9;

// Space takes, except on what a person presses with it.
bool is_pressed_with_space(const QWidget* widget) {
    if (qobject_cast<const QAbstractButton*>(widget)) return true;
    const auto* list = qobject_cast<const QAbstractItemView*>(widget);
    return list && list->currentIndex().flags().testFlag(Qt::ItemIsUserCheckable);
}

}  // namespace

MainWindow::MainWindow(Desk& desk) : desk_(desk) {
    setWindowTitle(tr("Vitrine Studio"));
    setDockOptions(AnimatedDocks | AllowNestedDocks | AllowTabbedDocks);
    setTabPosition(Qt::AllDockWidgetAreas, QTabWidget::North);
    setCorner(Qt::BottomRightCorner, Qt::RightDockWidgetArea);
    auto* middle = new QWidget;
    auto* column = new QVBoxLayout(middle);
    column->setContentsMargins(0, 0, 0, 0);
    column->setSpacing(0);
    air_ = new AirBar(desk_);
    stage_ = new StageView(*desk_.studio);
    column->addWidget(new Banner(desk_.notices));
    column->addWidget(stage_, 1);
    setCentralWidget(middle);
    makeDocks();
    counter_ = new Counter(desk_, this);
    counter_->serve(orders_);
    counter_->serve(products_);
    makeMenus();
    auto* head = new QWidget;
    auto* rows = new QVBoxLayout(head);
    rows->setContentsMargins(0, 0, 0, 0);
    rows->setSpacing(0);
    QMenuBar* menus = menuBar();
    rows->addWidget(menus);
    rows->addWidget(air_);
    setMenuWidget(head);
    wire();

    resize(1600, 960);
    first_layout_ = saveState(kLayoutVersion);
    restoreGeometry(desk_.preferences.windowGeometry());
    restoreState(desk_.preferences.windowLayout(), kLayoutVersion);
}

QDockWidget* MainWindow::dock(const QString& name, const QString& title, QWidget* body,
                              Qt::DockWidgetArea area) {
    auto* made = new QDockWidget(title, this);
    made->setObjectName(name);
    auto* frame = new QWidget;  // a margin around the body, so that docks stand apart
    auto* column = new QVBoxLayout(frame);
    column->setContentsMargins(2, 0, 2, 2);
    column->addWidget(body);
    body->setAttribute(Qt::WA_StyledBackground);
    made->setWidget(frame);
    addDockWidget(area, made);
    docks_ << made;
    for (auto changed : {&QDockWidget::topLevelChanged, &QDockWidget::visibilityChanged})
        connect(made, changed, this, [this] { QTimer::singleShot(0, this, &MainWindow::hideDoubleTitles); });
    return made;
}

// A dock among tabs has its title on its tab.
void MainWindow::hideDoubleTitles() {
    for (QDockWidget* dock : docks_) {
        const bool in_tabs = !dock->isFloating() && !tabifiedDockWidgets(dock).isEmpty();
        if (in_tabs == (dock->titleBarWidget() != nullptr)) continue;
        QWidget* before = dock->titleBarWidget();
        dock->setTitleBarWidget(in_tabs ? new QWidget(dock) : nullptr);
        if (before) before->deleteLater();
    }
}

void MainWindow::makeDocks() {
    products_ = new ProductsDock(desk_.show, desk_.connection, desk_.pictures);
    chat_ = new ChatDock(desk_.show.chat());
    QDockWidget* scenes = dock("scenesDock", tr("Scenes"), new ScenesDock(*desk_.studio, desk_.notices),
                               Qt::BottomDockWidgetArea);
    QDockWidget* sources = dock("sourcesDock", tr("Sources"), new SourcesDock(*desk_.studio, desk_.notices),
                                Qt::BottomDockWidgetArea);
    QDockWidget* mixer =
        dock("mixerDock", tr("Sound"), new MixerDock(*desk_.studio, desk_.notices), Qt::BottomDockWidgetArea);
    QDockWidget* health =
        dock("healthDock", tr("Stream"), new HealthDock(desk_.broadcast, desk_.connection, desk_.show),
             Qt::BottomDockWidgetArea);
    QDockWidget* products = dock("productsDock", tr("Products"), products_, Qt::RightDockWidgetArea);
    QDockWidget* chat = dock("chatDock", tr("Chat"), chat_, Qt::RightDockWidgetArea);
    orders_ = new OrdersDock(desk_.show.orders());
    QDockWidget* orders = dock("ordersDock", tr("Orders"), orders_, Qt::RightDockWidgetArea);
    splitDockWidget(products, chat, Qt::Vertical);
    tabifyDockWidget(chat, orders);
    chat->raise();
    resizeDocks({scenes, sources, mixer, health}, {200, 280, 340, 360}, Qt::Horizontal);
    resizeDocks({scenes}, {280}, Qt::Vertical);
    resizeDocks({products}, {360}, Qt::Horizontal);
    resizeDocks({products, chat}, {520, 340}, Qt::Vertical);
}

QAction* MainWindow::act(QMenu* menu, const QString& text, const QKeySequence& keys,
                         std::function<void()> what) {
    QAction* action = menu->addAction(text);
    action->setShortcut(keys);
    connect(action, &QAction::triggered, this, [what = std::move(what)] { what(); });
    actions_ << action;
    return action;
}

void MainWindow::makeMenus() {
    QMenu* show = menuBar()->addMenu(tr("&Show"));
    act(show, tr("Go live, cancel, or end the show"), Qt::CTRL | Qt::SHIFT | Qt::Key_L,
        [this] { air_->liveButton()->click(); });
    act(show, tr("Record"), Qt::CTRL | Qt::Key_R, [this] { air_->recordButton()->click(); });
    act(show, tr("Take: preview to programme"), Qt::Key_Space, [this] { stage_->takeButton()->click(); });
    show->addSeparator();
    act(show, tr("Copy viewers’ link"), Qt::CTRL | Qt::Key_L, [this] {
        if (auto* link = air_->findChild<QPushButton*>("shareLink")) link->click();
    });
    act(show, tr("Choose or make a show …"), Qt::CTRL | Qt::Key_O, [this] { openShows(); });
    show->addSeparator();
    act(show, tr("Stream from elsewhere …"), {}, [this] { openStreamKey(); });
    act(show, tr("Settings …"), Qt::CTRL | Qt::Key_Comma, [this] { openSettings(); });
    act(show, tr("Sign in …"), {}, [this] { openSignIn(); });
    act(show, tr("Quit"), QKeySequence::Quit, [this] { close(); });

    QMenu* sell = menuBar()->addMenu(tr("S&ell"));
    act(sell, tr("Unpin"), Qt::ALT | Qt::Key_0, [this] { desk_.pinning.pin({}); });
    for (int row = 0; row < kPinKeys; ++row) {
        QAction* pin = act(sell, tr("Pin product %1").arg(row + 1), {}, [this, row] { pinRow(row); });
        actions_.removeLast();  // the list of shortcuts tells all nine in one line
        pin->setShortcut(QKeySequence(Qt::ALT | static_cast<Qt::Key>(Qt::Key_1 + row)));
    }
    sell->addSeparator();
    const auto deed = [&](const QString& text, const QKeySequence& keys, ProductDeed what) {
        act(sell, text, keys, [this, what] { counter_->product(what, products_->chosen()); });
    };
    deed(tr("Flash price …"), Qt::CTRL | Qt::SHIFT | Qt::Key_F, ProductDeed::flash_price);
    deed(tr("Drop …"), Qt::CTRL | Qt::SHIFT | Qt::Key_P, ProductDeed::drop);
    deed(tr("Stock …"), Qt::CTRL | Qt::SHIFT | Qt::Key_S, ProductDeed::stock);
    deed(tr("Edit the product …"), Qt::CTRL | Qt::Key_E, ProductDeed::edit);
    sell->addSeparator();
    act(sell, tr("Search products"), QKeySequence::Find,
        [this] { products_->search()->setFocus(Qt::ShortcutFocusReason); });
    act(sell, tr("Write in the chat"), Qt::CTRL | Qt::Key_T,
        [this] { chat_->field()->setFocus(Qt::ShortcutFocusReason); });
    act(sell, tr("Add a product …"), Qt::CTRL | Qt::SHIFT | Qt::Key_N, [this] { counter_->newProduct(); });
    makeShopMenu();

    QMenu* view = menuBar()->addMenu(tr("&View"));
    for (QDockWidget* each : docks_) view->addAction(each->toggleViewAction());
    view->addSeparator();
    act(view, tr("Put the docks back"), {}, [this] {
        restoreState(first_layout_, kLayoutVersion);
        for (QDockWidget* each : docks_) each->show();
    });
    act(view, tr("Light or dark"), Qt::CTRL | Qt::SHIFT | Qt::Key_D, [this] {
        const ThemeChoice other =
            theme_choice() == ThemeChoice::dark ? ThemeChoice::light : ThemeChoice::dark;
        desk_.preferences.setThemeChoice(other);
        apply_theme(other);
    });

    QMenu* help = menuBar()->addMenu(tr("&Help"));
    act(help, tr("Keyboard shortcuts"), Qt::Key_F1, [this] { openShortcuts(); });
}

void MainWindow::makeShopMenu() {
    QMenu* shop = menuBar()->addMenu(tr("Sh&op"));
    act(shop, tr("Coupons …"), Qt::CTRL | Qt::SHIFT | Qt::Key_C, [this] { counter_->coupons(); });
    act(shop, tr("Places …"), {}, [this] { counter_->places(); });
    act(shop, tr("Exchange rates …"), {}, [this] { counter_->rates(); });
    act(shop, tr("Limit per buyer in this show …"), {}, [this] { counter_->showLimit(); });
}

void MainWindow::wire() {
    connect(air_, &AirBar::showsWanted, this, &MainWindow::openShows);
    connect(air_, &AirBar::endWanted, this, &MainWindow::askToEnd);
    connect(products_, &ProductsDock::pinWanted, this,
            [this](const QString& id) { desk_.pinning.pin(id.toStdString()); });
    connect(products_, &ProductsDock::unpinWanted, this, [this] { desk_.pinning.pin({}); });
    connect(chat_, &ChatDock::sayWanted, this, [this](const QString& text) {
        desk_.show.say(text, [this](commerce::Outcome<v1::ChatLine> outcome) {
            if (!outcome.ok())
                desk_.notices.postBriefly("chat", tr("Not sent: %1").arg(outcome.fault().text), 8'000);
        });
    });
    connect(chat_, &ChatDock::removeWanted, this, [this](const QString& id) {
        desk_.show.removeLine(id, [this](commerce::Outcome<v1::ChatLine> outcome) {
            if (!outcome.ok())
                desk_.notices.postBriefly("chat", tr("Not removed: %1").arg(outcome.fault().text), 8'000);
        });
    });
    connect(&desk_.show, &commerce::LiveShow::showChanged, this, [this] {
        chat_->setOpen(desk_.show.isOpen());
        products_->setOpen(desk_.show.isOpen());
    });
    connect(&desk_.show, &commerce::LiveShow::refused, this, [this](const QString& why) {
        desk_.notices.post({"show", Weight::problem, tr("This show cannot be followed: %1").arg(why),
                            tr("Choose another …"), [this] { openShows(); }});
    });
    connect(&desk_.connection, &commerce::Connection::measured, this,
            [this] { desk_.pictures.setSite(QString::fromStdString(desk_.connection.status().page_url())); });
    connect(&desk_.on_air, &OnAir::stateChanged, this, [this](OnAir::State state) {
        stage_->setOnAir(state == OnAir::State::live);  // while it reconnects viewers see "one moment"
    });
    connect(desk_.studio.get(), &studio::Studio::save_failed, this, [this](const QString& why) {
        desk_.notices.post({"save", Weight::problem, why, {}, {}});
    });
    connect(&desk_.secrets, &commerce::SecretStore::problem, this, [this](const QString& why) {
        desk_.notices.post({"secrets", Weight::warning, why, {}, {}});
    });
    if (!desk_.studio->opening_note().isEmpty()) {
        desk_.notices.post({"opening", Weight::warning, desk_.studio->opening_note(), {}, {}});
    }
}

void MainWindow::pinRow(int row) {
    if (const v1::Product* product = desk_.show.products().product(row)) desk_.pinning.pin(product->id());
}

void MainWindow::askToEnd() {
    if (desk_.command_line.unattended()) {
        desk_.on_air.endShow();
        return;
    }
    QMessageBox ask(QMessageBox::NoIcon, tr("End the show?"), tr("End the show?"), QMessageBox::NoButton,
                    this);
    ask.setInformativeText(
        tr("Your viewers’ picture stops and the show becomes a replay. This cannot be undone."));
    QPushButton* end = ask.addButton(tr("End the show"), QMessageBox::DestructiveRole);
    ask.setDefaultButton(ask.addButton(tr("Stay live"), QMessageBox::RejectRole));
    ask.exec();
    if (ask.clickedButton() == end) desk_.on_air.endShow();
}

void MainWindow::openShows() {
    if (!desk_.connection.session().signedIn()) {
        openSignIn();
        return;
    }
    if (desk_.on_air.state() != OnAir::State::off) {
        desk_.notices.postBriefly("shows", tr("You are live. End this show before you open another one."));
        return;
    }
    ShowsDialog(desk_, this).exec();
}

void MainWindow::openSignIn() { SignInDialog(desk_, this).exec(); }

void MainWindow::openMeasure() { MachineDialog(desk_, this).exec(); }

void MainWindow::openSettings() {
    SettingsDialog dialog(desk_, this);
    bool measure = false;
    connect(&dialog, &SettingsDialog::measureWanted, &dialog, [&measure] { measure = true; });
    dialog.exec();
    if (measure) openMeasure();
}

void MainWindow::openStreamKey() {
    desk_.show.streamTarget([this](commerce::Outcome<v1::StreamTarget> outcome) {
        if (outcome.ok()) {
            StreamKeyDialog(outcome.value(), this).exec();
        } else {
            desk_.notices.postBriefly("key", tr("No stream key: %1").arg(outcome.fault().text), 8'000);
        }
    });
}

void MainWindow::openShortcuts() { ShortcutsDialog(actions_, this).exec(); }

void MainWindow::closeForGood() {
    closing_ = true;
    close();
}

void MainWindow::saveLayout() { desk_.preferences.setWindow(saveGeometry(), saveState(kLayoutVersion)); }

bool MainWindow::event(QEvent* event) {
    if (event->type() == QEvent::ShortcutOverride) {
        const auto* key = static_cast<QKeyEvent*>(event);
        if (key->key() == Qt::Key_Space && key->modifiers() == Qt::NoModifier &&
            is_pressed_with_space(QApplication::focusWidget())) {
            event->accept();
            return true;
        }
    }
    return QMainWindow::event(event);
}

void MainWindow::closeEvent(QCloseEvent* event) {
    desk_.on_air.cancel();
    const bool live = desk_.on_air.state() != OnAir::State::off;
    if (!closing_ && live && !desk_.command_line.unattended()) {
        askToEnd();
        if (desk_.on_air.state() == OnAir::State::ending) {
            connect(&desk_.on_air, &OnAir::stateChanged, this, [this] { closeForGood(); });
        }
        event->ignore();
        return;
    }
    if (desk_.on_air.recording()) desk_.on_air.record(false);
    saveLayout();
    event->accept();
}

}  // namespace vitrine::app
