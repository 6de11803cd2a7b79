// SPDX-License-Identifier: GPL-3.0-or-later
// ./run while it builds: whatever ends it ends the build as well, and nothing else.
import assert from 'node:assert/strict';
import { join } from 'node:path';
import { test } from 'node:test';
import { until } from '../../bench/stage/processes.mjs';
import { RunCommand } from '../../bench/stage/run-command.mjs';
import { ranToEnd, smallHouse } from './small-house.mjs';

const slow = { 'vitrine-server': 'sleep 300' };

async function whileCompiling({ terminal, end }) {
  const { folder, remove } = smallHouse({ targets: slow });
  const run = new RunCommand(join(folder, 'run'), [], { terminal });
  try {
    await until('something is compiled', () => run.left().some((line) => line.includes('sleep 300')));
    end(run);
    const code = await run.code(5000);
    assert.deepEqual(run.left(), [], run.screen);
    return { code, screen: run.screen };
  } finally {
    run.killLeft();
    remove();
  }
}

test('Ctrl-C while it compiles ends the compilers', async () => {
  const { code } = await whileCompiling({ terminal: true, end: (run) => run.pressCtrlC() });
  assert.equal(code, 130);
});

for (const [signal, code] of [['SIGTERM', 143], ['SIGHUP', 129]]) {
  test(`${signal} while it compiles ends the compilers`, async () => {
    const ended = await whileCompiling({ terminal: false, end: (run) => run.child.kill(signal) });
    assert.equal(ended.code, code);
  });
}

test('what does not compile is shown, and ends it with a code', async () => {
  const { folder, remove } = smallHouse({ targets: { player: 'echo "no such module" >&2; false' } });
  try {
    const { code, out } = await ranToEnd(join(folder, 'run'), []);
    assert.match(out, /no such module/);
    assert.match(out, /FAILED after \d+ s: Compiling \(default\)/);
    assert.notEqual(code, 0);
  } finally {
    remove();
  }
});

for (const [args, words] of [
  [['--sekonds', '5'], 'Unknown option: --sekonds (./run --help shows what there is)\n'],
  [['--seconds', 'soon'], '--seconds needs a whole number of seconds, as in: ./run --seconds 60\n'],
  [['--seconds'], '--seconds needs a whole number of seconds, as in: ./run --seconds 60\n'],
]) {
  test(`./run ${args.join(' ')} is refused before anything is done`, async () => {
    const { folder, remove } = smallHouse();
    try {
      assert.deepEqual(await ranToEnd(join(folder, 'run'), args), { code: 1, out: words });
    } finally {
      remove();
    }
  });
}
