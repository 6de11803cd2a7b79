# SPDX-License-Identifier: GPL-3.0-or-later
# shellcheck shell=bash
# Sourced. What a person reads while a long step runs: a line when it begins, a line when it ends.

say() { printf '%s\n' "$*" >&2; }

die() {
    say "$@"
    exit 1
}

# step "Doing this" command…: says how long it took, or what failed. The command runs in a process group of its own while
# we wait: bash hears no signal as long as something runs in front, and a Ctrl-C is for this script, which ends the rest.
step() {
    local what=$1 began=$SECONDS code=0
    shift
    say "── $what"
    set -m
    "$@" </dev/null &
    set +m
    wait $! || code=$?
    tell_end "$what" "$began" $code
}

# step_in_front "Doing this" command…: one that may ask the person something, and must not be cut short.
step_in_front() {
    local what=$1 began=$SECONDS code=0
    shift
    say "── $what"
    "$@" || code=$?
    tell_end "$what" "$began" $code
}

tell_end() {
    if [ "$3" = 0 ]; then
        say "   done in $((SECONDS - $2)) s"
    else
        say "   FAILED after $((SECONDS - $2)) s: $1"
    fi
    return "$3"
}
