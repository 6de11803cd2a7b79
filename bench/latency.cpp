// SPDX-License-Identifier: GPL-3.0-or-later
// vitrine-bench latency: glass to glass through the real studio, server and browser on this machine.
#include <memory>

#include "bench/command.h"
#include "bench/stage_program.h"

namespace vitrine::bench {

Command latency_command() {
    return {"latency",
            "Milliseconds from the studio's programme to a viewer's page, and from a pin's frame to the pin",
            [](CLI::App& app) -> std::function<Figures()> {
                struct Asked {
                    std::string protocol = "llhls";
                    int seconds = 20;
                    int pins = 20;
                };
                const auto asked = std::make_shared<Asked>();
                app.add_option("--protocol", asked->protocol, "How the page gets the picture")
                    ->check(CLI::IsMember({"llhls"}))
                    ->capture_default_str();
                app.add_option("--seconds", asked->seconds, "How long frames are timed")
                    ->check(CLI::Range(5, 3600))
                    ->capture_default_str();
                app.add_option("--pins", asked->pins, "How many pins are timed")
                    ->check(CLI::Range(1, 1000))
                    ->capture_default_str();
                return [asked] {
                    return run_stage_program("latency.mjs", {asked->protocol, std::to_string(asked->seconds),
                                                             std::to_string(asked->pins)});
                };
            }};
}

}  // namespace vitrine::bench
