# SPDX-License-Identifier: GPL-3.0-or-later
# shellcheck shell=bash
# Sourced by ./test. One function a part; each leaves JUnit reports in $REPORTS and fails when one of its tests did.

# could_not NAME WHY: what could not even be built or started counts as a failed test.
could_not() {
    printf '<testsuites><testsuite><testcase name="%s"><failure/></testcase></testsuite></testsuites>\n' "$2" \
        >"$REPORTS/$1.itself.xml"
    return 1
}

# counted NAME "Doing this" command…: a step whose command leaves the report $REPORTS/NAME.xml. One that fails and reports no
# failure crashed, or never began.
counted() {
    local name=$1
    shift
    step "$@" && return
    node "$ROOT/scripts/tally.mjs" --tells-of-failure "$REPORTS/$name.xml" || could_not "$name" "ended before its tests did"
    return 1
}

# run_ctest NAME TREE ARGUMENTS…
run_ctest() {
    local name=$1 tree=$2
    shift 2
    counted "$name" "Tests: $name" ctest --test-dir "$ROOT/$tree" --output-on-failure --no-tests=error \
        --test-output-size-passed 1000000 --test-output-size-failed 1000000 \
        --output-junit "$REPORTS/$name.xml" "$@"
}

# run_node NAME FOLDER: one file after the other, for most of them want the whole machine.
run_node() {
    counted "$1" "Tests: $1" env -C "$ROOT/$2" node --test --test-concurrency=1 \
        --test-reporter=spec --test-reporter-destination=stdout \
        --test-reporter=junit --test-reporter-destination="$REPORTS/$1.xml"
}

build_all() { build_cpp default build all; }

suite_house() {
    local code=0
    build_cpp default build tst_house || could_not house "does not build" || return
    run_ctest house build -R '^tst_house$' || code=1
    run_node scripts tests/scripts || code=1
    return $code
}
# Two at a time, as on the smallest machine we promise.
suite_unit() {
    build_all || could_not unit "does not build" || return
    run_ctest unit build -L '^unit$' -E '^tst_house$' -j 2
}
suite_component() {
    build_all || could_not component "does not build" || return
    run_ctest component build -L '^component$' -j 2
}
suite_fuzz() {
    build_all || could_not fuzz "does not build" || return
    run_ctest fuzz build -L '^fuzz$' -j 2
}
# What is long by nature: simulations of millions of steps, and libFuzzer.
suite_long() {
    local code=0
    if build_all; then
        run_ctest long build -L '^long$' -j 2 || code=1
    else
        could_not long "does not build" || code=1
    fi
    hunt || code=1
    return $code
}
# libFuzzer on each parser for VITRINE_FUZZ_SECONDS, two at a time, in a tree of its own.
hunt() {
    install_packages fuzz
    step "Configuring (fuzz)" cmake_quietly fuzz "-DVITRINE_FUZZ_SECONDS=${VITRINE_FUZZ_SECONDS:-60}" ||
        could_not libfuzzer "cannot be configured" || return
    local programs
    mapfile -t programs < <(ctest --test-dir "$ROOT/build-fuzz" -N -L '^libfuzzer$' |
        awk '$1 == "Test" && $2 ~ "^#" { print $NF }')
    build_cpp fuzz build-fuzz "${programs[@]}" || could_not libfuzzer "does not build" || return
    run_ctest libfuzzer build-fuzz -L '^libfuzzer$' -j 2
}

suite_page() {
    build_all || could_not page "does not build" || return
    local code=0 page=$ROOT/server/player
    step "The page's types and lint" env -C "$page" npm run --silent check || could_not page-check "found something" || code=1
    counted page "Tests: page" env -C "$page" npx vitest run --project unit \
        --reporter=default --reporter=junit --outputFile.junit="$REPORTS/page.xml" || code=1
    counted page-browser "Tests: page in a browser" env -C "$page" npx vitest run --project e2e \
        --reporter=default --reporter=junit --outputFile.junit="$REPORTS/page-browser.xml" || code=1
    return $code
}

suite_e2e() {
    build_all || could_not e2e "does not build" || return
    run_node e2e tests/e2e
}

# build_unit_tests PRESET FOLDER: the tests of that tree and what they need, not the programs.
build_unit_tests() {
    local preset=$1 folder=$2 tests
    [ -f "$ROOT/$folder/build.ninja" ] || step "Configuring ($preset)" cmake_quietly "$preset" || return
    ninja -C "$ROOT/$folder" build.ninja >/dev/null || return
    mapfile -t tests < <(ctest --test-dir "$ROOT/$folder" -N -L '^unit$' | awk '$1 == "Test" && $2 ~ "^#" { print $NF }')
    build_cpp "$preset" "$folder" "${tests[@]}"
}

# Trees of their own: instrumented code links with nothing else.
suite_sanitize() {
    local code=0
    if build_unit_tests asan build-asan; then
        ASAN_OPTIONS=detect_leaks=1 run_ctest asan build-asan -L '^unit$' -j 2 || code=1
    else
        could_not asan "does not build" || code=1
    fi
    if build_unit_tests tsan build-tsan; then
        # die_after_fork: a test that has threads already starts openssl to make its certificate.
        TSAN_OPTIONS=suppressions=$ROOT/tests/tsan.supp:die_after_fork=0 run_ctest tsan build-tsan -L '^unit$' -j 2 || code=1
    else
        could_not tsan "does not build" || code=1
    fi
    return $code
}
