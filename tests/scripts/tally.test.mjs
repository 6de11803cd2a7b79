// SPDX-License-Identifier: GPL-3.0-or-later
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { countReport } from '../../scripts/tally.mjs';

const report = (cases) => `<?xml version="1.0"?>\n<testsuite name="Linux" tests="1">\n${cases}\n</testsuite>\n`;
const ctestCase = (name, status, output, more = '') =>
  report(`<testcase name="${name}" classname="${name}" time="0.1" status="${status}">${more}<system-out>${output}</system-out></testcase>`);
const counts = (xml) => {
  const { passed, failed, skipped } = countReport(xml);
  return [passed, failed, skipped];
};

test('the functions of a Qt Test executable are counted, not the executable', () => {
  const output = `PASS   : TestMoney::initTestCase()
PASS   : TestMoney::adds()
PASS   : TestMoney::splits(evenly)
SKIP   : TestMoney::asksTheBank() no bank
PASS   : TestMoney::cleanupTestCase()
Totals: 4 passed, 0 failed, 1 skipped, 0 blacklisted, 3ms`;
  assert.deepEqual(counts(ctestCase('tst_money', 'run', output)), [2, 0, 1]);
});

test('a function that fails twice is one failure, and is named', () => {
  const output = `FAIL!  : TestMoney::adds() &apos;1 == 2&apos; returned FALSE.
   Loc: [tst_money.cpp(12)]
FAIL!  : TestMoney::adds() again
PASS   : TestMoney::splits()`;
  const counted = countReport(ctestCase('tst_money', 'fail', output, '<failure message=""/>'));
  assert.equal(counted.failed, 1);
  assert.equal(counted.passed, 1);
  assert.deepEqual(counted.names, ['tst_money: TestMoney::adds()']);
});

test('an executable that crashed is a failure, beside what had passed', () => {
  const output = 'PASS   : TestMoney::initTestCase()\nPASS   : TestMoney::adds()\n';
  const counted = countReport(ctestCase('tst_money', 'fail', output, '<failure message="SEGFAULT"/>'));
  assert.deepEqual([counted.passed, counted.failed], [1, 1]);
  assert.deepEqual(counted.names, ['tst_money']);
});

test('a test that passed against expectation is a failure', () => {
  assert.deepEqual(counts(ctestCase('tst_money', 'fail', 'XPASS  : TestMoney::adds() fixed?', '<failure/>')), [0, 1, 0]);
});

test('vitest and node report by the case', () => {
  assert.deepEqual(
    counts(
      report(`<testcase classname="a.test.ts" name="says &quot;so&quot;" time="0"/>
        <testcase classname="a.test.ts" name="x > y" time="0"></testcase>
        <testcase classname="a.test.ts" name="left out" time="0"><skipped/></testcase>
        <testcase classname="a.test.ts" name="wrong" time="0"><failure message="1 > 0">at line 1</failure></testcase>
        <testcase classname="a.test.ts" name="broken" time="0"><error/></testcase>`),
    ),
    [2, 2, 1],
  );
});

test('a report that was cut off still counts what it tells', () => {
  assert.deepEqual(counts('<testsuites><testcase name="a"/><testcase name="b"><failure/></testcase><testcase name="c"'), [1, 1, 0]);
});
