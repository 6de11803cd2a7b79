// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QString>
#include <QStringList>

// Rules on one file's name and text. Each returns one complaint per offence; paths are relative to the root.
namespace vitrine::house {

inline constexpr int kMostLines = 600;

bool is_source(const QString& path);  // code that we wrote, of any language

QStringList too_long(const QString& path, const QString& text);
QStringList no_licence(const QString& path, const QString& text);
QStringList untidy(const QString& path, const QString& text);  // tabs, trailing spaces, no newline at the end
QStringList vague_name(const QString& path);                   // manager, helper, util, common
QStringList postponed_work(const QString& path, const QString& text);
QStringList hidden_clock(const QString& path, const QString& text);  // now() in code that is given a Clock
QStringList no_pragma_once(const QString& path, const QString& text);

}  // namespace vitrine::house
