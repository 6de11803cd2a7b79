// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QtGui/qwindowdefs.h>
#include <QColor>
#include <QRect>
#include <QSize>
#include <memory>

#include "studio/programme.h"

namespace vitrine::studio {

enum class View { unspecified, preview, programme };

// Draws preview or programme into a native window, letterboxed, on libobs's graphics thread. Made, resized
// and destroyed on the GUI's thread; the window must outlive it, and the Programme too. Make it at the first
// paint, once the window is exposed; sizes are in device pixels (logical size x devicePixelRatio).
class ViewDisplay {
  public:
    ViewDisplay(WId window, QSize pixels, View, Programme&, QColor surround = QColor(24, 24, 27));
    ~ViewDisplay();
    ViewDisplay(const ViewDisplay&) = delete;
    ViewDisplay& operator=(const ViewDisplay&) = delete;

    void resize(QSize pixels);
    void set_surround(QColor surround);
    void set_enabled(bool);      // a hidden view costs nothing
    QRect picture_rect() const;  // where the canvas stands in the window, device pixels

  private:
    struct Parts;
    std::unique_ptr<Parts> parts_;
};

// The largest rectangle of the canvas's shape, centred.
QRect letterbox(QSize canvas, QSize window);

}  // namespace vitrine::studio
