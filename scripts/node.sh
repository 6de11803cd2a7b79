# SPDX-License-Identifier: GPL-3.0-or-later
# shellcheck shell=bash
# Sourced after packages.sh. Puts a Node.js that the page's tools accept on the PATH.
# Debian 12 ships Node 18. The npm package "node" carries Node's own binaries, so npm can bring a newer one,
# into the user's cache and nowhere else.

NODE_WANTED=20.19
NODE_PINNED=20.20.2

node_is_new_enough() {
    command -v node >/dev/null && command -v npm >/dev/null &&
        [ "$(printf 'v%s\n%s\n' "$NODE_WANTED" "$(node --version)" | sort -V | head -n 1)" = "v$NODE_WANTED" ]
}

ensure_node() {
    node_is_new_enough && return
    local kept="${XDG_CACHE_HOME:-$HOME/.cache}/vitrine/node-$NODE_PINNED"
    PATH="$kept/node_modules/node/bin:$PATH"
    node_is_new_enough && return
    install_packages node
    step "Fetching Node.js $NODE_PINNED into $kept (this machine has none from $NODE_WANTED on)" \
        npm install --prefix "$kept" --no-audit --no-fund --loglevel=error "node@$NODE_PINNED"
    hash -r
    node_is_new_enough || die "Node.js $NODE_WANTED or newer is needed and could not be fetched. Install it, then try again."
}
