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
// A refusal of the first publish is final: the key is wrong, revoked, or used by somebody else. After having
// been on air it may be that the receiver has not noticed yet that the old connection is dead, so a refusal
// is tried again (refusals counts them in a row) and final only then.
DeliveryFault stream_fault(int av_error, const QStringList& log, const QString& host, bool was_live,
                           int refusals);
inline constexpr int kRefusalsAfterLive = 4;

// Whether the receiver itself said no to the publish.
bool is_refusal(int av_error, const QStringList& log);

enum class FileTrouble { full, too_large, denied, no_folder, exists, other };
DeliveryFault file_fault(FileTrouble, const QString& path, const QString& system_text);

}  // namespace vitrine::encoder
