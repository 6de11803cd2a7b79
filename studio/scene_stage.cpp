// SPDX-License-Identifier: GPL-3.0-or-later
#include "studio/scene_stage.h"

#include <algorithm>

#include "studio/platform_sources.h"
#include "studio/text_source.h"

namespace vitrine::studio {

namespace {

// Channel 0 is the programme; the rest carries sound that is heard in every scene.
constexpr int kFirstSoundChannel = 1;
// Sizes in pixels (text, Fit::natural) are meant for a canvas of so many lines.
constexpr double kReferenceLines = 1080;

QSize canvas_size() {
    obs_video_info info = {};
    obs_get_video_info(&info);
    return {int(info.base_width), int(info.base_height)};
}

void set_mix(obs_source_t* source, const Source& model) {
    obs_source_set_volume(source,
                          model.volume_db <= kSilence_db ? 0.0f : obs_db_to_mul(float(model.volume_db)));
    obs_source_set_muted(source, model.muted);
}

}  // namespace

bool SceneStage::make_source(const Source& model) {
    const SourceKind kind = kind_of(model.settings);
    OBSDataAutoRelease settings = obs_settings(model.settings);
    // libobs's name is our id: names may repeat there, and a rename stays ours.
    OBSSourceAutoRelease made =
        obs_source_create(obs_source_id(kind), model.id.toUtf8().constData(), settings, nullptr);
    if (!made || !obs_obj_get_data(made.Get())) return false;
    set_mix(made, model);
    if (const auto* text = std::get_if<TextSettings>(&model.settings)) show_text(made, *text);
    if (is_sound_only(kind)) {
        const int channel = free_sound_channel();
        if (channel < 0) return false;
        obs_set_output_source(uint32_t(channel), made);
        sound_channels_[model.id] = channel;
    }
    sources_[model.id] = made.Get();
    return true;
}

void SceneStage::update_source(const Source& model) {
    obs_source_t* made = source(model.id);
    if (!made) return;
    if (const auto* text = std::get_if<TextSettings>(&model.settings)) return show_text(made, *text);
    OBSDataAutoRelease settings = obs_settings(model.settings);
    obs_source_update(made, settings);
}

void SceneStage::drop_source(const QString& source_id) {
    auto found = sources_.find(source_id);
    if (found == sources_.end()) return;
    if (auto channel = sound_channels_.find(source_id); channel != sound_channels_.end()) {
        obs_set_output_source(uint32_t(channel->second), nullptr);
        sound_channels_.erase(channel);
    }
    obs_source_remove(found->second);
    sources_.erase(found);
}

void SceneStage::make_scene(const QString& scene_id) {
    OBSSceneAutoRelease made = obs_scene_create(scene_id.toUtf8().constData());
    scenes_[scene_id] = made.Get();
}

void SceneStage::drop_scene(const QString& scene_id) {
    auto found = scenes_.find(scene_id);
    if (found == scenes_.end()) return;
    obs_source_remove(obs_scene_get_source(found->second));
    scenes_.erase(found);
}

void SceneStage::make_item(const QString& scene_id, const Item& model) {
    auto found = scenes_.find(scene_id);
    obs_source_t* shown = source(model.source);
    if (found == scenes_.end() || !shown) return;
    obs_sceneitem_t* made = obs_scene_add(found->second, shown);  // borrowed from the scene
    items_[model.id] = made;
    obs_sceneitem_set_visible(made, model.visible);
    place_item(model.id, model.placement);
}

void SceneStage::drop_item(const QString& item_id) {
    auto found = items_.find(item_id);
    if (found == items_.end()) return;
    obs_sceneitem_remove(found->second);
    items_.erase(found);
}

void SceneStage::show_item(const QString& item_id, bool visible) {
    if (auto found = items_.find(item_id); found != items_.end())
        obs_sceneitem_set_visible(found->second, visible);
}

void SceneStage::place_item(const QString& item_id, const Placement& placement) {
    auto found = items_.find(item_id);
    if (found == items_.end()) return;
    const QSize canvas = canvas_size();
    obs_transform_info transform = {};
    transform.pos.x = float(placement.area.x() * canvas.width());
    transform.pos.y = float(placement.area.y() * canvas.height());
    transform.alignment = OBS_ALIGN_LEFT | OBS_ALIGN_TOP;
    transform.bounds_alignment = OBS_ALIGN_CENTER;
    if (placement.fit == Fit::natural) {
        const float scale = float(canvas.height() / kReferenceLines);
        transform.scale = {{{scale, scale}}};
        transform.bounds_type = OBS_BOUNDS_NONE;
    } else {
        transform.scale = {{{1, 1}}};
        transform.bounds_type = placement.fit == Fit::cover ? OBS_BOUNDS_SCALE_OUTER : OBS_BOUNDS_SCALE_INNER;
        transform.bounds.x = float(placement.area.width() * canvas.width());
        transform.bounds.y = float(placement.area.height() * canvas.height());
    }
    obs_sceneitem_set_info(found->second, &transform);
}

void SceneStage::order_items(const QString& scene_id, const std::vector<Item>& front_first) {
    auto found = scenes_.find(scene_id);
    if (found == scenes_.end()) return;
    std::vector<obs_sceneitem_t*> back_first;
    for (auto item = front_first.rbegin(); item != front_first.rend(); ++item)
        if (auto made = items_.find(item->id); made != items_.end()) back_first.push_back(made->second);
    obs_scene_reorder_items(found->second, back_first.data(), back_first.size());
}

void SceneStage::clear() {
    items_.clear();
    while (!scenes_.empty()) drop_scene(QString(scenes_.begin()->first));
    while (!sources_.empty()) drop_source(QString(sources_.begin()->first));
}

obs_source_t* SceneStage::scene(const QString& scene_id) const {
    auto found = scenes_.find(scene_id);
    return found == scenes_.end() ? nullptr : obs_scene_get_source(found->second);
}

obs_source_t* SceneStage::source(const QString& source_id) const {
    auto found = sources_.find(source_id);
    return found == sources_.end() ? nullptr : found->second.Get();
}

int SceneStage::free_sound_channel() const {
    for (int channel = kFirstSoundChannel; channel < MAX_CHANNELS; ++channel)
        if (std::none_of(sound_channels_.begin(), sound_channels_.end(),
                         [&](const auto& taken) { return taken.second == channel; }))
            return channel;
    return -1;
}

}  // namespace vitrine::studio
