// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/script_driver.h"

#include <unistd.h>

#include <QGuiApplication>
#include <QJsonDocument>
#include <QLineEdit>
#include <QListWidget>
#include <QPushButton>
#include <QScreen>
#include <QToolButton>

#include "app/docks/chat_dock.h"
#include "app/docks/product_card.h"
#include "app/docks/products_dock.h"
#include "app/event_lines.h"
#include "app/stage/air_bar.h"
#include "app/stage/stage_view.h"

namespace vitrine::app {
namespace {

constexpr qsizetype kLongestLine = 64 * 1024;

}  // namespace

ScriptDriver::ScriptDriver(Desk& desk, MainWindow& window)
    : desk_(desk), window_(window), input_(STDIN_FILENO, QSocketNotifier::Read) {
    input_.setEnabled(false);
    connect(&input_, &QSocketNotifier::activated, this, &ScriptDriver::readMore);
}

void ScriptDriver::begin() {
    EventLines::print({{"event", "ready"}});
    input_.setEnabled(true);
}

void ScriptDriver::readMore() {
    char buffer[4096];
    const ssize_t count = ::read(STDIN_FILENO, buffer, sizeof buffer);
    if (count <= 0) {
        input_.setEnabled(false);
        emit quitWanted();
        return;
    }
    pending_.append(buffer, static_cast<qsizetype>(count));
    for (qsizetype end = pending_.indexOf('\n'); end >= 0; end = pending_.indexOf('\n')) {
        const QByteArray line = pending_.left(end).trimmed();
        pending_.remove(0, end + 1);
        if (!line.isEmpty()) act(line);
    }
    if (pending_.size() > kLongestLine) {
        pending_.clear();
        EventLines::print({{"did", ""}, {"ok", false}, {"why", "a line of more than 64 kB"}});
    }
}

void ScriptDriver::act(const QByteArray& line) {
    QJsonParseError fault;
    const QJsonDocument document = QJsonDocument::fromJson(line, &fault);
    if (!document.isObject()) {
        EventLines::print({{"did", ""}, {"ok", false}, {"why", "not a JSON object: " + fault.errorString()}});
        return;
    }
    const QString why = perform(document.object());
    QJsonObject answer{{"did", document.object().value("do")}, {"ok", why.isEmpty()}};
    if (!why.isEmpty()) answer.insert("why", why);
    EventLines::print(answer);
}

QString ScriptDriver::perform(const QJsonObject& wish) {
    const QString what = wish.value("do").toString();
    if (what == "go_live") {
        if (desk_.on_air.state() != OnAir::State::off) return "live already";
        return press(window_.airBar()->liveButton());
    }
    if (what == "end_show") {
        if (desk_.on_air.state() == OnAir::State::off) return "not live";
        return press(window_.airBar()->liveButton());
    }
    if (what == "record") {
        if (wish.value("on").toBool(true) == desk_.on_air.recording()) return {};
        return press(window_.airBar()->recordButton());
    }
    if (what == "pin") return pin(wish.value("product"));
    if (what == "unpin") {
        const QString pinned = QString::fromStdString(desk_.show.products().pinnedId());
        ProductCard* card = window_.products()->card(pinned);
        return card ? press(card->findChild<QPushButton*>()) : "nothing is pinned";
    }
    if (what == "say") return say(wish.value("text").toString());
    if (what == "take") return take(wish.value("scene").toString());
    if (what == "screenshot") return screenshot(wish.value("file").toString());
    if (what == "quit") {
        emit quitWanted();
        return {};
    }
    return "unknown: " + what;
}

QString ScriptDriver::press(QAbstractButton* button) {
    if (!button || !button->isEnabled()) return "the button cannot be pressed now";
    button->click();
    return {};
}

QString ScriptDriver::pin(const QJsonValue& product) {
    QString id = product.toString();
    if (product.isDouble()) {
        const v1::Product* wanted = desk_.show.products().product(product.toInt());
        id = wanted ? QString::fromStdString(wanted->id()) : QString();
    }
    ProductCard* card = window_.products()->card(id);
    if (!card) return "no such product in this show";
    if (card->pinned()) return "pinned already";
    return press(card->findChild<QPushButton*>());
}

QString ScriptDriver::say(const QString& text) {
    if (!window_.chat()->field()->isEnabled()) return "no show is open";
    window_.chat()->field()->setText(text);
    return press(window_.chat()->findChild<QToolButton*>("chatSend"));
}

QString ScriptDriver::take(const QString& scene) {
    auto* scenes = window_.findChild<QListWidget*>("scenes");
    const auto found = scenes->findItems(scene, Qt::MatchExactly);
    if (!scene.isEmpty() && found.isEmpty()) return "no such scene: " + scene;
    if (!found.isEmpty()) scenes->setCurrentItem(found.first());
    return press(window_.stage()->takeButton());
}

QString ScriptDriver::screenshot(const QString& file) {
    // Of the screen, for libobs draws into the previews past Qt.
    const QRect frame(window_.mapToGlobal(QPoint(0, 0)), window_.size());
    const QPixmap shot = window_.screen()->grabWindow(0, frame.x(), frame.y(), frame.width(), frame.height());
    return shot.save(file) ? QString() : "not written: " + file;
}

}  // namespace vitrine::app
