// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <array>
#include <functional>
#include <string>
#include <string_view>
#include <utility>

namespace vitrine::store {

// A statement over many values, in three lengths, so that few kept statements serve any number of values.
class ManyValues {
  public:
    // write(n) is the statement over n values; its :names are all different.
    explicit ManyValues(const std::function<std::string(size_t)>& write) {
        for (auto& [length, text] : lengths_) text = write(length);
    }

    // Calls apply(text, first, count) until all values have had their turn.
    template <class Apply>
    void in_pieces(size_t values, Apply apply) const {
        size_t first = 0;
        for (const auto& [length, text] : lengths_) {
            for (; values - first >= length; first += length) apply(std::string_view(text), first, length);
        }
    }

  private:
    std::array<std::pair<size_t, std::string>, 3> lengths_{{{64, {}}, {8, {}}, {1, {}}}};
};

// "(:id0, :name0), (:id1, :name1)" for row = "(:id#, :name#)" and 2.
std::string repeated(std::string_view row, size_t count);

}  // namespace vitrine::store
