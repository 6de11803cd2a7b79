// SPDX-License-Identifier: GPL-3.0-or-later
#include "studio/studio.h"

#include <QDir>
#include <QTimer>

#include "studio/show_file.h"

namespace vitrine::studio {

namespace {
constexpr int kSaveDelay_ms = 200;
}

// In the order of making; undone from the bottom up, libobs's engine last.
struct Studio::Parts {
    std::unique_ptr<Engine> engine;
    QString show_file;
    QString opening_note;
    std::unique_ptr<SceneCollection> scenes;
    std::unique_ptr<Programme> programme;
    std::unique_ptr<Mixer> mixer;
    QTimer save_soon;
};

Result<std::unique_ptr<Studio>> Studio::open(const StudioTerms& terms) {
    auto engine = Engine::start(terms.engine);
    if (!engine) return engine.error();
    auto parts = std::make_unique<Parts>();
    parts->engine = std::move(*engine);
    parts->show_file = terms.show_file.isEmpty()
                           ? QDir(terms.engine.data_dir).filePath(QStringLiteral("show.json"))
                           : terms.show_file;
    return std::unique_ptr<Studio>(new Studio(std::move(parts)));
}

Studio::Studio(std::unique_ptr<Parts> parts) : parts_(std::move(parts)) {
    parts_->scenes = std::make_unique<SceneCollection>();
    parts_->programme = std::make_unique<Programme>(*parts_->scenes);
    parts_->mixer = std::make_unique<Mixer>(*parts_->scenes);

    OpenedShow opened = open_show_file(parts_->show_file);
    parts_->opening_note = opened.note;
    parts_->scenes->open(opened.show);
    parts_->programme->set_transition(opened.show.transition);
    (void)parts_->programme->cut_to(opened.show.programme_scene);
    (void)parts_->programme->set_preview(opened.show.preview_scene);

    // One save for a burst of changes; the first change of a burst sets the deadline, so a slider never
    // postpones it.
    parts_->save_soon.setSingleShot(true);
    parts_->save_soon.setInterval(kSaveDelay_ms);
    connect(&parts_->save_soon, &QTimer::timeout, this, [this] {
        if (auto saved = save_now(); !saved) emit save_failed(QString::fromStdString(saved.error().message));
    });
    auto soon = [this] {
        if (!parts_->save_soon.isActive()) parts_->save_soon.start();
    };
    connect(parts_->scenes.get(), &SceneCollection::edited, this, soon);
    connect(parts_->programme.get(), &Programme::preview_changed, this, soon);
    connect(parts_->programme.get(), &Programme::programme_changed, this, soon);
    connect(parts_->programme.get(), &Programme::transition_changed, this, soon);
    connect(parts_->engine.get(), &Engine::video_changed, parts_->scenes.get(),
            &SceneCollection::place_all_again);
    // A show that came from the backup, or is new, is written out at once.
    soon();
}

Studio::~Studio() {
    if (parts_->save_soon.isActive()) (void)save_now();
    parts_->mixer.reset();
    parts_->programme.reset();
    parts_->scenes.reset();
}

Engine& Studio::engine() { return *parts_->engine; }
SceneCollection& Studio::scenes() { return *parts_->scenes; }
Programme& Studio::programme() { return *parts_->programme; }
Mixer& Studio::mixer() { return *parts_->mixer; }
QString Studio::opening_note() const { return parts_->opening_note; }

Show Studio::show() const {
    return {parts_->scenes->scenes(), parts_->scenes->sources(), parts_->programme->preview_scene(),
            parts_->programme->programme_scene(), parts_->programme->transition()};
}

Result<Done> Studio::save_now() {
    parts_->save_soon.stop();
    return save_show_file(parts_->show_file, show());
}

}  // namespace vitrine::studio
