// SPDX-License-Identifier: GPL-3.0-or-later
#include "commerce-client/drop_board.h"

#include <algorithm>

namespace vitrine::commerce {

void DropBoard::reset(std::vector<v1::Drop> drops) { drops_ = std::move(drops); }

void DropBoard::apply(const v1::Drop& drop) {
    const auto known = std::find_if(drops_.begin(), drops_.end(),
                                    [&](const v1::Drop& each) { return each.id() == drop.id(); });
    if (known != drops_.end()) {
        *known = drop;
    } else {
        drops_.push_back(drop);
    }
    emit changed(drop);
}

const v1::Drop* DropBoard::find(const std::string& drop_id) const {
    const auto found = std::find_if(drops_.begin(), drops_.end(),
                                    [&](const v1::Drop& each) { return each.id() == drop_id; });
    return found == drops_.end() ? nullptr : &*found;
}

}  // namespace vitrine::commerce
