// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/house/text_rules.h"

#include <QFileInfo>
#include <QRegularExpression>

namespace vitrine::house {

bool is_source(const QString& path) {
    static const QRegularExpression extension(
        R"(\.(cpp|h|proto|ts|tsx|mjs|css|sh|sql|cmake)$|(^|/)CMakeLists\.txt$|^(run|test)$)");
    return path.contains(extension);
}

QStringList too_long(const QString& path, const QString& text) {
    const qsizetype lines = text.count('\n');
    if (lines <= kMostLines) return {};
    return {QString("%1 has %2 lines: split it (at most %3)").arg(path).arg(lines).arg(kMostLines)};
}

QStringList no_licence(const QString& path, const QString& text) {
    static const QRegularExpression bound(R"(\.(cpp|h|proto|ts|tsx|mjs|sh)$|^(run|test)$)");
    if (!path.contains(bound) || text.left(200).contains("SPDX-License-Identifier: GPL-3.0-or-later"))
        return {};
    return {path + " does not begin with its SPDX line"};
}

QStringList untidy(const QString& path, const QString& text) {
    QStringList complaints;
    const QStringList lines = text.split('\n');
    for (qsizetype i = 0; i < lines.size(); ++i) {
        const QString where = path + ":" + QString::number(i + 1);
        if (lines[i].contains('\t')) complaints += where + " has a tab";
        if (lines[i].endsWith(' ') || lines[i].endsWith('\r')) complaints += where + " ends in white space";
    }
    if (!text.isEmpty() && !text.endsWith('\n')) complaints += path + " does not end with a newline";
    return complaints;
}

QStringList vague_name(const QString& path) {
    static const QRegularExpression vague(
        R"((^|[/_.-])(managers?|helpers?|utils?|utility|utilities|commons?|misc)([/_.-]|$))");
    if (!path.contains(vague)) return {};
    return {path + ": a name says what the thing is, in the field's own words"};
}

QStringList postponed_work(const QString& path, const QString& text) {
    // Spelled in two pieces so that this file may be checked as well.
    static const QRegularExpression marks(
        "\\b(TO"
        "DO|FIX"
        "ME|HA"
        "CK)\\b");
    const auto match = marks.match(text);
    if (!match.hasMatch()) return {};
    const qsizetype line = text.left(match.capturedStart()).count('\n') + 1;
    return {QString("%1:%2 postpones work (%3)").arg(path).arg(line).arg(match.captured())};
}

QStringList hidden_clock(const QString& path, const QString& text) {
    static const QRegularExpression domain("^server/(domain|show|shop|room|identity)/");
    if (!path.contains(domain) || path == "server/domain/clock.cpp") return {};
    static const QRegularExpression now(
        "(system|steady|high_resolution)_clock::now\\(|\\bcurrentDateTime|CURRENT_TIMESTAMP|[^_a-z]time\\("
        "nullptr\\)");
    const auto match = now.match(text);
    if (!match.hasMatch()) return {};
    return {path + " reads a clock of its own (" + match.captured() + "): take a Clock"};
}

QStringList no_pragma_once(const QString& path, const QString& text) {
    if (!path.endsWith(".h") || text.contains("#pragma once\n")) return {};
    return {path + " lacks #pragma once"};
}

}  // namespace vitrine::house
