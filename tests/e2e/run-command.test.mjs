// SPDX-License-Identifier: GPL-3.0-or-later
// ./run --demo on a fresh data directory, without a display: what it says, what the pages promise of it, and that its end is
// the end of everything it started and of nothing else.
import assert from 'node:assert/strict';
import { execFileSync, spawn } from 'node:child_process';
import { copyFileSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, test } from 'node:test';
import { until } from '../../bench/stage/processes.mjs';
import { RunCommand } from '../../bench/stage/run-command.mjs';
import { root } from '../../bench/stage/stage.mjs';

const folder = mkdtempSync(join(tmpdir(), 'vitrine-run-'));
const data = join(folder, 'vitrine');
const env = {
  DISPLAY: '', XDG_DATA_HOME: folder, VITRINE_HTTP_PORT: '0', VITRINE_GRPC_PORT: '0', VITRINE_RTMP_PORT: '0', VITRINE_METRICS_PORT: '0',
};
const onAir = /On air\. The viewers' page: (http\S+)/;

// Somebody else's process that looks like one of ours.
const bystanderProgram = join(folder, 'vitrine-server');
copyFileSync('/bin/sleep', bystanderProgram);
const bystander = spawn(bystanderProgram, ['600'], { stdio: 'ignore' });

after(() => {
  bystander.kill();
  rmSync(folder, { recursive: true, force: true });
});

// Runs a demo, does `act` with it, and answers its exit code when nothing of it is left.
async function demo(act, { args = [], ...options } = {}) {
  const run = new RunCommand(join(root, 'run'), ['--demo', ...args], { env, ...options });
  try {
    await act(run);
    const code = await run.code();
    assert.deepEqual(run.left(), [], 'nothing it started is left');
    assert.equal(bystander.exitCode ?? bystander.signalCode, null, 'the bystander lives');
    return code;
  } finally {
    run.killLeft();
  }
}

const query = (sql) => execFileSync('sqlite3', [join(data, 'vitrine.db'), sql], { encoding: 'utf8' }).trim();
const ended = '3'; // show.state

test('the demo tells the page’s address and ends by itself', { timeout: 120_000 }, async () => {
  const code = await demo(
    async (run) => {
      const [, page] = await run.shows(onAir);
      const fetched = (path) => execFileSync('curl', ['-fsS', new URL(path, page).href], { encoding: 'utf8' });
      assert.equal(fetched('/healthz'), 'ok\n');
      assert.equal(fetched('/readyz'), 'ready\n');
      assert.match(fetched(page), /<title>/);
      const copy = join(folder, 'copy.db'); // as docs/operating.md says
      execFileSync('sqlite3', [join(data, 'vitrine.db'), `.backup ${copy}`]);
      assert.equal(execFileSync('sqlite3', [copy, 'PRAGMA integrity_check'], { encoding: 'utf8' }), 'ok\n');
    },
    { args: ['--seconds', '12'] },
  );
  assert.equal(code, 0);
  assert.equal(query('SELECT group_concat(state) FROM show'), ended);
});

test('Ctrl-C ends the show at the server, then everything', { timeout: 120_000 }, async () => {
  const code = await demo(async (run) => {
    await run.shows(onAir);
    run.pressCtrlC();
  });
  assert.equal(code, 130);
  assert.equal(query(`SELECT count(*) FROM show WHERE state <> ${ended}`), '0');
});

for (const program of ['Xvfb', 'vitrine-studio', 'vitrine-server']) {
  test(`Ctrl-C at the moment when ${program} has been started ends everything`, { timeout: 120_000 }, async () => {
    const code = await demo(async (run) => {
      await until(`${program} runs`, () => run.left().some((line) => line.split(' ')[1].endsWith(program)), 60_000, 5);
      run.pressCtrlC();
    });
    assert.equal(code, 130);
  });
}

test('SIGTERM without a terminal ends everything', { timeout: 120_000 }, async () => {
  const code = await demo(
    async (run) => {
      await run.shows(onAir);
      run.child.kill('SIGTERM');
    },
    { terminal: false },
  );
  assert.equal(code, 143);
});
