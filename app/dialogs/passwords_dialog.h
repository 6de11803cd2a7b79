// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QDialog>

#include "vitrine/v1/identity.pb.h"

namespace vitrine::app {

// The passwords that the server made: shown this once.
class PasswordsDialog final : public QDialog {
    Q_OBJECT
  public:
    // kept_where: where the studio keeps the creator's, for the person.
    PasswordsDialog(const v1::SetUpResponse& made, const QString& kept_where, QWidget* parent = nullptr);
};

}  // namespace vitrine::app
