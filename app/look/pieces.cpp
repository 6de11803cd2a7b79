// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/look/pieces.h"

#include <QAccessible>
#include <QResizeEvent>
#include <QStyle>
#include <QVariant>

#include "app/look/icons.h"
#include "app/look/theme.h"

namespace vitrine::app {

QLabel* label(const QString& text, const char* kind) {
    auto* made = new QLabel(text);
    made->setTextFormat(Qt::PlainText);
    if (kind) made->setProperty("kind", kind);
    return made;
}

QLabel* paragraph(const QString& text, const char* kind) {
    QLabel* made = label(text, kind);
    made->setWordWrap(true);
    return made;
}

ElidedLabel::ElidedLabel(const char* kind) {
    setTextFormat(Qt::PlainText);
    setProperty("kind", kind);
    setSizePolicy(QSizePolicy::Ignored, QSizePolicy::Preferred);
}

void ElidedLabel::setWhole(const QString& text) {
    whole_ = text;
    setAccessibleName(text);
    elide();
}

QSize ElidedLabel::minimumSizeHint() const { return {kGrid * 4, QLabel::minimumSizeHint().height()}; }

void ElidedLabel::resizeEvent(QResizeEvent* event) {
    QLabel::resizeEvent(event);
    elide();
}

void ElidedLabel::elide() {
    const QString shown = fontMetrics().elidedText(whole_, Qt::ElideRight, contentsRect().width());
    if (shown != text()) setText(shown);
    setToolTip(shown == whole_ ? QString() : whole_);
}

QPushButton* button(const QString& text, const char* kind) {
    auto* made = new QPushButton(text);
    made->setAutoDefault(false);
    made->setFocusPolicy(Qt::TabFocus);  // a click leaves the keys where they were
    if (kind) made->setProperty("kind", kind);
    return made;
}

QToolButton* tool(const QString& drawing, const QString& name) {
    auto* made = new QToolButton;
    made->setIcon(icon(drawing));
    QObject::connect(&theme_news(), &ThemeNews::changed, made,
                     [made, drawing] { made->setIcon(icon(drawing)); });
    made->setProperty("kind", "small");
    made->setToolTip(name);
    made->setAccessibleName(name);
    made->setIconSize({18, 18});
    made->setFocusPolicy(Qt::TabFocus);
    return made;
}

QVBoxLayout* dialog_column(QDialog* dialog, const QString& title) {
    auto* column = new QVBoxLayout(dialog);
    column->setContentsMargins(kGrid * 3, kGrid * 3, kGrid * 3, kGrid * 2);
    column->setSpacing(kGrid * 2);
    column->addWidget(label(title, "title"));
    return column;
}

QFormLayout* form() {
    auto* made = new QFormLayout;
    made->setHorizontalSpacing(kGrid * 2);
    made->setVerticalSpacing(kGrid);
    return made;
}

void add_row(QFormLayout* form, const QString& name, QLayout* row, QWidget* field) {
    auto* title = new QLabel(name);
    title->setBuddy(field);
    form->addRow(title, row);
}

QLabel* problem_line() {
    QLabel* made = paragraph({}, "bad");
    made->setObjectName("problem");
    made->hide();
    return made;
}

void tell_problem(QLabel* line, const QString& problem) {
    line->setText(problem);
    line->show();
    // A screen reader says it though the focus is elsewhere.
    QAccessibleEvent spoken(line, QAccessible::Alert);
    QAccessible::updateAccessibility(&spoken);
}

QAction* on_key(QWidget* widget, const QKeySequence& keys, std::function<void()> what) {
    auto* action = new QAction(widget);
    action->setShortcut(keys);
    action->setShortcutContext(Qt::WidgetShortcut);
    QObject::connect(action, &QAction::triggered, widget, [what = std::move(what)] { what(); });
    widget->addAction(action);
    return action;
}

void restyle(QWidget* widget, const char* property, const QVariant& value) {
    if (widget->property(property) == value) return;
    widget->setProperty(property, value);
    widget->style()->unpolish(widget);
    widget->style()->polish(widget);
}

}  // namespace vitrine::app
