// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QObject>
#include <QString>
#include <functional>
#include <vector>

#include "server/domain/result.h"
#include "studio/engine.h"

namespace vitrine::studio {

// What a trial of a few seconds showed.
struct Trial {
    VideoFormat video;
    int frames = 0;   // composed
    int lagged = 0;   // composed too late
    int skipped = 0;  // came faster than the encoder could take
};

struct Recommendation {
    VideoFormat video;
    int video_kbps = 2500;
    QString reason;  // one sentence for the creator
};

// Pure: the largest candidate that was composed and encoded without loss; the smallest one if none was.
Recommendation recommend(const QString& renderer, const std::vector<Trial>&);

// Encodes the programme for so many ms, then tells on the engine's thread what was skipped; -1 when the
// encoder failed (encoder/encoder_trials.h).
using TrialEncode = std::function<void(int kbps, int duration_ms, std::function<void(int skipped)> told)>;

// Measures this machine: composes and encodes each candidate that may suit it for about a second. On the
// engine's thread, which goes on with its events meanwhile. Precondition: off air, and until it has finished.
class MachineCheck final : public QObject {
    Q_OBJECT
  public:
    MachineCheck(Engine&, TrialEncode);
    ~MachineCheck() override;

    void begin();  // once
    // Finishes as unavailable as soon as the trial under way is over.
    void stop() { stopped_ = true; }

  signals:
    void trying(vitrine::studio::VideoFormat);
    // The canvas is as before.
    void finished(const vitrine::Result<vitrine::studio::Recommendation>&);

  private:
    void try_next();
    void measure();
    void judge(int skipped);
    void finish(const Result<Recommendation>&);

    Engine& engine_;
    const TrialEncode encode_;
    VideoFormat before_;
    size_t candidate_ = 0;
    std::vector<Trial> trials_;
    uint32_t frames_before_ = 0;
    uint32_t lagged_before_ = 0;
    bool stopped_ = false;
    bool trying_ = false;  // the canvas is a candidate's
};

}  // namespace vitrine::studio
