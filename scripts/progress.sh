# SPDX-License-Identifier: GPL-3.0-or-later
# shellcheck shell=bash
# Sourced. What a person reads while a long step runs: a line when it begins, a line when it ends.

say() { printf '%s\n' "$*" >&2; }

die() {
    say "$@"
    exit 1
}

# step "Doing this" command…: says how long it took, or what failed.
step() {
    local what=$1 began=$SECONDS
    shift
    say "── $what"
    if "$@"; then
        say "   done in $((SECONDS - began)) s"
    else
        local code=$?
        say "   FAILED after $((SECONDS - began)) s: $what"
        return $code
    fi
}
