// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/house/papers.h"

#include <QDir>
#include <QFileInfo>
#include <QRegularExpression>

namespace vitrine::house {
namespace {

QString without_code_blocks(const QString& text) {
    static const QRegularExpression block(
        "^```.*?^```", QRegularExpression::MultilineOption | QRegularExpression::DotMatchesEverythingOption);
    return QString(text).remove(block);
}

QString resolved(const QString& page, const QString& link) {
    return QDir::cleanPath(QFileInfo(page).path() + "/" + link);
}

}  // namespace

QStringList dead_links(const QString& path, const QString& text, const QSet<QString>& exists) {
    static const QRegularExpression link(R"re(\]\(([^)#\s]+)(#[^)]*)?\)|(?:src|href)="([^"#]+)")re");
    QStringList dead;
    for (auto it = link.globalMatch(without_code_blocks(text)); it.hasNext();) {
        const auto match = it.next();
        const QString target = match.captured(1).isEmpty() ? match.captured(3) : match.captured(1);
        if (target.contains("://") || target.startsWith("mailto:")) continue;
        if (!exists.contains(resolved(path, target)))
            dead += path + " links to " + target + ", which is not there";
    }
    return dead;
}

QStringList dead_paths(const QString& path, const QString& text, const QSet<QString>& exists) {
    static const QRegularExpression quoted(
        R"(`((?:app|studio|encoder|commerce-client|server|tests|docs|resources|scripts|bench|cmake)/[A-Za-z0-9_./-]*)`)");
    QStringList dead;
    for (auto it = quoted.globalMatch(without_code_blocks(text)); it.hasNext();) {
        const QString named = QDir::cleanPath(it.next().captured(1));
        if (!exists.contains(named)) dead += path + " names " + named + ", which is not there";
    }
    return dead;
}

QStringList unknown_options(const QString& path, const QString& text, const QString& help_texts) {
    static const QRegularExpression option(R"(`[^`\n]*?(--[a-z][a-z0-9-]+)[^`\n]*`)");
    QStringList unknown;
    for (auto it = option.globalMatch(without_code_blocks(text)); it.hasNext();) {
        const QString name = it.next().captured(1);
        const QRegularExpression whole(QRegularExpression::escape(name) + "(?![a-z0-9-])");
        if (!help_texts.contains(whole)) unknown += path + " speaks of " + name + ", which no program knows";
    }
    return unknown;
}

QStringList wrong_packages(const QString& text) {
    static const QRegularExpression section(R"(^\[(build|run|test|fuzz|node)\]$)");
    static const QRegularExpression name(R"(^[a-z0-9][a-z0-9.+-]+$)");  // Debian policy 5.6.1
    QStringList wrong;
    QSet<QString> seen;
    bool in_section = false;
    for (const QString& raw : text.split('\n')) {
        const QString line = raw.section('#', 0, 0).trimmed();
        if (line.isEmpty()) continue;
        if (line.startsWith('[')) {
            in_section = line.contains(section);
            if (!in_section) wrong += "packages.txt: unknown section " + line;
        } else if (!in_section || !line.contains(name)) {
            wrong += "packages.txt: not a package in a section: " + line;
        } else if (seen.contains(line)) {
            wrong += "packages.txt: twice: " + line;
        }
        seen += line;
    }
    return wrong;
}

}  // namespace vitrine::house
