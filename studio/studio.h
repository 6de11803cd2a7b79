// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QObject>
#include <memory>

#include "studio/engine.h"
#include "studio/mixer.h"
#include "studio/programme.h"
#include "studio/scene_collection.h"

namespace vitrine::studio {

struct StudioTerms {
    EngineTerms engine;
    QString show_file;  // empty: <data_dir>/show.json
};

// The studio as the window sees it: the engine, the show that was open last, and its file, which is saved by
// itself within 200 ms of every change and at the end. All on the GUI's thread. Displays and the Broadcast go
// before it.
class Studio : public QObject {
    Q_OBJECT
  public:
    static Result<std::unique_ptr<Studio>> open(const StudioTerms&);
    ~Studio() override;

    Engine& engine();
    SceneCollection& scenes();
    Programme& programme();
    Mixer& mixer();

    // What happened when the show was opened, for the creator; "" when all is well.
    QString opening_note() const;
    Show show() const;
    Result<Done> save_now();

  signals:
    void save_failed(const QString& sentence);

  private:
    struct Parts;
    explicit Studio(std::unique_ptr<Parts>);
    std::unique_ptr<Parts> parts_;
};

}  // namespace vitrine::studio
