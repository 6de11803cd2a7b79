// SPDX-License-Identifier: GPL-3.0-or-later
// The real ./run and ./test with their scripts, in a folder of their own around a project that is built in no time.
import { spawn } from 'node:child_process';
import { cpSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

const root = join(dirname(fileURLToPath(import.meta.url)), '..', '..');

// targets: what `cmake` builds, by name: a shell command each ('true' when there is nothing to do).
// tests: [{ name, label, command }], run by ctest; `program` instead of `command` is started as it is.
export function smallHouse({ targets = {}, tests = [] } = {}) {
  const folder = mkdtempSync(join(tmpdir(), 'vitrine-house-'));
  for (const part of ['run', 'test', 'scripts', 'packages.txt', 'CMakePresets.json']) {
    cpSync(join(root, part), join(folder, part), { recursive: true });
  }
  const all = { tst_house: 'true', 'bin/vitrine-studio': 'true', 'vitrine-server': 'true', 'vitrine-bench': 'true', player: 'true', ...targets };
  const built = Object.entries(all).map(([name, command]) =>
    name.includes('/')
      ? `add_custom_command(OUTPUT ${name} COMMAND sh -c [[${command}]] VERBATIM)\nadd_custom_target(of-${name.replace('/', '-')} ALL DEPENDS ${name})`
      : `add_custom_target(${name} ALL COMMAND sh -c [[${command}]] VERBATIM)`,
  );
  const run = tests.map(
    ({ name, label, command, program }) =>
      `add_test(NAME ${name} COMMAND ${program ?? `sh -c [[${command}]]`})\nset_tests_properties(${name} PROPERTIES LABELS ${label})`,
  );
  writeFileSync(
    join(folder, 'CMakeLists.txt'),
    ['cmake_minimum_required(VERSION 3.25)', 'project(SmallHouse LANGUAGES NONE)', 'enable_testing()', ...built, ...run, ''].join('\n'),
  );
  mkdirSync(join(folder, 'tests', 'scripts'), { recursive: true });
  writeFileSync(join(folder, 'tests', 'scripts', 'one.test.mjs'), "import { test } from 'node:test';\ntest('one', () => {});\n");
  return { folder, remove: () => rmSync(folder, { recursive: true, force: true }) };
}

// Runs to the end and answers { code, out }: stdout and stderr as a person sees them, one after the other.
export function ranToEnd(program, args, { env = {} } = {}) {
  return new Promise((done, failed) => {
    const { NODE_TEST_CONTEXT, ...inherited } = process.env; // a node --test within a node --test would report to the outer one
    const child = spawn(program, args, { env: { ...inherited, ...env }, stdio: ['ignore', 'pipe', 'pipe'] });
    let out = '';
    for (const stream of [child.stdout, child.stderr]) stream.on('data', (text) => (out += text));
    child.once('error', failed);
    child.once('close', (code) => done({ code, out }));
  });
}
