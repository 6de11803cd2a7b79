// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QString>
#include <QStringList>

namespace vitrine::encoder {

// Why a sink cannot go on, and whether trying again may help. Pure.
struct DeliveryFault {
    bool final = false;
    QString sentence;  // what happened and what to do
};

// A stream: libav's error code, what libav logged meanwhile ("Server error: …" is the receiver's own onStatus
// description), and whether this sink had been on air before.
//
// A refusal is final: the key is wrong, revoked, or somebody else is live with it. But who was on air himself
// and is told that somebody is live meets his own old connection, which the receiver has not yet noticed to
// be dead: that is tried again until it has been refused for kPatience_ms.
DeliveryFault stream_fault(int av_error, const QStringList& log, const QString& host, bool was_live,
                           int64_t refused_for_ms);
inline constexpr int64_t kPatience_ms = 60'000;

// Whether the receiver itself said no to the publish.
bool is_refusal(int av_error, const QStringList& log);

enum class FileTrouble { full, too_large, denied, no_folder, exists, other };
DeliveryFault file_fault(FileTrouble, const QString& path, const QString& system_text);

}  // namespace vitrine::encoder
