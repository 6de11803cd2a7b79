# SPDX-License-Identifier: GPL-3.0-or-later
# shellcheck shell=bash
# Sourced after progress.sh. Installs what packages.txt lists and this machine lacks.

# packages_in SECTION…: the names listed there, one a line.
packages_in() {
    awk -v wanted=" $* " '
        { sub(/#.*/, "") }
        /^\[.*\]/ { section = substr($1, 2, length($1) - 2); next }
        NF && index(wanted, " " section " ") { print $1 }' "$ROOT/packages.txt"
}

missing_packages() {
    local listed
    mapfile -t listed < <(packages_in "$@")
    # dpkg-query fails when one is unknown and still prints the others.
    comm -23 <(printf '%s\n' "${listed[@]}" | sort -u) \
        <(dpkg-query -W -f='${db:Status-Status} ${Package}\n' "${listed[@]}" 2>/dev/null |
            awk '$1 == "installed" { print $2 }' | sort -u)
}

as_root() {
    if [ "$(id -u)" = 0 ]; then
        "$@"
    elif command -v sudo >/dev/null; then
        sudo -- "$@"
    else
        die "These packages must be installed by root, and there is no sudo here. As root, run:" \
            "  apt-get install --no-install-recommends ${missing[*]}"
    fi
}

# install_packages SECTION…: quick when nothing is missing.
install_packages() {
    if ! command -v dpkg-query >/dev/null || ! command -v apt-get >/dev/null; then
        say "No apt here: install what packages.txt lists in your system's own way. Going on without."
        return
    fi
    local missing
    mapfile -t missing < <(missing_packages "$@")
    [ ${#missing[@]} -gt 0 ] || return 0
    say "Missing: ${missing[*]}"
    step_in_front "Reading the package lists" as_root apt-get update -q
    step_in_front "Installing ${#missing[@]} packages" as_root env DEBIAN_FRONTEND=noninteractive \
        apt-get install -y -q --no-install-recommends "${missing[@]}" </dev/null
}
