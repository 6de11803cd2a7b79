// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QLabel>
#include <QLineEdit>
#include <QListView>
#include <QToolButton>
#include <QWidget>

#include "commerce-client/chat_model.h"

namespace vitrine::app {

// What viewers write, and what the host answers. A chosen line is removed with Delete or from its menu.
class ChatDock final : public QWidget {
    Q_OBJECT
  public:
    static constexpr int kLongestLine = 500;  // code points, as the server allows

    explicit ChatDock(commerce::ChatModel& chat, QWidget* parent = nullptr);

    QLineEdit* field() const { return field_; }
    // There is a show to write in.
    void setOpen(bool open);

  signals:
    void sayWanted(const QString& text);
    void removeWanted(const QString& line_id);

  private:
    void send();
    void removeCurrent();
    void showEmpty();

    commerce::ChatModel& chat_;
    QListView* list_;
    QLabel* empty_;
    QLineEdit* field_;
    QToolButton* send_;
    bool at_end_ = true;
};

}  // namespace vitrine::app
