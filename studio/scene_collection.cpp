// SPDX-License-Identifier: GPL-3.0-or-later
#include "studio/scene_collection.h"

#include <QTimer>
#include <QUuid>
#include <algorithm>

#include "studio/scene_stage.h"
#include "studio/source_watch.h"

namespace vitrine::studio {

namespace {

constexpr int kLookInterval_ms = 500;
constexpr qsizetype kLongestName = 200;

QString new_id() { return QUuid::createUuid().toString(QUuid::WithoutBraces); }

Error not_found(const char* what) {
    return {Code::not_found, std::string("This ") + what + " is not there any more."};
}

template <class Things>
auto position_of(Things& things, const QString& id) {
    return std::find_if(things.begin(), things.end(), [&](const auto& thing) { return thing.id == id; });
}

template <class Things>
bool name_taken(const Things& things, const QString& name, const QString& except_id = {}) {
    return std::any_of(things.begin(), things.end(),
                       [&](const auto& thing) { return thing.name == name && thing.id != except_id; });
}

template <class Things>
Result<QString> checked_name(const Things& things, const QString& wish, const QString& except_id = {}) {
    const QString name = wish.simplified();
    if (name.isEmpty()) return Error{Code::invalid_argument, "A name is needed."};
    if (name.size() > kLongestName) return Error{Code::invalid_argument, "This name is too long."};
    if (name_taken(things, name, except_id))
        return Error{Code::conflict, "There is already one named “" + name.toStdString() + "”."};
    return name;
}

template <class Things>
QString free_name(const Things& things, const QString& wish) {
    if (!name_taken(things, wish)) return wish;
    for (int number = 2;; ++number)
        if (QString name = QStringLiteral("%1 %2").arg(wish).arg(number); !name_taken(things, name))
            return name;
}

template <class Things>
void move_to(Things& things, typename Things::iterator from, int to_index) {
    const int to = std::clamp(to_index, 0, int(things.size()) - 1);
    auto moved = std::move(*from);
    things.erase(from);
    things.insert(things.begin() + to, std::move(moved));
}

// A new picture is shown whole; a title stands low on the left, as titles do.
Placement first_placement(SourceKind kind) {
    if (kind == SourceKind::text) return {QRectF(0.05, 0.82, 0, 0), Fit::natural};
    return placement_of(PlacementPreset::fit);
}

}  // namespace

struct SceneCollection::Parts {
    std::vector<Scene> scenes;
    std::vector<Source> sources;
    std::map<QString, SourceLook> looks;
    SceneStage stage;
    QTimer watch;

    bool shown_anywhere(const QString& source_id) const {
        return std::any_of(scenes.begin(), scenes.end(), [&](const Scene& scene) {
            return std::any_of(scene.items.begin(), scene.items.end(),
                               [&](const Item& item) { return item.source == source_id; });
        });
    }

    void drop_unseen_sources() {
        std::erase_if(sources, [&](const Source& source) {
            if (is_sound_only(kind_of(source.settings)) || shown_anywhere(source.id)) return false;
            stage.drop_source(source.id);
            looks.erase(source.id);
            return true;
        });
    }
};

SceneCollection::SceneCollection() : parts_(std::make_unique<Parts>()) {
    parts_->watch.setInterval(kLookInterval_ms);
    connect(&parts_->watch, &QTimer::timeout, this, &SceneCollection::look_at_sources);
    parts_->watch.start();
}

SceneCollection::~SceneCollection() = default;

const std::vector<Scene>& SceneCollection::scenes() const { return parts_->scenes; }
const std::vector<Source>& SceneCollection::sources() const { return parts_->sources; }

const Scene* SceneCollection::scene(const QString& scene_id) const {
    auto found = position_of(parts_->scenes, scene_id);
    return found == parts_->scenes.end() ? nullptr : &*found;
}

const Source* SceneCollection::source(const QString& source_id) const {
    auto found = position_of(parts_->sources, source_id);
    return found == parts_->sources.end() ? nullptr : &*found;
}

void SceneCollection::open(const Show& show) {
    clear();
    parts_->scenes = show.scenes;
    parts_->sources = show.sources;
    for (const Source& source : parts_->sources) parts_->stage.make_source(source);
    for (const Scene& scene : parts_->scenes) {
        parts_->stage.make_scene(scene.id);
        for (auto item = scene.items.rbegin(); item != scene.items.rend(); ++item)
            parts_->stage.make_item(scene.id, *item);
    }
    emit sources_changed();
    emit scenes_changed();
    for (const Scene& scene : parts_->scenes) emit items_changed(scene.id);
    look_at_sources();
}

void SceneCollection::clear() {
    for (const Scene& scene : std::vector<Scene>(parts_->scenes)) emit scene_removed(scene.id);
    parts_->scenes.clear();
    parts_->sources.clear();
    parts_->looks.clear();
    parts_->stage.clear();
}

Result<QString> SceneCollection::add_scene(const QString& wish) {
    auto name = checked_name(parts_->scenes, wish);
    if (!name) return name;
    Scene scene{new_id(), *name, {}};
    parts_->stage.make_scene(scene.id);
    parts_->scenes.push_back(scene);
    emit scenes_changed();
    emit edited();
    return scene.id;
}

Result<Done> SceneCollection::rename_scene(const QString& scene_id, const QString& wish) {
    auto found = position_of(parts_->scenes, scene_id);
    if (found == parts_->scenes.end()) return not_found("scene");
    auto name = checked_name(parts_->scenes, wish, scene_id);
    if (!name) return name.error();
    found->name = *name;
    emit scenes_changed();
    emit edited();
    return Done{};
}

Result<Done> SceneCollection::move_scene(const QString& scene_id, int to_index) {
    auto found = position_of(parts_->scenes, scene_id);
    if (found == parts_->scenes.end()) return not_found("scene");
    move_to(parts_->scenes, found, to_index);
    emit scenes_changed();
    emit edited();
    return Done{};
}

Result<Done> SceneCollection::remove_scene(const QString& scene_id) {
    if (position_of(parts_->scenes, scene_id) == parts_->scenes.end()) return not_found("scene");
    if (parts_->scenes.size() == 1)
        return Error{Code::precondition,
                     "A show needs at least one scene. Add another one before removing this one."};
    emit scene_removed(scene_id);
    auto found = position_of(parts_->scenes, scene_id);
    for (const Item& item : found->items) parts_->stage.drop_item(item.id);
    parts_->stage.drop_scene(scene_id);
    parts_->scenes.erase(found);
    parts_->drop_unseen_sources();
    emit scenes_changed();
    emit sources_changed();
    emit edited();
    return Done{};
}

Result<QString> SceneCollection::add_item(const QString& scene_id, const QString& wish,
                                          const SourceSettings& settings) {
    auto scene = position_of(parts_->scenes, scene_id);
    if (scene == parts_->scenes.end()) return not_found("scene");
    if (is_sound_only(kind_of(settings)))
        return Error{Code::invalid_argument, "Sound is heard in every scene: add it to the mixer."};
    auto name = checked_name(parts_->sources, wish);
    if (!name) return name;
    Source source{new_id(), *name, settings};
    if (!parts_->stage.make_source(source))
        return Error{Code::unavailable,
                     "This computer cannot use this kind of source: a part of the picture engine "
                     "is not installed."};
    parts_->sources.push_back(source);
    emit sources_changed();
    return show_source(scene_id, source.id);
}

Result<QString> SceneCollection::show_source(const QString& scene_id, const QString& source_id) {
    auto scene = position_of(parts_->scenes, scene_id);
    if (scene == parts_->scenes.end()) return not_found("scene");
    const Source* shown = source(source_id);
    if (!shown) return not_found("source");
    Item item{new_id(), source_id, true, first_placement(kind_of(shown->settings))};
    parts_->stage.make_item(scene_id, item);
    scene->items.insert(scene->items.begin(), item);
    emit items_changed(scene_id);
    emit edited();
    look_at_sources();
    return item.id;
}

Item* SceneCollection::item_of(const QString& scene_id, const QString& item_id) {
    auto scene = position_of(parts_->scenes, scene_id);
    if (scene == parts_->scenes.end()) return nullptr;
    auto item = position_of(scene->items, item_id);
    return item == scene->items.end() ? nullptr : &*item;
}

Result<Done> SceneCollection::remove_item(const QString& scene_id, const QString& item_id) {
    if (!item_of(scene_id, item_id)) return not_found("item");
    auto scene = position_of(parts_->scenes, scene_id);
    parts_->stage.drop_item(item_id);
    scene->items.erase(position_of(scene->items, item_id));
    parts_->drop_unseen_sources();
    emit items_changed(scene_id);
    emit sources_changed();
    emit edited();
    return Done{};
}

Result<Done> SceneCollection::move_item(const QString& scene_id, const QString& item_id, int to_index) {
    if (!item_of(scene_id, item_id)) return not_found("item");
    auto scene = position_of(parts_->scenes, scene_id);
    move_to(scene->items, position_of(scene->items, item_id), to_index);
    parts_->stage.order_items(scene_id, scene->items);
    emit items_changed(scene_id);
    emit edited();
    return Done{};
}

Result<Done> SceneCollection::set_visible(const QString& scene_id, const QString& item_id, bool visible) {
    Item* item = item_of(scene_id, item_id);
    if (!item) return not_found("item");
    item->visible = visible;
    parts_->stage.show_item(item_id, visible);
    emit items_changed(scene_id);
    emit edited();
    return Done{};
}

Result<Done> SceneCollection::place(const QString& scene_id, const QString& item_id,
                                    const Placement& placement) {
    Item* item = item_of(scene_id, item_id);
    if (!item) return not_found("item");
    item->placement = placement;
    parts_->stage.place_item(item_id, placement);
    emit items_changed(scene_id);
    emit edited();
    return Done{};
}

Result<Done> SceneCollection::arrange_grid(const QString& scene_id) {
    auto scene = position_of(parts_->scenes, scene_id);
    if (scene == parts_->scenes.end()) return not_found("scene");
    // Titles keep their place: a grid is for pictures. Back to front, so that the first camera added stands
    // first.
    std::vector<Item*> pictures;
    for (auto item = scene->items.rbegin(); item != scene->items.rend(); ++item)
        if (item->visible && kind_of(source(item->source)->settings) != SourceKind::text)
            pictures.push_back(&*item);
    for (size_t i = 0; i < pictures.size(); ++i) {
        pictures[i]->placement = grid_cell(int(i), int(pictures.size()));
        parts_->stage.place_item(pictures[i]->id, pictures[i]->placement);
    }
    emit items_changed(scene_id);
    emit edited();
    return Done{};
}

Result<QString> SceneCollection::add_sound(const QString& wish, const SourceSettings& settings) {
    if (!is_sound_only(kind_of(settings)))
        return Error{Code::invalid_argument, "This source has a picture: add it to a scene."};
    auto name = checked_name(parts_->sources, wish);
    if (!name) return name;
    Source source{new_id(), *name, settings};
    if (!parts_->stage.make_source(source))
        return Error{Code::unavailable,
                     "This sound cannot be opened: no sound system was found on this computer, or "
                     "too many sounds are open."};
    parts_->sources.push_back(source);
    emit sources_changed();
    emit edited();
    return source.id;
}

Result<Done> SceneCollection::remove_sound(const QString& source_id) {
    auto found = position_of(parts_->sources, source_id);
    if (found == parts_->sources.end() || !is_sound_only(kind_of(found->settings))) return not_found("sound");
    parts_->stage.drop_source(source_id);
    parts_->looks.erase(source_id);
    parts_->sources.erase(found);
    emit sources_changed();
    emit edited();
    return Done{};
}

Result<Done> SceneCollection::rename_source(const QString& source_id, const QString& wish) {
    auto found = position_of(parts_->sources, source_id);
    if (found == parts_->sources.end()) return not_found("source");
    auto name = checked_name(parts_->sources, wish, source_id);
    if (!name) return name.error();
    found->name = *name;
    emit sources_changed();
    emit edited();
    return Done{};
}

Result<Done> SceneCollection::set_settings(const QString& source_id, const SourceSettings& settings) {
    auto found = position_of(parts_->sources, source_id);
    if (found == parts_->sources.end()) return not_found("source");
    if (settings.index() != found->settings.index())
        return Error{Code::invalid_argument, "A source keeps its kind. Add a new source instead."};
    found->settings = settings;
    parts_->stage.update_source(*found);
    emit settings_changed(source_id);
    emit edited();
    look_at_sources();
    return Done{};
}

SourceState SceneCollection::state(const QString& source_id) const {
    auto found = parts_->looks.find(source_id);
    return found == parts_->looks.end() ? SourceState::unspecified : found->second.state;
}

QString SceneCollection::state_sentence(const QString& source_id) const {
    auto found = parts_->looks.find(source_id);
    return found == parts_->looks.end() ? QString() : found->second.sentence;
}

QSize SceneCollection::picture_size(const QString& source_id) const {
    obs_source_t* made = parts_->stage.source(source_id);
    return made ? QSize(int(obs_source_get_width(made)), int(obs_source_get_height(made))) : QSize();
}

QString SceneCollection::free_source_name(const QString& wish) const {
    return free_name(parts_->sources, wish);
}
QString SceneCollection::free_scene_name(const QString& wish) const {
    return free_name(parts_->scenes, wish);
}

obs_source* SceneCollection::scene_handle(const QString& scene_id) const {
    return parts_->stage.scene(scene_id);
}
obs_source* SceneCollection::source_handle(const QString& source_id) const {
    return parts_->stage.source(source_id);
}

void SceneCollection::store_mix(const QString& source_id, double volume_db, bool muted) {
    auto found = position_of(parts_->sources, source_id);
    if (found == parts_->sources.end()) return;
    found->volume_db = volume_db;
    found->muted = muted;
    emit edited();
}

void SceneCollection::place_all_again() {
    for (const Scene& scene : parts_->scenes)
        for (const Item& item : scene.items) parts_->stage.place_item(item.id, item.placement);
}

void SceneCollection::look_at_sources() {
    std::vector<std::pair<QString, SourceLook>> news;
    for (const Source& source : parts_->sources) {
        const SourceLook look = look_at(source, parts_->stage.source(source.id));
        SourceLook& known = parts_->looks[source.id];
        if (look == known) continue;
        // What was missing is there again: libobs does not look by itself.
        if (known.state == SourceState::missing) parts_->stage.update_source(source);
        known = look;
        news.emplace_back(source.id, look);
    }
    for (const auto& [source_id, look] : news) emit state_changed(source_id, look.state, look.sentence);
}

}  // namespace vitrine::studio
