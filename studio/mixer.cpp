// SPDX-License-Identifier: GPL-3.0-or-later
#include "studio/mixer.h"

#include <QTimer>
#include <algorithm>
#include <cmath>
#include <map>
#include <mutex>
#include <obs.hpp>

namespace vitrine::studio {

namespace {

constexpr int kMeterInterval_ms = 50;

double in_range(float db) { return std::isfinite(db) ? std::clamp<double>(db, kSilence_db, 0) : kSilence_db; }

// The meter of one source. libobs reports on its audio thread, often; the mixer collects twenty times a
// second.
class Meter {
  public:
    explicit Meter(obs_source_t* source) : meter_(obs_volmeter_create(OBS_FADER_LOG)), source_(source) {
        obs_volmeter_add_callback(meter_, &Meter::on_levels, this);
        obs_volmeter_attach_source(meter_, source);
    }
    ~Meter() {
        obs_volmeter_remove_callback(meter_, &Meter::on_levels, this);
        obs_volmeter_destroy(meter_);
    }
    Meter(const Meter&) = delete;
    Meter& operator=(const Meter&) = delete;

    // The loudest since the last call; silence while muted, which libobs's meter does not know.
    ChannelLevel collect(const QString& source_id) {
        ChannelLevel level;
        level.source_id = source_id;
        std::scoped_lock lock(mutex_);
        if (!obs_source_muted(source_)) {
            level.peak_db = in_range(peak_db_);
            level.magnitude_db = in_range(magnitude_db_);
        }
        peak_db_ = magnitude_db_ = -INFINITY;
        return level;
    }

    obs_source_t* source() const { return source_; }
    bool on_air = false;

  private:
    static void on_levels(void* meter, const float magnitude[MAX_AUDIO_CHANNELS],
                          const float peak[MAX_AUDIO_CHANNELS], const float[MAX_AUDIO_CHANNELS]) {
        auto* self = static_cast<Meter*>(meter);
        std::scoped_lock lock(self->mutex_);
        for (int channel = 0; channel < MAX_AUDIO_CHANNELS; ++channel) {
            self->peak_db_ = std::max(self->peak_db_, peak[channel]);
            self->magnitude_db_ = std::max(self->magnitude_db_, magnitude[channel]);
        }
    }

    obs_volmeter_t* meter_;
    OBSSource source_;
    std::mutex mutex_;
    float peak_db_ = -INFINITY;
    float magnitude_db_ = -INFINITY;
};

bool has_sound(obs_source_t* source) {
    return source && (obs_source_get_output_flags(source) & OBS_SOURCE_AUDIO) != 0;
}

}  // namespace

struct Mixer::Parts {
    explicit Parts(SceneCollection& collection) : scenes(collection) {}
    SceneCollection& scenes;
    std::map<QString, std::unique_ptr<Meter>> meters;
    QTimer timer;
};

Mixer::Mixer(SceneCollection& scenes) : parts_(std::make_unique<Parts>(scenes)) {
    connect(&scenes, &SceneCollection::sources_changed, this, &Mixer::follow_sources);
    connect(&parts_->timer, &QTimer::timeout, this, &Mixer::read_meters);
    parts_->timer.start(kMeterInterval_ms);
    follow_sources();
}

Mixer::~Mixer() = default;

std::vector<MixerChannel> Mixer::channels() const {
    std::vector<MixerChannel> channels;
    for (const Source& source : parts_->scenes.sources())
        if (auto meter = parts_->meters.find(source.id); meter != parts_->meters.end())
            channels.push_back({source.id, source.name, source.volume_db, source.muted, meter->second->on_air,
                                is_sound_only(kind_of(source.settings))});
    return channels;
}

void Mixer::set_volume_db(const QString& source_id, double volume_db) {
    const Source* source = parts_->scenes.source(source_id);
    if (!source || std::isnan(volume_db)) return;
    volume_db = std::clamp<double>(volume_db, kSilence_db, 0);
    obs_source_set_volume(parts_->scenes.source_handle(source_id),
                          volume_db <= kSilence_db ? 0.0f : obs_db_to_mul(float(volume_db)));
    parts_->scenes.store_mix(source_id, volume_db, source->muted);
    emit channels_changed();
}

void Mixer::set_muted(const QString& source_id, bool muted) {
    const Source* source = parts_->scenes.source(source_id);
    if (!source) return;
    obs_source_set_muted(parts_->scenes.source_handle(source_id), muted);
    parts_->scenes.store_mix(source_id, source->volume_db, muted);
    emit channels_changed();
}

void Mixer::follow_sources() {
    std::map<QString, std::unique_ptr<Meter>> followed;
    for (const Source& source : parts_->scenes.sources()) {
        obs_source_t* made = parts_->scenes.source_handle(source.id);
        if (!has_sound(made)) continue;
        auto known = parts_->meters.find(source.id);
        const bool keep = known != parts_->meters.end() && known->second->source() == made;
        followed[source.id] = keep ? std::move(known->second) : std::make_unique<Meter>(made);
    }
    parts_->meters = std::move(followed);
    emit channels_changed();
}

void Mixer::read_meters() {
    QVector<ChannelLevel> all;
    bool air_changed = false;
    for (auto& [source_id, meter] : parts_->meters) {
        all.push_back(meter->collect(source_id));
        const bool on_air = obs_source_active(meter->source());
        air_changed |= std::exchange(meter->on_air, on_air) != on_air;
    }
    if (air_changed) emit channels_changed();
    if (!all.isEmpty()) emit levels(all);
}

}  // namespace vitrine::studio
