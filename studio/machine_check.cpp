// SPDX-License-Identifier: GPL-3.0-or-later
#include "studio/machine_check.h"

#include <obs.h>

#include <QStringList>

namespace vitrine::studio {

namespace {

constexpr int kTrial_ms = 1200;
constexpr int kWarmUp_ms = 300;
// Up to one frame in fifty late is a hiccup of the measurement, not a picture that is too heavy.
constexpr int kToleratedPercent = 2;

struct Candidate {
    VideoFormat video;
    int video_kbps;
};
// Largest first.
constexpr Candidate kCandidates[] = {
    {{1920, 1080, 30}, 4500}, {{1280, 720, 30}, 2500}, {{640, 360, 30}, 900}};

bool went_well(const Trial& trial) {
    return trial.frames > 0 && (trial.lagged + trial.skipped) * 100 <= trial.frames * kToleratedPercent;
}

int kbps_of(const VideoFormat& video) {
    for (const Candidate& candidate : kCandidates)
        if (candidate.video == video) return candidate.video_kbps;
    return kCandidates[std::size(kCandidates) - 1].video_kbps;
}

Error stopped() { return {Code::unavailable, "The measurement was stopped."}; }

QString words(const VideoFormat& video) {
    return QStringLiteral("%1x%2 at %3 pictures a second").arg(video.width).arg(video.height).arg(video.fps);
}

}  // namespace

Recommendation recommend(const QString& renderer, const std::vector<Trial>& trials) {
    const Candidate& smallest = kCandidates[std::size(kCandidates) - 1];
    if (is_software_renderer(renderer)) {
        return {smallest.video, smallest.video_kbps,
                QStringLiteral(
                    "This computer has no graphics processor that Vitrine can use (%1 draws instead), so a "
                    "small picture, %2, is what stays smooth.")
                    .arg(renderer.section(' ', 0, 0), words(smallest.video))};
    }
    const Trial* best = nullptr;
    const Trial* too_much = nullptr;
    for (const Trial& trial : trials) {
        const bool larger = !best || trial.video.width > best->video.width;
        if (went_well(trial) && larger) best = &trial;
        if (!went_well(trial)) too_much = &trial;
    }
    if (!best)
        return {
            smallest.video, smallest.video_kbps,
            QStringLiteral("Every size that was tried lost pictures, so the smallest was chosen. Close other "
                           "programs and check again.")};
    QString reason = QStringLiteral("This computer composed and encoded %1 without losing pictures")
                         .arg(words(best->video));
    reason += too_much && too_much->video.width > best->video.width
                  ? QStringLiteral("; at %1 it lost some.").arg(words(too_much->video))
                  : QStringLiteral(".");
    return {best->video, kbps_of(best->video), reason};
}

MachineCheck::MachineCheck(Engine& engine, TrialEncode encode)
    : engine_(engine), encode_(std::move(encode)), before_(engine.video()) {}

MachineCheck::~MachineCheck() {
    if (trying_) (void)engine_.set_video(before_);
}

void MachineCheck::begin() { try_next(); }

void MachineCheck::try_next() {
    if (stopped_) return finish(stopped());
    // The processor alone does not draw more than the smallest: measured, and a trial would only stall the
    // start.
    while (candidate_ < std::size(kCandidates) && !engine_.has_gpu() &&
           kCandidates[candidate_].video.width > 640)
        ++candidate_;
    if (candidate_ == std::size(kCandidates)) return finish(recommend(engine_.renderer(), trials_));
    const Candidate& candidate = kCandidates[candidate_];
    trying_ = true;
    if (auto set = engine_.set_video(candidate.video); !set) return finish(set.error());
    emit trying(candidate.video);
    encode_(candidate.video_kbps, kWarmUp_ms, [this](int) { measure(); });
}

void MachineCheck::measure() {
    if (stopped_) return finish(stopped());
    frames_before_ = obs_get_total_frames();
    lagged_before_ = obs_get_lagged_frames();
    encode_(kCandidates[candidate_].video_kbps, kTrial_ms, [this](int skipped) { judge(skipped); });
}

void MachineCheck::judge(int skipped) {
    if (stopped_) return finish(stopped());
    Trial trial{kCandidates[candidate_].video, int(obs_get_total_frames() - frames_before_),
                int(obs_get_lagged_frames() - lagged_before_), skipped};
    if (skipped < 0) trial.frames = 0;
    trials_.push_back(trial);
    if (went_well(trial)) return finish(recommend(engine_.renderer(), trials_));
    ++candidate_;
    try_next();
}

void MachineCheck::finish(const Result<Recommendation>& outcome) {
    trying_ = false;
    const auto restored = engine_.set_video(before_);
    emit finished(restored.ok() ? outcome : Result<Recommendation>(restored.error()));
}

}  // namespace vitrine::studio
