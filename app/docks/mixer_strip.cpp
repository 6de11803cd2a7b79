// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/docks/mixer_strip.h"

#include <QGridLayout>
#include <QHBoxLayout>
#include <QPainter>
#include <QSignalBlocker>
#include <QStyleOptionSlider>
#include <algorithm>
#include <cmath>

#include "app/look/icons.h"
#include "app/look/pieces.h"
#include "app/look/theme.h"

namespace vitrine::app {
namespace {

constexpr double kMeterFloor_db = -60;
constexpr double kAmber_db = -18;
constexpr double kRed_db = -6;
constexpr int kTravel = 1000;
constexpr double kLine = 4;
constexpr double kKnob = 7;

}  // namespace

// Cubic taper, as mixing desks have: gain = travel³.
double fader_to_db(int travel) {
    if (travel <= 0) return studio::kSilence_db;
    return std::max(60 * std::log10(static_cast<double>(travel) / kTravel), studio::kSilence_db);
}

int db_to_fader(double volume_db) {
    if (volume_db <= studio::kSilence_db) return 0;
    return static_cast<int>(std::lround(kTravel * std::pow(10.0, std::min(volume_db, 0.0) / 60)));
}

LevelMeter::LevelMeter(QWidget* parent) : QWidget(parent) {
    setFixedHeight(8);
    setMinimumWidth(80);
    setAccessibleName(QObject::tr("Level"));
}

void LevelMeter::setLevel(double peak_db, double magnitude_db) {
    if (peak_db == peak_db_ && magnitude_db == magnitude_db_) return;
    peak_db_ = peak_db;
    magnitude_db_ = magnitude_db;
    update();
}

void LevelMeter::paintEvent(QPaintEvent*) {
    const Theme& look = theme();
    QPainter painter(this);
    const auto x_of = [this](double db) {
        return static_cast<int>(std::clamp(1 - db / kMeterFloor_db, 0.0, 1.0) * width());
    };
    const auto colour_at = [&](double db) {
        return db >= kRed_db ? look.bad : db >= kAmber_db ? look.warn : look.good;
    };
    painter.fillRect(rect(), look.raised);
    const int full = x_of(magnitude_db_);
    const std::pair<double, double> zones[] = {
        {kMeterFloor_db, kAmber_db}, {kAmber_db, kRed_db}, {kRed_db, 0}};
    for (const auto& [from, to] : zones) {
        const int left = x_of(from), right = std::min(x_of(to), full);
        if (right > left) painter.fillRect(left, 0, right - left, height(), colour_at(from));
    }
    if (peak_db_ > kMeterFloor_db)
        painter.fillRect(std::min(x_of(peak_db_), width() - 2), 0, 2, height(), colour_at(peak_db_));
}

Fader::Fader(QWidget* parent) : QSlider(Qt::Horizontal, parent) {
    setRange(0, kTravel);
    setSingleStep(10);
    setPageStep(100);
    setMinimumSize(80, 18);
}

void Fader::paintEvent(QPaintEvent*) {
    const Theme& look = theme();
    QStyleOptionSlider option;
    initStyleOption(&option);
    const QRectF knob = style()->subControlRect(QStyle::CC_Slider, &option, QStyle::SC_SliderHandle, this);
    const QPointF at(knob.center().x(), height() / 2.0);
    const QRectF line(2, at.y() - kLine / 2, width() - 4, kLine);
    QPainter painter(this);
    painter.setRenderHint(QPainter::Antialiasing);
    painter.setPen(Qt::NoPen);
    painter.setBrush(look.line);
    painter.drawRoundedRect(line, kLine / 2, kLine / 2);
    painter.setBrush(look.accent);
    painter.drawRoundedRect(QRectF(line.topLeft(), QPointF(at.x(), line.bottom())), kLine / 2, kLine / 2);
    painter.setPen(hasFocus() ? QPen(look.accent, 3) : QPen(look.surface, 2));
    painter.setBrush(look.text);
    painter.drawEllipse(at, kKnob, kKnob);
}

MixerStrip::MixerStrip(QWidget* parent) : QWidget(parent) {
    auto* grid = new QGridLayout(this);
    grid->setContentsMargins(0, 0, 0, 0);
    grid->setHorizontalSpacing(kGrid);
    grid->setVerticalSpacing(kGrid / 2);
    name_ = label({});
    volume_ = label({}, "muted");
    volume_->setMinimumWidth(64);
    volume_->setAlignment(Qt::AlignRight | Qt::AlignVCenter);
    mute_ = tool("speaker", tr("Mute"));
    mute_->setObjectName("mute");
    mute_->setCheckable(true);
    settings_ = tool("settings", tr("Settings"));
    remove_ = tool("remove", tr("Remove"));
    fader_ = new Fader;
    meter_ = new LevelMeter;
    auto* head = new QHBoxLayout;
    head->setSpacing(0);
    head->addWidget(name_, 1);
    head->addWidget(settings_);
    head->addWidget(remove_);
    grid->addLayout(head, 0, 0);
    grid->addWidget(volume_, 0, 1);
    grid->addWidget(mute_, 0, 2, 3, 1, Qt::AlignVCenter);
    grid->addWidget(meter_, 1, 0, 1, 2);
    grid->addWidget(fader_, 2, 0, 1, 2);
    grid->setColumnStretch(0, 1);
    connect(fader_, &QSlider::valueChanged, this,
            [this](int travel) { emit volumeChosen(fader_to_db(travel)); });
    connect(mute_, &QToolButton::clicked, this, &MixerStrip::muteChosen);
    connect(settings_, &QToolButton::clicked, this, &MixerStrip::settingsWanted);
    connect(remove_, &QToolButton::clicked, this, &MixerStrip::removeWanted);
}

void MixerStrip::show(const studio::MixerChannel& channel) {
    const QSignalBlocker quiet(fader_);
    name_->setText(channel.name);
    restyle(name_, "kind", channel.on_air ? QVariant() : QVariant("muted"));
    name_->setToolTip(channel.on_air ? tr("Heard in the programme")
                                     : tr("Not heard: its scene is not on air"));
    for (QToolButton* each : {settings_, remove_}) each->setVisible(channel.sound_only);
    settings_->setAccessibleName(tr("Settings of %1").arg(channel.name));
    remove_->setAccessibleName(tr("Remove %1").arg(channel.name));
    if (!fader_->isSliderDown()) fader_->setValue(db_to_fader(channel.volume_db));
    fader_->setAccessibleName(tr("Volume of %1").arg(channel.name));
    volume_->setText(channel.volume_db <= studio::kSilence_db
                         ? tr("−∞ dB")
                         : tr("%L1 dB").arg(channel.volume_db, 0, 'f', 1));
    mute_->setChecked(channel.muted);
    mute_->setIcon(channel.muted ? icon("muted", theme().bad) : icon("speaker"));
    mute_->setAccessibleName(tr("Mute %1").arg(channel.name));
    mute_->setToolTip(channel.muted ? tr("Muted. Click to be heard again.") : tr("Mute"));
    if (channel.muted) meter_->setLevel(studio::kSilence_db, studio::kSilence_db);
}

void MixerStrip::showLevel(double peak_db, double magnitude_db) { meter_->setLevel(peak_db, magnitude_db); }

}  // namespace vitrine::app
