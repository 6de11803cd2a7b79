// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <CLI/CLI.hpp>
#include <functional>
#include <nlohmann/json.hpp>
#include <string>

namespace vitrine::bench {

// What a sub-command found: figures with their unit last in the name. With --json it is printed as one object
// on the last line; without, as a table. What goes wrong is thrown as std::runtime_error, in words for the
// operator.
using Figures = nlohmann::ordered_json;

// A sub-command adds its options to `app` and answers how it is run.
struct Command {
    std::string name;
    std::string about;
    std::function<std::function<Figures()>(CLI::App& app)> add_options;
};

// Makes `command` a sub-command of `program`; its outcome lands in `run`, whether JSON is wanted in `json`.
void add_command(CLI::App& program, const Command& command, std::function<Figures()>& run, bool& json);

void print(const Figures& figures, bool json);

Command checkout_command();
Command flash_sale_command();
Command holds_command();
Command latency_command();
Command ledger_command();
Command search_command();

}  // namespace vitrine::bench
