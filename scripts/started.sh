# SPDX-License-Identifier: GPL-3.0-or-later
# shellcheck shell=bash
# Sourced after progress.sh. Everything started from here carries VITRINE_STARTED_BY, and inherits it to what it starts
# itself (the Studio's bundled server): so all of it, and nothing else, can be ended.

VITRINE_STARTED_BY="$$-$(date +%s%N)"
export VITRINE_STARTED_BY

# Process ids that carry our mark, less this shell and its own subshells.
started_processes() {
    local environ pid
    for environ in /proc/[0-9]*/environ; do
        pid=${environ#/proc/}
        pid=${pid%/environ}
        if [ "$pid" = "$$" ] || [ "$pid" = "$BASHPID" ]; then continue; fi
        # an unreadable environ is another user's process, or one that just ended
        if { tr '\0' '\n' <"$environ"; } 2>/dev/null | grep -qxF "VITRINE_STARTED_BY=$VITRINE_STARTED_BY"; then
            echo "$pid"
        fi
    done
}

# Asks all to end, waits up to ten seconds, then insists.
end_started() {
    local pids waited
    mapfile -t pids < <(started_processes)
    [ ${#pids[@]} -gt 0 ] || return 0
    kill -TERM "${pids[@]}" 2>/dev/null || true
    for ((waited = 0; waited < 100; waited++)); do
        mapfile -t pids < <(started_processes)
        [ ${#pids[@]} -gt 0 ] || return 0
        sleep 0.1
    done
    kill -KILL "${pids[@]}" 2>/dev/null || true
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
