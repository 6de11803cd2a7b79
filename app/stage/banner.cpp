// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/stage/banner.h"

#include <QAccessible>
#include <QFrame>
#include <QHBoxLayout>

#include "app/look/icons.h"
#include "app/look/pieces.h"
#include "app/look/theme.h"

namespace vitrine::app {
namespace {

constexpr size_t kMostShown = 3;

const char* style_of(Weight weight) {
    switch (weight) {
        case Weight::info:
            return "info";
        case Weight::warning:
            return "warning";
        case Weight::problem:
            break;
    }
    return "problem";
}

QColor colour_of(Weight weight) {
    switch (weight) {
        case Weight::info:
            return theme().good;
        case Weight::warning:
            return theme().warn;
        case Weight::problem:
            break;
    }
    return theme().bad;
}

}  // namespace

Banner::Banner(Notices& notices, QWidget* parent)
    : QWidget(parent), notices_(notices), rows_(new QVBoxLayout(this)) {
    rows_->setContentsMargins(0, 0, 0, 0);
    rows_->setSpacing(2);
    connect(&notices_, &Notices::changed, this, &Banner::rebuild);
    connect(&theme_news(), &ThemeNews::changed, this, &Banner::rebuild);
    rebuild();
}

void Banner::rebuild() {
    while (QLayoutItem* item = rows_->takeAt(0)) {
        item->widget()->hide();
        item->widget()->deleteLater();
        delete item;
    }
    for (size_t i = 0; i < notices_.all().size() && i < kMostShown; ++i)
        rows_->addWidget(makeRow(notices_.all()[i]));
    setVisible(!notices_.all().empty());
    if (!notices_.all().empty()) {
        setAccessibleName(notices_.all().front().text);
        QAccessibleEvent spoken(this, QAccessible::Alert);
        QAccessible::updateAccessibility(&spoken);
    }
}

QWidget* Banner::makeRow(const Notice& notice) {
    auto* frame = new QFrame;
    frame->setObjectName("notice-" + notice.topic);
    frame->setProperty("banner", style_of(notice.weight));
    auto* row = new QHBoxLayout(frame);
    row->setContentsMargins(kGrid * 2, kGrid, kGrid, kGrid);
    row->setSpacing(kGrid + 4);
    auto* mark = new QLabel;
    mark->setPixmap(
        icon(notice.weight == Weight::info ? "info" : "warning", colour_of(notice.weight)).pixmap(20, 20));
    row->addWidget(mark, 0, Qt::AlignTop);
    QLabel* text = paragraph(notice.text);
    text->setTextInteractionFlags(Qt::TextSelectableByMouse);
    row->addWidget(text, 1);
    if (notice.action) {
        QPushButton* act = button(notice.action_text);
        connect(act, &QPushButton::clicked, this, [this, topic = notice.topic, action = notice.action] {
            notices_.clear(topic);
            action();
        });
        row->addWidget(act, 0, Qt::AlignTop);
    }
    QToolButton* close = tool("close", tr("Close this message"));
    connect(close, &QToolButton::clicked, this, [this, topic = notice.topic] { notices_.clear(topic); });
    row->addWidget(close, 0, Qt::AlignTop);
    return frame;
}

}  // namespace vitrine::app
