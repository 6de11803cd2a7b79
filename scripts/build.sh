# SPDX-License-Identifier: GPL-3.0-or-later
# shellcheck shell=bash
# Sourced after node.sh. Compiles the programs and bundles the page (the target
# "player"); does nothing that is done already.

# build_cpp PRESET FOLDER [TARGET…]: ninja configures again by itself when a CMake file changed.
build_cpp() {
    local preset=$1 folder=$ROOT/$2
    shift 2
    [ -f "$folder/build.ninja" ] || step "Configuring ($preset)" cmake_quietly "$preset" || return
    step "Compiling ($preset)" ninja -C "$folder" "$@"
}

# cmake_quietly PRESET [ARGUMENT…]: speaks only when it fails.
cmake_quietly() {
    local log
    log=$(mktemp)
    if (cd "$ROOT" && cmake --preset "$@" >"$log" 2>&1); then
        rm -f "$log"
    else
        cat "$log" >&2
        rm -f "$log"
        return 1
    fi
}
