// SPDX-License-Identifier: GPL-3.0-or-later
#include "studio/programme.h"

#include <algorithm>
#include <obs.hpp>
#include <utility>

namespace vitrine::studio {

namespace {

constexpr uint32_t kProgrammeChannel = 0;
constexpr int kLongestTransition_ms = 10'000;

Error no_such_scene() { return {Code::not_found, "This scene is not there any more."}; }

// A scene that is prepared is "showing": its cameras and files run though nothing of it is on air.
class Showing {
  public:
    Showing() = default;
    ~Showing() { show(nullptr); }
    Showing(const Showing&) = delete;
    Showing& operator=(const Showing&) = delete;

    void show(obs_source_t* source) {
        if (source) obs_source_inc_showing(source);
        if (source_) obs_source_dec_showing(source_);
        source_ = source;
    }

  private:
    OBSSource source_;
};

}  // namespace

struct Programme::Parts {
    explicit Parts(SceneCollection& collection) : scenes(collection) {}

    SceneCollection& scenes;
    OBSSourceAutoRelease output;  // the fade; a cut is its "set"
    Showing preparing;
    QString preview;
    QString programme;
    Transition transition;
    bool moving = false;
    OBSSignal stopped;
};

Programme::Programme(SceneCollection& scenes) : parts_(std::make_unique<Parts>(scenes)) {
    parts_->output = obs_source_create_private("fade_transition", "programme", nullptr);
    obs_set_output_source(kProgrammeChannel, parts_->output);
    parts_->stopped.Connect(
        obs_source_get_signal_handler(parts_->output), "transition_stop",
        [](void* programme, calldata_t*) {  // graphics thread
            auto* self = static_cast<Programme*>(programme);
            QMetaObject::invokeMethod(
                self, [self] { self->end_move(); }, Qt::QueuedConnection);
        },
        this);
    connect(&scenes, &SceneCollection::scene_removed, this, &Programme::leave_scene);
}

Programme::~Programme() {
    parts_->stopped.Disconnect();
    parts_->preparing.show(nullptr);
    obs_set_output_source(kProgrammeChannel, nullptr);
    obs_transition_clear(parts_->output);
}

QString Programme::preview_scene() const { return parts_->preview; }
QString Programme::programme_scene() const { return parts_->programme; }
Transition Programme::transition() const { return parts_->transition; }

Result<Done> Programme::set_preview(const QString& scene_id) {
    obs_source_t* scene = parts_->scenes.scene_handle(scene_id);
    if (!scene) return no_such_scene();
    if (parts_->preview == scene_id) return Done{};
    parts_->preview = scene_id;
    parts_->preparing.show(scene);
    emit preview_changed(scene_id);
    return Done{};
}

void Programme::set_transition(Transition transition) {
    transition.duration_ms = std::clamp(transition.duration_ms, 0, kLongestTransition_ms);
    if (transition == parts_->transition) return;
    parts_->transition = transition;
    emit transition_changed();
}

void Programme::take() { take(parts_->transition); }

void Programme::take(Transition transition) {
    const QString next = parts_->preview;
    const QString last = parts_->programme;
    obs_source_t* scene = parts_->scenes.scene_handle(next);
    if (!scene || next == last) return;
    if (transition.kind != TransitionKind::fade || transition.duration_ms <= 0) {
        (void)cut_to(next);
    } else {
        // What is on its way in is on air at once; the new move starts from there.
        if (parts_->moving) obs_transition_set(parts_->output, parts_->scenes.scene_handle(last));
        parts_->moving = true;
        parts_->programme = next;
        obs_transition_start(parts_->output, OBS_TRANSITION_MODE_AUTO,
                             uint32_t(std::min(transition.duration_ms, kLongestTransition_ms)), scene);
        emit programme_changed(next);
    }
    if (parts_->scenes.scene_handle(last)) (void)set_preview(last);
}

bool Programme::in_transition() const { return parts_->moving; }

Result<Done> Programme::cut_to(const QString& scene_id) {
    obs_source_t* scene = parts_->scenes.scene_handle(scene_id);
    if (!scene) return no_such_scene();
    obs_transition_set(parts_->output, scene);
    const bool was_moving = std::exchange(parts_->moving, false);
    if (parts_->programme != scene_id) {
        parts_->programme = scene_id;
        emit programme_changed(scene_id);
    }
    if (was_moving) emit transition_ended();
    return Done{};
}

void Programme::end_move() {
    // A signal of an earlier move may arrive after a new one began.
    if (!parts_->moving || obs_transition_get_time(parts_->output) < 1.0f) return;
    parts_->moving = false;
    emit transition_ended();
}

void Programme::leave_scene(const QString& scene_id) {
    const auto& scenes = parts_->scenes.scenes();
    QString other;
    for (const Scene& scene : scenes)
        if (scene.id != scene_id) {
            other = scene.id;
            break;
        }
    if (parts_->programme == scene_id) {
        if (other.isEmpty() || !cut_to(other)) {
            obs_transition_clear(parts_->output);
            parts_->programme.clear();
            parts_->moving = false;
        }
    } else if (parts_->moving) {  // it may be on its way out: do not keep it alive
        (void)cut_to(parts_->programme);
    }
    if (parts_->preview == scene_id) {
        parts_->preparing.show(nullptr);
        parts_->preview.clear();
        if (!other.isEmpty()) (void)set_preview(other);
    }
}

uint64_t Programme::frame_time_ns() { return obs_get_video_frame_time(); }

obs_source* Programme::output_handle() const { return parts_->output; }
obs_source* Programme::preview_handle() const { return parts_->scenes.scene_handle(parts_->preview); }

}  // namespace vitrine::studio
