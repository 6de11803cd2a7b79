// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QObject>
#include <string>
#include <vector>

#include "vitrine/v1/drop.pb.h"

namespace vitrine::commerce {

// The drops of a show that are under way or were drawn while it was followed. GUI thread.
class DropBoard final : public QObject {
    Q_OBJECT
  public:
    using QObject::QObject;

    void reset(std::vector<v1::Drop> drops);
    void apply(const v1::Drop& drop);
    // Null: not known here.
    const v1::Drop* find(const std::string& drop_id) const;

  signals:
    void changed(const vitrine::v1::Drop& drop);

  private:
    std::vector<v1::Drop> drops_;
};

}  // namespace vitrine::commerce
