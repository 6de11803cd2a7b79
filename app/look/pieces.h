// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QAction>
#include <QDialog>
#include <QFormLayout>
#include <QKeySequence>
#include <QLabel>
#include <QPushButton>
#include <QString>
#include <QToolButton>
#include <QVBoxLayout>
#include <functional>

namespace vitrine::app {

// The few pieces that every dock and dialog is made of. `kind` is what the style sheet knows it by.
inline constexpr int kGrid = 8;

QLabel* label(const QString& text, const char* kind = nullptr);
// Wraps, for sentences.
QLabel* paragraph(const QString& text, const char* kind = nullptr);
// One line that ends in "…" where there is no room for it, and tells the whole as its tool tip.
class ElidedLabel final : public QLabel {
  public:
    explicit ElidedLabel(const char* kind);
    void setWhole(const QString& text);
    QSize minimumSizeHint() const override;

  protected:
    void resizeEvent(QResizeEvent*) override;

  private:
    void elide();
    QString whole_;
};
QPushButton* button(const QString& text, const char* kind = nullptr);
// An icon alone; name is its tool tip and what a screen reader says.
QToolButton* tool(const QString& icon, const QString& name);

// A key that works while the widget has the focus.
QAction* on_key(QWidget* widget, const QKeySequence& keys, std::function<void()> what);

// What every dialog is made of: margins, its name in large letters, …
QVBoxLayout* dialog_column(QDialog* dialog, const QString& title);
// … rows of a name and a field, …
QFormLayout* form();
// A row of several: its name is the buddy of the field that its key goes to.
void add_row(QFormLayout* form, const QString& name, QLayout* row, QWidget* field);
// … and a line for what went wrong, hidden until there is something to tell.
QLabel* problem_line();
void tell_problem(QLabel* line, const QString& problem);

// Gives a widget another `kind` (or any property of the style sheet) and has it drawn so.
void restyle(QWidget* widget, const char* property, const QVariant& value);

}  // namespace vitrine::app
