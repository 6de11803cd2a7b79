// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QStringList>

namespace vitrine::test {

// Reads a live media playlist as a strict client would and says which clauses of draft-pantos-hls-rfc8216bis
// it breaks, one sentence each. Empty: none.
QStringList lint_live_playlist(const QString& text);

// Which rules the step from one playlist to a later one of the same show breaks (§6.2.1, §6.2.2).
QStringList lint_playlist_step(const QString& before, const QString& after);

}  // namespace vitrine::test
