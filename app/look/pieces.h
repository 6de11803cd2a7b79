// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QAction>
#include <QDockWidget>
#include <QKeySequence>
#include <QLabel>
#include <QPushButton>
#include <QString>
#include <QToolButton>
#include <functional>

namespace vitrine::app {

// The few pieces that every dock and dialog is made of. `kind` is what the style sheet knows it by.
inline constexpr int kGrid = 8;

QLabel* label(const QString& text, const char* kind = nullptr);
// Wraps, for sentences.
QLabel* paragraph(const QString& text, const char* kind = nullptr);
QPushButton* button(const QString& text, const char* kind = nullptr);
// An icon alone; name is its tool tip and what a screen reader says.
QToolButton* tool(const QString& icon, const QString& name);

// A key that works while the widget has the focus.
QAction* on_key(QWidget* widget, const QKeySequence& keys, std::function<void()> what);

// Gives a widget another `kind` (or any property of the style sheet) and has it drawn so.
void restyle(QWidget* widget, const char* property, const QVariant& value);

}  // namespace vitrine::app
