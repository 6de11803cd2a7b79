// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/docks/health_words.h"

#include <QCoreApplication>
#include <algorithm>

#include "app/on_air.h"

namespace vitrine::app {
namespace {

constexpr double kSomePct = 2;
constexpr double kManyPct = 10;
constexpr int kQueueGrows_ms = 700;
constexpr int kQueueFull_ms = 2'000;
constexpr double kSlowRoundTrip_ms = 250;

QString words(const char* text) { return QCoreApplication::translate("Health", text); }

double pct(int64_t part, int64_t whole) {
    return whole > 0 ? 100.0 * static_cast<double>(part) / static_cast<double>(whole) : 0;
}

HealthSentence about_machine(const encoder::Health& before, const encoder::Health& now) {
    const double lagged =
        pct(now.lagged_frames - before.lagged_frames, now.rendered_frames - before.rendered_frames);
    const double skipped =
        pct(now.skipped_frames - before.skipped_frames, now.encoded_frames - before.encoded_frames);
    if (lagged > kManyPct) {
        return {Verdict::bad, words("Your computer cannot keep up with the picture (%1 % of frames late). "
                                    "Choose a smaller canvas or "
                                    "fewer sources.")
                                  .arg(lagged, 0, 'f', 0)};
    }
    if (skipped > kManyPct) {
        return {Verdict::bad,
                words("Your computer is too slow to encode (%1 % of frames left out). Choose a smaller "
                      "canvas, or close other programs.")
                    .arg(skipped, 0, 'f', 0)};
    }
    if (std::max(lagged, skipped) > kSomePct) {
        return {Verdict::watch,
                words("Your computer is busy: a few frames come late. Close other programs.")};
    }
    return {Verdict::good, words("Your computer keeps up.")};
}

HealthSentence about_upload(const encoder::Health& before, const encoder::SinkHealth& sink) {
    int64_t dropped = sink.dropped_frames;
    for (const auto& old : before.sinks) {
        if (old.id == sink.id) dropped -= old.dropped_frames;
    }
    if (sink.state == encoder::SinkState::reconnecting) {
        return {Verdict::bad, words("No upload just now: reconnecting. Viewers see “one moment”.")};
    }
    if (sink.state == encoder::SinkState::connecting)
        return {Verdict::watch, words("Connecting to the server …")};
    if (dropped > 0 || sink.queue_ms > kQueueFull_ms) {
        return {Verdict::bad,
                words("Upload is too slow: the picture stutters for viewers. Lower the bit rate in the "
                      "settings, use a cable, or move closer to the router.")};
    }
    if (sink.queue_ms > kQueueGrows_ms) {
        return {Verdict::watch, words("Upload is getting slow: %1 s of picture wait to be sent.")
                                    .arg(sink.queue_ms / 1000.0, 0, 'f', 1)};
    }
    return {Verdict::good, words("Your upload keeps up.")};
}

}  // namespace

std::vector<HealthSentence> explain(const encoder::Health& before, const encoder::Health& now,
                                    double round_trip_ms, const QString& recording_trouble) {
    std::vector<HealthSentence> all;
    if (!recording_trouble.isEmpty())
        all.push_back({Verdict::bad, words("The replay has a gap. %1").arg(recording_trouble)});
    if (!now.on_air) return all;
    all.push_back(about_machine(before, now));
    for (const auto& sink : now.sinks) {
        if (sink.id == OnAir::kVitrineSink) all.push_back(about_upload(before, sink));
        if (sink.id == OnAir::kRecordingSink && sink.queue_ms > kQueueFull_ms) {
            all.push_back({Verdict::watch, words("Your disk is slow: the recording lags behind.")});
        }
    }
    if (round_trip_ms > kSlowRoundTrip_ms) {
        all.push_back(
            {Verdict::watch, words("The server is slow to answer: pins and chat come a little late.")});
    }
    std::stable_sort(all.begin(), all.end(),
                     [](const HealthSentence& a, const HealthSentence& b) { return a.verdict > b.verdict; });
    return all;
}

}  // namespace vitrine::app
