// SPDX-License-Identifier: GPL-3.0-or-later
#include <cstdio>
#include <exception>

#include "bench/command.h"

int main(int argc, char** argv) {
    using namespace vitrine::bench;
    CLI::App program{"vitrine-bench: how fast and how even this machine serves a show"};
    program.require_subcommand(1);
    std::function<Figures()> run;
    bool json = false;
    add_command(program, latency_command(), run, json);
    CLI11_PARSE(program, argc, argv);
    try {
        print(run(), json);
        return 0;
    } catch (const std::exception& fault) {
        std::fprintf(stderr, "vitrine-bench: %s\n", fault.what());
        return 1;
    }
}
