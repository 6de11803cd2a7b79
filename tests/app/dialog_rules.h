// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QDialog>

namespace vitrine::tests {

// What every dialog must be: small enough for a screen of 1280 × 720, its fields named for those who hear
// them only, and reached by the Tab key from top to bottom. What is wrong with this one; "" when nothing is.
QString dialog_fault(QDialog& dialog);

}  // namespace vitrine::tests
