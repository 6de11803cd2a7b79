// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QObject>
#include <QVector>
#include <memory>

#include "studio/scene_collection.h"

namespace vitrine::studio {

// One fader: a source that has sound.
struct MixerChannel {
    QString source_id;
    QString name;
    double volume_db = 0;
    bool muted = false;
    bool on_air = false;      // heard in the programme now
    bool sound_only = false;  // heard in every scene, seen in none
};

// dBFS, kSilence_db when there is nothing or the channel is muted.
struct ChannelLevel {
    QString source_id;
    double peak_db = kSilence_db;
    double magnitude_db = kSilence_db;
};

// Faders and meters. All on the GUI's thread; owned by Studio.
class Mixer : public QObject {
    Q_OBJECT
  public:
    explicit Mixer(SceneCollection&);
    ~Mixer() override;

    std::vector<MixerChannel> channels() const;
    void set_volume_db(const QString& source_id, double volume_db);  // clamped to kSilence_db (silence) … 0
    void set_muted(const QString& source_id, bool muted);

  signals:
    void channels_changed();  // list, names, volumes, mutes, on air
    void levels(
        const QVector<vitrine::studio::ChannelLevel>& levels);  // about 20 times a second, every channel

  private:
    void follow_sources();
    void read_meters();

    struct Parts;
    std::unique_ptr<Parts> parts_;
};

}  // namespace vitrine::studio

Q_DECLARE_METATYPE(QVector<vitrine::studio::ChannelLevel>)
