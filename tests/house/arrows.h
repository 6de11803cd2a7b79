// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QString>
#include <QStringList>

namespace vitrine::house {

// The folders that own a source file: "server/shop" for "server/shop/sales.h", "app" for
// "app/docks/chat.cpp", "server" for the wiring in "server/main.cpp". Empty for tests and anything else that
// may include what it likes.
QString part_of(const QString& path);

// One complaint a wrong include: a part of ours that this part must not know, or an outside library that
// belongs to another part (libobs, gRPC, Qt Widgets).
QStringList wrong_includes(const QString& path, const QString& text);

}  // namespace vitrine::house
