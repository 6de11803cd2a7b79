// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/look/pieces.h"

#include <QEvent>
#include <QStyle>
#include <QVariant>

#include "app/look/icons.h"

namespace vitrine::app {
namespace {

// A button that draws its icon in the colours of the theme, also after another one was chosen.
class ThemedTool final : public QToolButton {
  public:
    explicit ThemedTool(QString drawing) : drawing_(std::move(drawing)) { setIcon(app::icon(drawing_)); }

  protected:
    void changeEvent(QEvent* event) override {
        QToolButton::changeEvent(event);
        if (event->type() == QEvent::PaletteChange) setIcon(app::icon(drawing_));
    }

  private:
    QString drawing_;
};

}  // namespace

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

QPushButton* button(const QString& text, const char* kind) {
    auto* made = new QPushButton(text);
    made->setAutoDefault(false);
    if (kind) made->setProperty("kind", kind);
    return made;
}

QToolButton* tool(const QString& drawing, const QString& name) {
    auto* made = new ThemedTool(drawing);
    made->setProperty("kind", "small");
    made->setToolTip(name);
    made->setAccessibleName(name);
    made->setIconSize({18, 18});
    made->setFocusPolicy(Qt::TabFocus);
    return made;
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
