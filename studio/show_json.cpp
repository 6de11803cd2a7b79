// SPDX-License-Identifier: GPL-3.0-or-later
#include <QJsonArray>
#include <QJsonDocument>
#include <QJsonObject>
#include <QSet>
#include <cmath>

#include "studio/show_file.h"

namespace vitrine::studio {

namespace {

constexpr auto kFormat = "vitrine-show";
constexpr int kMostThings = 10'000;
constexpr qsizetype kLongestText = 100'000;

// ---- writing ----

QJsonObject to_json(const CameraSettings& s) {
    return {
        {"kind", "camera"}, {"device", s.device}, {"width", s.width}, {"height", s.height}, {"fps", s.fps}};
}
QJsonObject to_json(const NetworkCameraSettings& s) {
    return {{"kind", "network_camera"}, {"address", s.address}, {"reconnectS", s.reconnect_s}};
}
QJsonObject to_json(const MediaFileSettings& s) {
    return {{"kind", "media_file"}, {"path", s.path}, {"loop", s.loop}};
}
QJsonObject to_json(const ScreenSettings& s) {
    return {{"kind", "screen"}, {"screen", s.screen}, {"cursor", s.cursor}};
}
QJsonObject to_json(const ImageSettings& s) { return {{"kind", "image"}, {"path", s.path}}; }
QJsonObject to_json(const TextSettings& s) {
    return {{"kind", "text"},
            {"text", s.text},
            {"fontFamily", s.font_family},
            {"sizePx", s.size_px},
            {"bold", s.bold},
            {"colour", s.colour.name(QColor::HexArgb)},
            {"background", s.background.name(QColor::HexArgb)}};
}
QJsonObject to_json(const MicrophoneSettings& s) { return {{"kind", "microphone"}, {"device", s.device}}; }
QJsonObject to_json(const DesktopSoundSettings& s) {
    return {{"kind", "desktop_sound"}, {"device", s.device}};
}

QString fit_word(Fit fit) {
    return fit == Fit::cover ? "cover" : fit == Fit::natural ? "natural" : "contain";
}

QJsonObject to_json(const Item& item) {
    const QRectF& area = item.placement.area;
    return {{"id", item.id},
            {"source", item.source},
            {"visible", item.visible},
            {"fit", fit_word(item.placement.fit)},
            {"area", QJsonArray{area.x(), area.y(), area.width(), area.height()}}};
}

QJsonObject to_json(const Scene& scene) {
    QJsonArray items;
    for (const Item& item : scene.items) items.append(to_json(item));
    return {{"id", scene.id}, {"name", scene.name}, {"items", items}};
}

QJsonObject to_json(const Source& source) {
    return {{"id", source.id},
            {"name", source.name},
            {"settings", std::visit([](const auto& typed) { return to_json(typed); }, source.settings)},
            {"volumeDb", source.volume_db},
            {"muted", source.muted}};
}

// ---- reading: whatever is wrong is named, once ----

struct Wrong {
    std::string what;
};

QString text_of(const QJsonObject& from, const char* key, const QString& otherwise = {}) {
    const QJsonValue value = from[QLatin1String(key)];
    if (value.isUndefined()) return otherwise;
    if (!value.isString() || value.toString().size() > kLongestText)
        throw Wrong{std::string(key) + " is not a text of reasonable length"};
    return value.toString();
}

QString needed_text(const QJsonObject& from, const char* key) {
    const QString text = text_of(from, key);
    if (text.isEmpty()) throw Wrong{std::string(key) + " is missing"};
    return text;
}

double number_of(const QJsonObject& from, const char* key, double otherwise, double least, double most) {
    const QJsonValue value = from[QLatin1String(key)];
    if (value.isUndefined()) return otherwise;
    const double number = value.toDouble(NAN);
    if (!(number >= least && number <= most)) throw Wrong{std::string(key) + " is not a number in its range"};
    return number;
}

int whole_of(const QJsonObject& from, const char* key, int otherwise, int least, int most) {
    return int(number_of(from, key, otherwise, least, most));
}

bool truth_of(const QJsonObject& from, const char* key, bool otherwise) {
    const QJsonValue value = from[QLatin1String(key)];
    if (value.isUndefined()) return otherwise;
    if (!value.isBool()) throw Wrong{std::string(key) + " is neither true nor false"};
    return value.toBool();
}

QColor colour_of(const QJsonObject& from, const char* key, const QColor& otherwise) {
    const QString name = text_of(from, key);
    if (name.isEmpty()) return otherwise;
    const QColor colour(name);
    if (!colour.isValid()) throw Wrong{std::string(key) + " is not a colour"};
    return colour;
}

QJsonObject object_of(const QJsonValue& value, const char* what) {
    if (!value.isObject()) throw Wrong{std::string(what) + " is not an object"};
    return value.toObject();
}

QJsonArray list_of(const QJsonObject& from, const char* key) {
    const QJsonValue value = from[QLatin1String(key)];
    if (value.isUndefined()) return {};
    if (!value.isArray() || value.toArray().size() > kMostThings)
        throw Wrong{std::string(key) + " is not a list of reasonable length"};
    return value.toArray();
}

SourceSettings settings_from(const QJsonObject& from) {
    const QString kind = needed_text(from, "kind");
    if (kind == "camera")
        return CameraSettings{text_of(from, "device"), whole_of(from, "width", 0, 0, 16384),
                              whole_of(from, "height", 0, 0, 16384), whole_of(from, "fps", 0, 0, 1000)};
    if (kind == "network_camera")
        return NetworkCameraSettings{text_of(from, "address"), whole_of(from, "reconnectS", 2, 1, 60)};
    if (kind == "media_file") return MediaFileSettings{text_of(from, "path"), truth_of(from, "loop", true)};
    if (kind == "screen")
        return ScreenSettings{whole_of(from, "screen", 0, 0, 1000), truth_of(from, "cursor", true)};
    if (kind == "image") return ImageSettings{text_of(from, "path")};
    if (kind == "text")
        return TextSettings{text_of(from, "text"),
                            text_of(from, "fontFamily"),
                            whole_of(from, "sizePx", 64, 4, 1024),
                            truth_of(from, "bold", false),
                            colour_of(from, "colour", Qt::white),
                            colour_of(from, "background", Qt::transparent)};
    if (kind == "microphone") return MicrophoneSettings{text_of(from, "device", "default")};
    if (kind == "desktop_sound") return DesktopSoundSettings{text_of(from, "device", "default")};
    throw Wrong{"a source is of a kind that is not known"};
}

Placement placement_from(const QJsonObject& from) {
    Placement placement;
    const QString fit = text_of(from, "fit", "contain");
    placement.fit = fit == "cover" ? Fit::cover : fit == "natural" ? Fit::natural : Fit::contain;
    const QJsonArray area = list_of(from, "area");
    if (area.isEmpty()) return placement;
    if (area.size() != 4) throw Wrong{"an area has not four numbers"};
    double corners[4];
    for (int i = 0; i < 4; ++i) {
        corners[i] = area[i].toDouble(NAN);
        if (!(corners[i] >= -10 && corners[i] <= 10)) throw Wrong{"an area is out of range"};
    }
    placement.area = QRectF(corners[0], corners[1], corners[2], corners[3]);
    return placement;
}

// Ids are names of libobs objects and keys of ours: each once in a show.
QString fresh_id(const QJsonObject& from, QSet<QString>& known) {
    const QString id = needed_text(from, "id");
    if (id.size() > 100) throw Wrong{"an id is too long"};
    if (known.contains(id)) throw Wrong{"an id is there twice"};
    known.insert(id);
    return id;
}

Source source_from(const QJsonObject& from, QSet<QString>& ids) {
    Source source;
    source.id = fresh_id(from, ids);
    source.name = needed_text(from, "name");
    source.settings = settings_from(object_of(from["settings"], "settings"));
    source.volume_db = number_of(from, "volumeDb", 0, kSilence_db, 0);
    source.muted = truth_of(from, "muted", false);
    return source;
}

Scene scene_from(const QJsonObject& from, QSet<QString>& ids, const Show& show) {
    Scene scene;
    scene.id = fresh_id(from, ids);
    scene.name = needed_text(from, "name");
    for (const QJsonValue value : list_of(from, "items")) {
        const QJsonObject object = object_of(value, "an item");
        Item item{fresh_id(object, ids), needed_text(object, "source"), truth_of(object, "visible", true),
                  placement_from(object)};
        const Source* source = show.source(item.source);
        if (!source) throw Wrong{"an item shows a source that is not there"};
        if (is_sound_only(kind_of(source->settings))) throw Wrong{"an item shows a source without a picture"};
        scene.items.push_back(item);
    }
    return scene;
}

Transition transition_from(const QJsonObject& from) {
    Transition transition;
    const QString kind = text_of(from, "kind", "fade");
    transition.kind = kind == "cut" ? TransitionKind::cut : TransitionKind::fade;
    transition.duration_ms = whole_of(from, "durationMs", 300, 0, 10'000);
    return transition;
}

Show show_from(const QJsonObject& from) {
    Show show;
    QSet<QString> ids;
    for (const QJsonValue value : list_of(from, "sources"))
        show.sources.push_back(source_from(object_of(value, "a source"), ids));
    for (const QJsonValue value : list_of(from, "scenes"))
        show.scenes.push_back(scene_from(object_of(value, "a scene"), ids, show));
    if (show.scenes.empty()) throw Wrong{"there is no scene"};
    if (from.contains("transition"))
        show.transition = transition_from(object_of(from["transition"], "transition"));
    auto current = [&](const char* key) {
        const QString id = text_of(from, key);
        return show.scene(id) ? id : show.scenes.front().id;
    };
    show.preview_scene = current("previewScene");
    show.programme_scene = current("programmeScene");
    return show;
}

}  // namespace

QByteArray write_show(const Show& show) {
    QJsonArray scenes;
    for (const Scene& scene : show.scenes) scenes.append(to_json(scene));
    QJsonArray sources;
    for (const Source& source : show.sources) sources.append(to_json(source));
    const QJsonObject transition{{"kind", show.transition.kind == TransitionKind::cut ? "cut" : "fade"},
                                 {"durationMs", show.transition.duration_ms}};
    const QJsonObject document{{"format", kFormat},
                               {"version", kShowFileVersion},
                               {"sources", sources},
                               {"scenes", scenes},
                               {"previewScene", show.preview_scene},
                               {"programmeScene", show.programme_scene},
                               {"transition", transition}};
    return QJsonDocument(document).toJson(QJsonDocument::Indented);
}

Result<Show> read_show(const QByteArray& bytes) {
    QJsonParseError fault;
    const QJsonDocument document = QJsonDocument::fromJson(bytes, &fault);
    if (!document.isObject()) return Error{Code::invalid_argument, "it is not JSON, or cut short"};
    const QJsonObject root = document.object();
    if (root["format"].toString() != kFormat)
        return Error{Code::invalid_argument, "it is not a Vitrine show"};
    const int version = root["version"].toInt(0);
    if (version > kShowFileVersion) return Error{Code::precondition, "a newer Vitrine Studio wrote it"};
    if (version < 1) return Error{Code::invalid_argument, "its version is missing"};
    try {
        return show_from(root);
    } catch (const Wrong& wrong) {
        return Error{Code::invalid_argument, wrong.what};
    }
}

}  // namespace vitrine::studio
