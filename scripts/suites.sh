# SPDX-License-Identifier: GPL-3.0-or-later
# shellcheck shell=bash
# Sourced by ./test. One function a part; each leaves JUnit reports in $REPORTS and fails when one of its tests did.

# One that could not even be built or started counts as a failed test.
could_not() {
    printf '<testsuites><testsuite><testcase name="%s"><failure message="%s"/></testcase></testsuite></testsuites>\n' \
        "$1" "$2" >"$REPORTS/$1-$2.xml"
    return 1
}

# run_ctest NAME TREE ARGUMENTS…: two at a time, as on the smallest machine we promise.
run_ctest() {
    local name=$1 tree=$2
    shift 2
    step "Tests: $name" ctest --test-dir "$ROOT/$tree" --output-on-failure --no-tests=ignore \
        --test-output-size-passed 1000000 --test-output-size-failed 1000000 \
        --output-junit "$REPORTS/$name.xml" "$@"
}

build_all() { build_cpp default build all; }

suite_house() {
    build_cpp default build tst_house || could_not house "does not build" || return
    run_ctest house build -R '^tst_house$'
}
suite_unit() {
    build_all || could_not unit "does not build" || return
    run_ctest unit build -L '^unit$' -j 2
}
suite_component() {
    build_all || could_not component "does not build" || return
    run_ctest component build -L '^component$' -j 2
}
suite_fuzz() {
    build_all || could_not fuzz "does not build" || return
    run_ctest fuzz build -L '^fuzz$' -j 2
}
suite_long() {
    build_all || could_not long "does not build" || return
    run_ctest long build -L '^load$'
}

suite_page() {
    build_all || could_not page "does not build" || return
    local code=0
    (cd "$ROOT/server/player" && step "The page's types and lint" npm run --silent check) || could_not page check || code=1
    (cd "$ROOT/server/player" && step "Tests: page" npx vitest run --project unit \
        --reporter=default --reporter=junit --outputFile.junit="$REPORTS/page.xml") || code=1
    if grep -q "name: 'e2e'" "$ROOT/server/player/vite.config.ts"; then
        (cd "$ROOT/server/player" && step "Tests: page in a browser" npx vitest run --project e2e \
            --reporter=default --reporter=junit --outputFile.junit="$REPORTS/page-browser.xml") || code=1
    fi
    return $code
}

suite_e2e() {
    build_all || could_not e2e "does not build" || return
    npm_ready bench || could_not e2e "lacks its npm packages" || return
    local code=0
    run_ctest e2e-cpp build -L '^e2e$' || code=1
    (cd "$ROOT/tests/e2e" && step "Tests: the whole way" node --test --test-concurrency=1 \
        --test-reporter=spec --test-reporter-destination=stdout \
        --test-reporter=junit --test-reporter-destination="$REPORTS/e2e.xml") || code=1
    return $code
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
        TSAN_OPTIONS=suppressions=$ROOT/tests/tsan.supp run_ctest tsan build-tsan -L '^unit$' -j 2 || code=1
    else
        could_not tsan "does not build" || code=1
    fi
    return $code
}
