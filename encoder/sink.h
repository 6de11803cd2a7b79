// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QString>
#include <QUrl>
#include <variant>

namespace vitrine::encoder {

// Where the programme goes. Plain values.

// A receiver that takes RTMP or RTMPS. The key is the last part of the address it is published to.
struct StreamTarget {
    QString address;  // rtmp://host[:port]/app or rtmps://…
    QString key;
    friend bool operator==(const StreamTarget&, const StreamTarget&) = default;
};

// A recording. The ending says the container: .mkv (Matroska) or .mp4 (fragmented). Both play after a crash.
// A file that is there already is never written over.
struct FileTarget {
    QString path;
    friend bool operator==(const FileTarget&, const FileTarget&) = default;
};

struct SinkTerms {
    QString id;    // chosen by the caller, unique in a broadcast
    QString name;  // for people: "Vitrine", "YouTube", "Recording"
    std::variant<StreamTarget, FileTarget> target;
};

enum class SinkState {
    unspecified,
    connecting,
    live,
    reconnecting,  // lost; tried again after 1, 2, 4 … s on the same timeline
    failed,        // ended for a reason that trying again does not mend
    stopped,       // ended because it was asked to
};

}  // namespace vitrine::encoder
