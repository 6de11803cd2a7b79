// SPDX-License-Identifier: GPL-3.0-or-later
#include "bench/options.h"

namespace vitrine::bench {

void add_store_option(CLI::App& app, Store& store) {
    app.add_option_function<std::string>(
           "--store",
           [&store](const std::string& name) {
               store = name == name_of(Store::postgresql) ? Store::postgresql : Store::sqlite;
           },
           "The database")
        ->check(CLI::IsMember({name_of(Store::sqlite), name_of(Store::postgresql)}))
        ->default_str(name_of(store));
}

void add_rounds_option(CLI::App& app, int& rounds) {
    app.add_option("--rounds", rounds, "The median of so many counts")
        ->check(CLI::Range(1, 99))
        ->capture_default_str();
}

const char* name_of(Store store) { return store == Store::sqlite ? "sqlite" : "postgresql"; }

}  // namespace vitrine::bench
