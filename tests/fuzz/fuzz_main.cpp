// SPDX-License-Identifier: GPL-3.0-or-later
// libFuzzer's entry, one program per target: VITRINE_TARGET is set by the build.
#include "tests/fuzz/targets.h"

extern "C" int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size) {
    vitrine::fuzz::VITRINE_TARGET.run(data, size);
    return 0;
}
