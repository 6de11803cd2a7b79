#!/usr/bin/env bash
# SPDX-License-Identifier: GPL-3.0-or-later
# A PostgreSQL of its own for tests and vitrine-bench, in a temporary folder and on a socket there: no port, and
# nothing of the server that the machine may have. FILE holds the folder as long as it exists.
#   postgresql.sh start FILE    makes and starts it (FSYNC=on: as durable as a real one)
#   postgresql.sh crash FILE    ends it at once, as SIGKILL would
#   postgresql.sh again FILE    starts it again
#   postgresql.sh end FILE      ends it and clears everything away
set -euo pipefail

file=$2
bin=$(find /usr/lib/postgresql -maxdepth 2 -name bin 2>/dev/null | sort -V | tail -n 1)
[ -n "$bin" ] || { echo "PostgreSQL is not installed; ./test installs it." >&2 && exit 1; }

# initdb and postgres refuse to run as root.
as_owner() {
    if [ "$(id -u)" = 0 ]; then
        setpriv --reuid=postgres --regid=postgres --init-groups "$@"
    else
        "$@"
    fi
}

pg_ctl() {
    local folder
    folder=$(cat "$file")
    cd "$folder"
    as_owner "$bin/pg_ctl" -D data -l log -w -s "$@"
}

end() {
    [ -f "$file" ] || return 0
    pg_ctl stop -m immediate || true
    rm -rf "$(cat "$file")" "$file"
}

start() {
    end  # one that a killed run left
    local folder
    folder=$(mktemp -d "${TMPDIR:-/tmp}/vitrine-postgresql.XXXXXX")
    [ "$(id -u)" != 0 ] || chown postgres "$folder"
    echo "$folder" >"$file"
    cd "$folder"
    as_owner "$bin/initdb" -D data -U vitrine -A trust -E UTF8 --locale=C.UTF-8 --no-sync >/dev/null
    cat >>data/postgresql.conf <<SETTINGS
unix_socket_directories = '$folder'
listen_addresses = ''
max_connections = 200
# Unsynced, tests are quick; what a power failure does is not tried.
fsync = ${FSYNC:-off}
SETTINGS
    pg_ctl start
}

case $1 in
    start) start ;;
    crash) pg_ctl stop -m immediate ;;
    again) pg_ctl start ;;
    end) end ;;
    *) exit 2 ;;
esac
