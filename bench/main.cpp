// SPDX-License-Identifier: GPL-3.0-or-later
#include <cstdio>
#include <exception>

#include "bench/command.h"

namespace {

constexpr int kBadOptions = 2;

}  // namespace

int main(int argc, char** argv) {
    using namespace vitrine::bench;
    CLI::App program{"How fast and how even this machine serves a show.", "vitrine-bench"};
    program.set_version_flag("--version", "vitrine-bench " VITRINE_VERSION);
    program.require_subcommand(1);
    program.footer("Each measurement has a --help of its own.");
    std::function<Figures()> run;
    bool json = false;
    add_command(program, checkout_command(), run, json);
    add_command(program, flash_sale_command(), run, json);
    add_command(program, holds_command(), run, json);
    add_command(program, latency_command(), run, json);
    add_command(program, ledger_command(), run, json);
    add_command(program, search_command(), run, json);
    try {
        program.parse(argc, argv);
    } catch (const CLI::ParseError& mistake) {
        if (const auto unknown = program.remaining(); !unknown.empty())
            std::fprintf(stderr, "vitrine-bench: there is no \"%s\".\n", unknown.front().c_str());
        return program.exit(mistake) == 0 ? 0 : kBadOptions;
    }
    try {
        print(run(), json);
        return 0;
    } catch (const std::exception& fault) {
        std::fprintf(stderr, "vitrine-bench: %s\n", fault.what());
        return 1;
    }
}
