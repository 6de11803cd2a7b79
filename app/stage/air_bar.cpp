// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/stage/air_bar.h"

#include <QApplication>
#include <QClipboard>
#include <QHBoxLayout>

#include "app/look/icons.h"
#include "app/look/pieces.h"

namespace vitrine::app {

QString clock_text(qint64 ms) {
    const qint64 s = ms / 1000;
    const QString tail = QStringLiteral("%1:%2")
                             .arg(s / 60 % 60, s >= 3600 ? 2 : 1, 10, QChar('0'))
                             .arg(s % 60, 2, 10, QChar('0'));
    return s >= 3600 ? QStringLiteral("%1:%2").arg(s / 3600).arg(tail) : tail;
}

namespace {

constexpr int kWidestTitle = 280;

struct LiveButton {
    QString text;
    QString spoken;
    QString tip;
    const char* style;
};

LiveButton live_button(OnAir::State state, qint64 live_for_ms) {
    const QString end = AirBar::tr("Ends the show (Ctrl+Shift+L)");
    switch (state) {
        case OnAir::State::off:
            break;
        case OnAir::State::connecting:
            return {AirBar::tr("Cancel"), AirBar::tr("Cancel going live"),
                    AirBar::tr("Stays off air (Ctrl+Shift+L)"), "connecting"};
        case OnAir::State::live: {
            const QString text = AirBar::tr("LIVE %1").arg(clock_text(live_for_ms));
            return {text, AirBar::tr("%1. Press to end the show.").arg(text), end, "live"};
        }
        case OnAir::State::reconnecting:
            return {AirBar::tr("Reconnecting …"), AirBar::tr("Reconnecting. Press to end the show."), end,
                    "reconnecting"};
        case OnAir::State::ending:
            return {AirBar::tr("Ending …"), AirBar::tr("Ending the show"), {}, "ending"};
    }
    return {AirBar::tr("Go live"), AirBar::tr("Go live"), AirBar::tr("Goes live (Ctrl+Shift+L)"), "off"};
}

}  // namespace

AirBar::AirBar(Desk& desk, QWidget* parent) : QFrame(parent), desk_(desk) {
    setObjectName("airBar");
    auto* row = new QHBoxLayout(this);
    row->setContentsMargins(kGrid * 2, kGrid, kGrid * 2, kGrid);
    row->setSpacing(kGrid);
    row->addWidget(label(QStringLiteral("Vitrine"), "brand"));
    row->addSpacing(kGrid);
    title_ = new QToolButton;
    title_->setObjectName("showTitle");
    connect(title_, &QToolButton::clicked, this, &AirBar::showsWanted);
    row->addWidget(title_);
    link_ = button({});
    link_->setObjectName("shareLink");
    link_->setIcon(icon("copy"));
    link_->setToolTip(tr("Copies the address that viewers open (Ctrl+L)"));
    connect(link_, &QPushButton::clicked, this, &AirBar::copyLink);
    row->addWidget(link_);
    row->addStretch(1);
    server_ = label({}, "muted");
    server_->setObjectName("serverState");
    row->addWidget(server_);
    row->addSpacing(kGrid);
    busy_ = new QProgressBar;
    busy_->setRange(0, 0);
    busy_->setTextVisible(false);
    busy_->setFixedWidth(64);
    progress_ = label({});
    progress_->setObjectName("airProgress");
    row->addWidget(busy_);
    row->addWidget(progress_);
    row->addSpacing(kGrid);
    watching_ = label({});
    watching_->setObjectName("watching");
    row->addWidget(watching_);
    row->addSpacing(kGrid);
    record_ = button(tr("Record"), "record");
    record_->setObjectName("record");
    record_->setCheckable(true);
    record_->setToolTip(tr("Records the programme to a file (Ctrl+R)"));
    row->addWidget(record_);
    live_ = button({}, "air");
    live_->setObjectName("goLive");
    row->addWidget(live_);

    connect(record_, &QPushButton::clicked, this, [this](bool on) { desk_.on_air.record(on); });
    connect(live_, &QPushButton::clicked, this, &AirBar::press);
    connect(&desk_.on_air, &OnAir::stateChanged, this, &AirBar::showAir);
    connect(&desk_.on_air, &OnAir::progressChanged, this, &AirBar::showAir);
    connect(&desk_.on_air, &OnAir::recordingChanged, this, &AirBar::showAir);
    connect(&desk_.show, &commerce::LiveShow::showChanged, this, &AirBar::showShow);
    connect(&desk_.show, &commerce::LiveShow::watchingChanged, this, &AirBar::showShow);
    connect(&desk_.connection, &commerce::Connection::reachChanged, this, &AirBar::showShow);
    connect(&desk_.connection, &commerce::Connection::measured, this, &AirBar::showShow);
    connect(&theme_news(), &ThemeNews::changed, this, &AirBar::showAir);
    clock_.setInterval(500);
    connect(&clock_, &QTimer::timeout, this, &AirBar::showAir);
    showShow();
    showAir();
}

void AirBar::showShow() {
    const v1::Show& show = desk_.show.show();
    const bool open = desk_.show.isOpen();
    const QString title = open ? QString::fromStdString(show.title()) : tr("No show yet");
    title_->setText(title_->fontMetrics().elidedText(title, Qt::ElideRight, kWidestTitle));
    title_->setAccessibleName(tr("Show: %1").arg(title));
    title_->setToolTip(tr("%1 — choose or make another show (Ctrl+O)").arg(title));
    const QString page = desk_.connection.pageOf(show.slug());
    link_->setVisible(open && !page.isEmpty());
    link_->setText(tr("Copy viewers’ link"));
    link_->setAccessibleName(tr("Copy the viewers’ link %1").arg(page));
    if (!page.isEmpty()) link_->setToolTip(tr("%1 — copies it (Ctrl+L)").arg(page));
    watching_->setText(tr("%Ln watching", nullptr, static_cast<int>(desk_.show.watching())));
    watching_->setVisible(open);
    const bool online = desk_.connection.reach() == commerce::Connection::Reach::online;
    server_->setText(online ? QString() : desk_.connection.words());
}

void AirBar::press() {
    switch (desk_.on_air.state()) {
        case OnAir::State::off:
            desk_.on_air.goLive();
            break;
        case OnAir::State::connecting:
            desk_.on_air.cancel();
            break;
        case OnAir::State::live:
        case OnAir::State::reconnecting:
            emit endWanted();
            break;
        case OnAir::State::ending:
            break;
    }
}

void AirBar::showAir() {
    const OnAir& air = desk_.on_air;
    const LiveButton now = live_button(air.state(), air.liveForMs());
    live_->setText(now.text);
    live_->setAccessibleName(now.spoken);
    live_->setToolTip(now.tip);
    restyle(live_, "air", now.style);
    live_->setEnabled(air.state() != OnAir::State::ending &&
                      (air.state() != OnAir::State::connecting || air.canCancel()));
    const bool connecting = air.state() == OnAir::State::connecting;
    busy_->setVisible(connecting);
    busy_->setAccessibleName(air.progress());
    progress_->setVisible(connecting);
    progress_->setText(air.progress());
    record_->setChecked(air.recording());
    record_->setText(air.recording() ? tr("Recording") : tr("Record"));
    record_->setIcon(icon("record", air.recording() ? theme().bad : theme().text));
    link_->setIcon(icon("copy"));
    if (air.state() == OnAir::State::off) {
        clock_.stop();
    } else if (!clock_.isActive()) {
        clock_.start();
    }
}

void AirBar::copyLink() {
    const QString page = desk_.connection.pageOf(desk_.show.show().slug());
    if (page.isEmpty()) return;
    QApplication::clipboard()->setText(page);
    desk_.notices.postBriefly(QStringLiteral("link"), tr("Copied: %1").arg(page));
}

}  // namespace vitrine::app
