// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/docks/mixer_dock.h"

#include <QScrollArea>

#include "app/dialogs/source_dialog.h"
#include "app/docks/mixer_strip.h"
#include "app/look/pieces.h"
#include "app/look/theme.h"

namespace vitrine::app {

MixerDock::MixerDock(studio::Studio& studio, Notices& notices, QWidget* parent)
    : QWidget(parent), studio_(studio), mixer_(studio.mixer()), notices_(notices) {
    setObjectName("dockBody");
    auto* column = new QVBoxLayout(this);
    column->setContentsMargins(1, 1, 1, 1);
    auto* scroll = new QScrollArea;
    scroll->setWidgetResizable(true);
    scroll->setFocusPolicy(Qt::NoFocus);
    scroll->setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    auto* strips = new QWidget;
    strips->setObjectName("strips");
    setMinimumWidth(kGrid * 27);  // what a strip needs
    strips_ = new QVBoxLayout(strips);
    strips_->setContentsMargins(kGrid, kGrid, kGrid, kGrid);
    strips_->setSpacing(kGrid);
    empty_ = paragraph(tr("Nothing here makes sound yet. Add a microphone, a camera or a video with sound."),
                       "empty");
    empty_->setAlignment(Qt::AlignCenter);
    strips_->addWidget(empty_, 1);
    strips_->addStretch();
    scroll->setWidget(strips);
    column->addWidget(scroll);

    connect(&mixer_, &studio::Mixer::channels_changed, this, &MixerDock::rebuild);
    connect(&theme_news(), &ThemeNews::changed, this, &MixerDock::rebuild);
    connect(&mixer_, &studio::Mixer::levels, this, [this](const QVector<studio::ChannelLevel>& levels) {
        for (const studio::ChannelLevel& level : levels) {
            if (MixerStrip* strip = by_source_.value(level.source_id))
                strip->showLevel(level.peak_db, level.magnitude_db);
        }
    });
    rebuild();
}

MixerStrip* MixerDock::makeStrip(const QString& source_id) {
    auto* strip = new MixerStrip;
    connect(strip, &MixerStrip::volumeChosen, this,
            [this, source_id](double db) { mixer_.set_volume_db(source_id, db); });
    connect(strip, &MixerStrip::muteChosen, this,
            [this, source_id](bool muted) { mixer_.set_muted(source_id, muted); });
    connect(strip, &MixerStrip::settingsWanted, this,
            [this, source_id] { tell(edit_source(studio_.scenes(), source_id, window())); });
    connect(strip, &MixerStrip::removeWanted, this,
            [this, source_id] { tell(studio_.scenes().remove_sound(source_id)); });
    return strip;
}

void MixerDock::tell(const Result<Done>& outcome) {
    if (!outcome.ok())
        notices_.postBriefly(QStringLiteral("sound"), QString::fromStdString(outcome.error().message), 8'000);
}

void MixerDock::rebuild() {
    QHash<QString, MixerStrip*> kept;
    int at = 0;
    const auto channels = mixer_.channels();
    for (const studio::MixerChannel& channel : channels) {
        MixerStrip* strip = by_source_.take(channel.source_id);
        if (!strip) {
            strip = makeStrip(channel.source_id);
        } else {
            strips_->removeWidget(strip);
        }
        strips_->insertWidget(at++, strip);
        strip->show(channel);
        kept.insert(channel.source_id, strip);
    }
    for (MixerStrip* gone : by_source_) gone->deleteLater();
    by_source_ = kept;
    empty_->setVisible(channels.empty());
}

}  // namespace vitrine::app
