// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QWidget>
#include <memory>

#include "studio/view_display.h"

namespace vitrine::app {

// A native window that libobs draws into: preview or programme. Qt paints nothing here. GUI thread.
class ViewSurface final : public QWidget {
    Q_OBJECT
  public:
    ViewSurface(studio::View view, studio::Programme& programme, QWidget* parent = nullptr);
    ~ViewSurface() override;

    QSize sizeHint() const override { return {640, 360}; }

  signals:
    void clicked();

  protected:
    QPaintEngine* paintEngine() const override { return nullptr; }
    void paintEvent(QPaintEvent*) override;
    void resizeEvent(QResizeEvent*) override;
    void showEvent(QShowEvent*) override;
    void hideEvent(QHideEvent*) override;
    void mousePressEvent(QMouseEvent*) override;

  private:
    QSize devicePixels() const;
    void makeDisplay();

    const studio::View view_;
    studio::Programme& programme_;
    std::unique_ptr<studio::ViewDisplay> display_;
};

}  // namespace vitrine::app
