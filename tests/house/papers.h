// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QSet>
#include <QString>
#include <QStringList>

// Rules on what a newcomer reads and on the list of packages.
namespace vitrine::house {

// Links of a Markdown page that lead to no file: `exists` says which paths (relative to the root) there are.
QStringList dead_links(const QString& path, const QString& text, const QSet<QString>& exists);

// Paths in back quotes ("server/shop/sales.h") that name no file or folder.
QStringList dead_paths(const QString& path, const QString& text, const QSet<QString>& exists);

// Long options in back quotes (`--seconds`) that none of `help_texts` knows.
QStringList unknown_options(const QString& path, const QString& text, const QString& help_texts);

// packages.txt: known sections, one name a line, none twice.
QStringList wrong_packages(const QString& text);

}  // namespace vitrine::house
