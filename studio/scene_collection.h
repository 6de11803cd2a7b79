// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QObject>
#include <QSize>
#include <memory>
#include <vector>

#include "server/domain/result.h"
#include "studio/show.h"

struct obs_source;

namespace vitrine::studio {

enum class SourceState {
    unspecified,
    live,     // gives pictures or sound
    waiting,  // connecting, or no picture yet
    missing,  // its file or device is not there; it comes back by itself
};

// Scenes and sources, as values (show()) and as libobs objects kept in step. All on the thread that made it;
// owned by Studio. Every change is told by a signal after it is done; what failed changes nothing.
class SceneCollection : public QObject {
    Q_OBJECT
  public:
    SceneCollection();
    ~SceneCollection() override;

    // What is, without current scenes and transition (those are Programme's).
    const std::vector<Scene>& scenes() const;
    const std::vector<Source>& sources() const;
    const Scene* scene(const QString& scene_id) const;
    const Source* source(const QString& source_id) const;

    // Replaces everything by what the show file held.
    void open(const Show&);
    void clear();

    // Scenes. Names are trimmed; an empty name or one that is taken is refused (invalid_argument, conflict).
    Result<QString> add_scene(const QString& name);
    Result<Done> rename_scene(const QString& scene_id, const QString& name);
    Result<Done> move_scene(const QString& scene_id, int to_index);
    Result<Done> remove_scene(const QString& scene_id);  // precondition: the last one stays

    // Items: a new source shown in a scene (in front), or one more showing of a source that is there. Answers
    // item id.
    Result<QString> add_item(const QString& scene_id, const QString& name, const SourceSettings&);
    Result<QString> show_source(const QString& scene_id, const QString& source_id);
    Result<Done> remove_item(const QString& scene_id,
                             const QString& item_id);  // a source shown nowhere goes too
    Result<Done> move_item(const QString& scene_id, const QString& item_id, int to_index);  // 0: front
    Result<Done> set_visible(const QString& scene_id, const QString& item_id, bool visible);
    Result<Done> place(const QString& scene_id, const QString& item_id, const Placement&);
    Result<Done> arrange_grid(const QString& scene_id);  // every visible item side by side

    // Sources. add_sound is for microphone and desktop sound, which are heard in every scene; answers source
    // id.
    Result<QString> add_sound(const QString& name, const SourceSettings&);
    Result<Done> remove_sound(const QString& source_id);
    Result<Done> rename_source(const QString& source_id, const QString& name);
    Result<Done> set_settings(const QString& source_id, const SourceSettings&);  // of the same kind
    SourceState state(const QString& source_id) const;
    QString state_sentence(const QString& source_id) const;  // "" when live
    QSize picture_size(const QString& source_id) const;

    // A name that is free: "Camera", "Camera 2", …
    QString free_source_name(const QString& wish) const;
    QString free_scene_name(const QString& wish) const;

    // For Programme, Mixer and ViewDisplay: borrowed, valid until the scene or source is removed; null if
    // unknown.
    obs_source* scene_handle(const QString& scene_id) const;
    obs_source* source_handle(const QString& source_id) const;
    // Mixer's values, kept with the source.
    void store_mix(const QString& source_id, double volume_db, bool muted);

    // After the canvas changed its size.
    void place_all_again();

  signals:
    void scenes_changed();                        // list, order or names
    void scene_removed(const QString& scene_id);  // before it goes
    void items_changed(const QString& scene_id);  // list, order, visibility or placement
    void sources_changed();                       // list or names
    void settings_changed(const QString& source_id);
    void state_changed(const QString& source_id, vitrine::studio::SourceState, const QString& sentence);
    void edited();  // anything that belongs in the show file

  private:
    Item* item_of(const QString& scene_id, const QString& item_id);
    void look_at_sources();

    struct Parts;
    std::unique_ptr<Parts> parts_;
};

}  // namespace vitrine::studio
