// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/stage/view_surface.h"

#include <QMouseEvent>
#include <QWindow>

#include "app/look/theme.h"

namespace vitrine::app {

ViewSurface::ViewSurface(studio::View view, studio::Programme& programme, QWidget* parent)
    : QWidget(parent), view_(view), programme_(programme) {
    setAttribute(Qt::WA_NativeWindow);
    setAttribute(Qt::WA_PaintOnScreen);
    setAttribute(Qt::WA_NoSystemBackground);
    setAttribute(Qt::WA_OpaquePaintEvent);
    setAttribute(Qt::WA_DontCreateNativeAncestors);
    setMinimumSize(240, 135);
    setSizePolicy(QSizePolicy::Expanding, QSizePolicy::Expanding);
    connect(&theme_news(), &ThemeNews::changed, this, [this] {
        if (display_) display_->set_surround(theme().surface);
    });
}

ViewSurface::~ViewSurface() = default;

QSize ViewSurface::devicePixels() const { return size() * devicePixelRatioF(); }

void ViewSurface::makeDisplay() {
    if (display_ || !windowHandle() || !windowHandle()->isExposed()) return;
    display_ =
        std::make_unique<studio::ViewDisplay>(winId(), devicePixels(), view_, programme_, theme().surface);
}

void ViewSurface::paintEvent(QPaintEvent*) { makeDisplay(); }

void ViewSurface::resizeEvent(QResizeEvent* event) {
    QWidget::resizeEvent(event);
    if (display_) display_->resize(devicePixels());
}

void ViewSurface::showEvent(QShowEvent* event) {
    QWidget::showEvent(event);
    if (display_) display_->set_enabled(true);
}

void ViewSurface::hideEvent(QHideEvent* event) {
    QWidget::hideEvent(event);
    if (display_) display_->set_enabled(false);
}

void ViewSurface::mousePressEvent(QMouseEvent* event) {
    if (event->button() == Qt::LeftButton) emit clicked();
}

}  // namespace vitrine::app
