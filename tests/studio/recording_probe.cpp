// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/studio/recording_probe.h"

#include <QJsonArray>
#include <QJsonDocument>
#include <QJsonObject>
#include <algorithm>

#include "tests/studio/test_media.h"

namespace vitrine::tests {

double Recorded::longest_gap(const QVector<double>& times) {
    double longest = 0;
    for (qsizetype i = 1; i < times.size(); ++i)
        longest = std::max(longest, std::abs(times[i] - times[i - 1]));
    return longest;
}

Recorded probe(const QString& path) {
    Recorded recorded;
    const QByteArray json =
        run("ffprobe", {"-v", "error", "-show_packets", "-show_streams", "-of", "json", path});
    const QJsonObject root = QJsonDocument::fromJson(json).object();
    for (const QJsonValue value : root["packets"].toArray()) {
        const QJsonObject packet = value.toObject();
        const double time = packet["pts_time"].toString().toDouble();
        if (packet["codec_type"] == "audio") recorded.audio.append(time);
        if (packet["codec_type"] != "video") continue;
        const bool keyframe = packet["flags"].toString().startsWith('K');
        if (recorded.video.isEmpty()) recorded.video_starts_with_keyframe = keyframe;
        recorded.video.append(time);
        if (keyframe) recorded.keyframes.append(time);
    }
    for (const QJsonValue value : root["streams"].toArray())
        recorded.b_frames = std::max(recorded.b_frames, value.toObject()["has_b_frames"].toInt());
    recorded.video_hash =
        run("ffmpeg", {"-v", "error", "-i", path, "-map", "0:v", "-c", "copy", "-f", "streamhash", "-"});
    return recorded;
}

}  // namespace vitrine::tests
