// SPDX-License-Identifier: GPL-3.0-or-later
// libFuzzer's entries, one program per target: VITRINE_TARGET is set by the build.
#include <filesystem>
#include <fstream>
#include <string_view>

#include "tests/fuzz/targets.h"

namespace {

// Coverage starts from well-formed input: the target's seeds are put into the corpus's folder first.
void write_seeds(const std::filesystem::path& folder) {
    std::filesystem::create_directories(folder);
    int number = 0;
    for (const std::string& seed : vitrine::fuzz::VITRINE_TARGET.seeds())
        std::ofstream(folder / ("seed-" + std::to_string(++number)), std::ios::binary) << seed;
}

}  // namespace

// Called before libFuzzer reads its arguments. The first that is no option is the folder it adds to.
extern "C" int LLVMFuzzerInitialize(int* argc, char*** argv) {
    for (int i = 1; i < *argc; ++i) {
        const std::string_view argument = (*argv)[i];
        if (argument.starts_with('-')) continue;
        if (!std::filesystem::is_regular_file(argument)) write_seeds(argument);
        break;
    }
    return 0;
}

extern "C" int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size) {
    vitrine::fuzz::VITRINE_TARGET.run(data, size);
    return 0;
}
