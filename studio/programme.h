// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QObject>
#include <cstdint>
#include <memory>

#include "server/domain/result.h"
#include "studio/scene_collection.h"

namespace vitrine::studio {

// What goes out (programme) and what is being prepared (preview). The programme is a transition on libobs's
// output channel 0. All on the GUI's thread; owned by Studio.
class Programme : public QObject {
    Q_OBJECT
  public:
    explicit Programme(SceneCollection&);
    ~Programme() override;

    QString preview_scene() const;
    QString programme_scene() const;
    Transition transition() const;

    Result<Done> set_preview(const QString& scene_id);
    void set_transition(Transition);

    // Preview goes to programme through the transition that is set, or another for once; the scene that was
    // on air becomes the preview. A take during a transition ends that one first.
    void take();
    void take(Transition);
    bool in_transition() const;

    // Puts a scene on air at once: what opening a show does.
    Result<Done> cut_to(const QString& scene_id);

    // The programme frame that is on screens now, on libobs's clock (ns): give it to encoder::Broadcast.
    // Any thread.
    static uint64_t frame_time_ns();

    // For displays: borrowed.
    obs_source* output_handle() const;
    obs_source* preview_handle() const;

  signals:
    void preview_changed(const QString& scene_id);
    void programme_changed(const QString& scene_id);
    void transition_changed();
    void transition_ended();

  private:
    void end_move();
    void leave_scene(const QString& scene_id);

    struct Parts;
    std::unique_ptr<Parts> parts_;
};

}  // namespace vitrine::studio
