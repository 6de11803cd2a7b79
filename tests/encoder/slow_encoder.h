// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

namespace vitrine::tests {

// Hardware whose driver takes its time and then fails: libobs's NVENC, which the machines that run tests have
// not, as an encoder that opens when it is let, and never well. One at a time, after the engine's start; lets
// go by itself at its end.
class SlowEncoder {
  public:
    SlowEncoder();
    ~SlowEncoder();
    int openings() const;  // begun so far
    void let();            // those under way, and all later ones, fail at once
};

}  // namespace vitrine::tests
