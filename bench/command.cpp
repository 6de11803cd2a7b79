// SPDX-License-Identifier: GPL-3.0-or-later
#include "bench/command.h"

#include <cstdio>

namespace vitrine::bench {

void add_command(CLI::App& program, const Command& command, std::function<Figures()>& run, bool& json) {
    CLI::App* app = program.add_subcommand(command.name, command.about)->footer("");
    app->add_flag("--json", json, "Print the figures as one JSON object on the last line");
    app->callback([&run, measure = command.add_options(*app)] { run = measure; });
}

void print(const Figures& figures, bool json) {
    if (json) {
        std::printf("%s\n", figures.dump().c_str());
        return;
    }
    for (const auto& [name, value] : figures.items())
        std::printf("%-20s %s\n", name.c_str(),
                    value.is_string() ? value.get<std::string>().c_str() : value.dump().c_str());
}

}  // namespace vitrine::bench
