// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QCheckBox>
#include <QColor>
#include <QComboBox>
#include <QDialog>
#include <QFormLayout>
#include <QLabel>
#include <QLineEdit>
#include <QPlainTextEdit>
#include <QPushButton>
#include <QSpinBox>

#include "studio/scene_collection.h"

namespace vitrine::app {

// What a source of one kind is made of: name, and device, address, file, or text.
class SourceDialog final : public QDialog {
    Q_OBJECT
  public:
    explicit SourceDialog(studio::SourceKind kind, QWidget* parent = nullptr);

    QString suggestedName() const;
    void setSourceName(const QString& name);
    QString sourceName() const;
    void setSettings(const studio::SourceSettings& settings);
    studio::SourceSettings settings() const;

  private:
    void addDevices();
    void addAddress();
    void addFile();
    void addText();
    void chooseFile();
    void showColour();
    void check();

    const studio::SourceKind kind_;
    QFormLayout* form_;
    QLineEdit* name_;
    QComboBox* device_ = nullptr;
    QLineEdit* place_ = nullptr;   // address or file
    QCheckBox* option_ = nullptr;  // loop, cursor, bold
    QPlainTextEdit* text_ = nullptr;
    QSpinBox* size_ = nullptr;
    QPushButton* colour_button_ = nullptr;
    QColor colour_ = Qt::white;
    studio::SourceSettings as_given_;  // what the form does not show stays as it was
    QLabel* hint_;
    QPushButton* accept_;
};

// The dialog for a source that is there already, and what was changed in it.
Result<Done> edit_source(studio::SceneCollection& scenes, const QString& source_id, QWidget* parent);

}  // namespace vitrine::app
