// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QSize>
#include <map>
#include <obs.hpp>

#include "studio/show.h"

namespace vitrine::studio {

// The libobs side of a scene collection: makes and destroys what SceneCollection decides, keyed by the
// model's ids. Knows no names and no signals. The engine's thread.
class SceneStage {
  public:
    SceneStage() = default;
    ~SceneStage() { clear(); }
    SceneStage(const SceneStage&) = delete;
    SceneStage& operator=(const SceneStage&) = delete;

    // False when this machine has no such source type.
    bool make_source(const Source&);
    void update_source(const Source&);
    void drop_source(const QString& source_id);

    void make_scene(const QString& scene_id);
    void drop_scene(const QString& scene_id);

    void make_item(const QString& scene_id, const Item&);  // on top of the others
    void drop_item(const QString& item_id);
    void show_item(const QString& item_id, bool visible);
    void place_item(const QString& item_id, const Placement&);
    void order_items(const QString& scene_id, const std::vector<Item>& front_first);

    void clear();

    obs_source_t* scene(const QString& scene_id) const;
    obs_source_t* source(const QString& source_id) const;

  private:
    int free_sound_channel() const;

    std::map<QString, OBSSource> sources_;
    std::map<QString, OBSScene> scenes_;
    std::map<QString, OBSSceneItem> items_;
    std::map<QString, int> sound_channels_;  // libobs's output channel of a source heard in every scene
};

}  // namespace vitrine::studio
