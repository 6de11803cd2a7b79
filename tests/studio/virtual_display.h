// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QProcess>
#include <memory>

namespace vitrine::tests {

// A screen for tests of the picture engine: the one there is, or an Xvfb of the test's own on a number that
// Xvfb picks, ended with the object. Made before QGuiApplication or the engine asks for DISPLAY.
class VirtualDisplay {
  public:
    VirtualDisplay();
    ~VirtualDisplay();

  private:
    std::unique_ptr<QProcess> xvfb_;
};

}  // namespace vitrine::tests
