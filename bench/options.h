// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <CLI/CLI.hpp>

#include "bench/books.h"

namespace vitrine::bench {

// Options that several measurements have. The values live as long as the command.
void add_store_option(CLI::App&, Store&);
void add_rounds_option(CLI::App&, int&);

// As it is given and printed.
const char* name_of(Store);

}  // namespace vitrine::bench
