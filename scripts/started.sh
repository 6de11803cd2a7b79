# SPDX-License-Identifier: GPL-3.0-or-later
# shellcheck shell=bash
# Sourced after progress.sh. Everything started from here carries VITRINE_STARTED_BY, and inherits it to what it starts
# itself (the Studio's bundled server): so all of it, and nothing else, can be ended.

VITRINE_STARTED_BY="$$-$(date +%s%N)"
export VITRINE_STARTED_BY

# end_all_at_exit COMMAND: whatever ends this script (Ctrl-C, SIGTERM, a closed terminal, a fault) runs COMMAND, then ends
# what was started.
end_all_at_exit() {
    # shellcheck disable=SC2064 # COMMAND is known now
    trap "trap '' INT TERM HUP; $1; end_started" EXIT
    trap 'exit 129' HUP
    trap 'exit 130' INT
    trap 'exit 143' TERM
}

# started_processes ARRAY: the process ids that carry our mark. This shell exported it after its own start, so it is not among
# them, and grep is spared it.
started_processes() {
    local -n found=$1
    mapfile -t found < <(env -u VITRINE_STARTED_BY grep -lzxF "VITRINE_STARTED_BY=$VITRINE_STARTED_BY" \
        /proc/[0-9]*/environ 2>/dev/null)
    found=("${found[@]//[!0-9]/}")
}

# Asks all to end, waits up to ten seconds, then insists.
end_started() {
    local pids waited
    started_processes pids
    [ ${#pids[@]} -gt 0 ] || return 0
    kill -TERM "${pids[@]}" 2>/dev/null || true
    for ((waited = 0; waited < 100; waited++)); do
        started_processes pids
        [ ${#pids[@]} -gt 0 ] || return 0
        sleep 0.1
    done
    kill -KILL "${pids[@]}" 2>/dev/null || true
}

# end_one PID: asks that child to end and waits up to fifteen seconds for it; end_started insists, if it must be.
end_one() {
    local waited
    kill -TERM "$1" 2>/dev/null || return 0
    for ((waited = 0; waited < 150; waited++)); do
        kill -0 "$1" 2>/dev/null || return 0
        sleep 0.1
    done
}

# Starts Xvfb on the first free display number and exports DISPLAY.
start_display() {
    local folder=$1
    mkfifo "$folder/display"
    setsid Xvfb -displayfd 3 -screen 0 1600x1000x24 -nolisten tcp 3>"$folder/display" >"$folder/xvfb.log" 2>&1 </dev/null &
    local number
    read -r -t 20 number <"$folder/display" || die "Xvfb did not start: $(tail -n 3 "$folder/xvfb.log")"
    export DISPLAY=:$number
}
