// SPDX-License-Identifier: GPL-3.0-or-later
// ./test as a person and the continuous build see it: its last line and its exit code, whatever happens to a part.
import assert from 'node:assert/strict';
import { join } from 'node:path';
import { test } from 'node:test';
import { until } from '../../bench/stage/processes.mjs';
import { RunCommand } from '../../bench/stage/run-command.mjs';
import { ranToEnd, smallHouse } from './small-house.mjs';

const passing = (name, label) => ({ name, label, command: 'echo "PASS   : Small::works()"' });
const house = passing('tst_house', 'unit');

async function testIn(small, ...parts) {
  const { folder, remove } = smallHouse(small);
  try {
    const { code, out } = await ranToEnd(join(folder, 'test'), parts);
    return { code, out, last: out.trimEnd().split('\n').at(-1) };
  } finally {
    remove();
  }
}

test('two parts are added up', async () => {
  const { code, out, last } = await testIn({ tests: [house, passing('tst_a', 'unit'), passing('tst_b', 'fuzz')] }, 'unit', 'fuzz');
  assert.equal(last, '2 passed, 0 failed, 0 skipped', out);
  assert.equal(code, 0);
});

test('a test that crashes is a failure, and the parts after it run', async () => {
  const crash = { name: 'tst_a', label: 'unit', command: 'echo "PASS   : Small::works()"; kill -SEGV $$' };
  const { code, out, last } = await testIn({ tests: [house, crash, passing('tst_b', 'fuzz')] }, 'unit', 'fuzz');
  assert.equal(last, '2 passed, 1 failed, 0 skipped', out);
  assert.match(out, /^ {2}unit: tst_a$/m);
  assert.equal(code, 1);
});

test('a test whose program is not there is a failure, not a skip', async () => {
  const gone = { name: 'tst_a', label: 'unit', program: '/nowhere/tst_a' };
  const { code, last } = await testIn({ tests: [house, gone, passing('tst_b', 'unit')] }, 'unit');
  assert.equal(last, '1 passed, 1 failed, 0 skipped');
  assert.equal(code, 1);
});

test('what does not build is a failure of its part', async () => {
  const { code, out, last } = await testIn({ targets: { 'vitrine-server': 'echo "no such header" >&2; false' }, tests: [house] }, 'house', 'unit');
  assert.equal(last, '2 passed, 1 failed, 0 skipped', out);
  assert.match(out, /no such header/);
  assert.match(out, /^ {2}unit: does not build$/m);
  assert.equal(code, 1);
});

test('a part without a single test is a failure', async () => {
  const { code, last } = await testIn({ tests: [house] }, 'house', 'fuzz');
  assert.equal(last, '2 passed, 1 failed, 0 skipped');
  assert.equal(code, 1);
});

for (const terminal of [true, false]) {
  test(`${terminal ? 'Ctrl-C' : 'SIGTERM'} while it tests ends the tests`, async () => {
    const { folder, remove } = smallHouse({ tests: [{ name: 'tst_a', label: 'unit', command: 'sleep 300; true' }] });
    const run = new RunCommand(join(folder, 'test'), ['unit'], { terminal });
    try {
      await until('a test runs', () => run.left().some((line) => line.endsWith(' sleep 300 ')));
      if (terminal) run.pressCtrlC();
      else run.child.kill('SIGTERM');
      assert.equal(await run.code(5000), terminal ? 130 : 143);
      assert.deepEqual(run.left(), [], run.screen);
    } finally {
      run.killLeft();
      remove();
    }
  });
}

test('an unknown part is refused before anything is done', async () => {
  const { code, out } = await testIn({}, 'unti');
  assert.equal(out, 'Unknown part: unti (./test --help shows what there is)\n');
  assert.equal(code, 1);
});

test('without the system’s own packages it goes on and says so', async () => {
  const { folder, remove } = smallHouse({ tests: [house] });
  try {
    // A PATH on which everything is but apt and dpkg: another distribution.
    const { code, out } = await ranToEnd('sh', ['-c', `
      mkdir "$1/path" && ln -s /usr/bin/* "$1/path" && rm "$1/path/dpkg-query" "$1/path/apt-get"
      ln -sf "$2" "$1/path/node"; ln -sf "$(dirname "$2")/npm" "$1/path/npm"
      PATH="$1/path" "$1/test" house`, 'sh', folder, process.execPath]);
    assert.match(out, /^No apt here: install what packages\.txt lists/m);
    assert.equal(out.trimEnd().split('\n').at(-1), '2 passed, 0 failed, 0 skipped', out);
    assert.equal(code, 0);
  } finally {
    remove();
  }
});
