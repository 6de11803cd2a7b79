// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QByteArray>
#include <QString>
#include <QVector>

namespace vitrine::tests {

// What ffprobe finds in a file: times in seconds, in the order of the file.
struct Recorded {
    QVector<double> video;
    QVector<double> audio;
    QVector<double> keyframes;
    bool video_starts_with_keyframe = false;
    int b_frames = 0;
    QByteArray video_hash;  // of all video packets

    double first_video_s() const { return video.isEmpty() ? 1e9 : video.first(); }
    double first_audio_s() const { return audio.isEmpty() ? 1e9 : audio.first(); }
    double longest_video_gap_s() const { return longest_gap(video); }
    double longest_audio_gap_s() const { return longest_gap(audio); }
    double longest_keyframe_distance_s() const { return longest_gap(keyframes); }
    static double longest_gap(const QVector<double>& times);
};

Recorded probe(const QString& path);

}  // namespace vitrine::tests
