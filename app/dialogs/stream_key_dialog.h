// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QDialog>

#include "vitrine/v1/show.pb.h"

namespace vitrine::app {

// Where and with which key OBS, a phone or ffmpeg publishes this show instead of the studio. Fields to copy
// from; the key is hidden until asked for, for screens are shared.
class StreamKeyDialog final : public QDialog {
    Q_OBJECT
  public:
    explicit StreamKeyDialog(const v1::StreamTarget& target, QWidget* parent = nullptr);
};

}  // namespace vitrine::app
