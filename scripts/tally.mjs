// SPDX-License-Identifier: GPL-3.0-or-later
// Adds up JUnit reports: node tally.mjs FOLDER. Its last line is "N passed, N failed, N skipped"; it exits with 1 when a
// test failed or none ran. One ctest entry is a Qt Test executable of many functions: those are what is counted.
// node tally.mjs --tells-of-failure FILE: exits with 0 when that report is there and tells of a failed test.
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

const unescaped = (text) =>
  text.replace(/&(lt|gt|quot|apos|amp|#\d+);/g, (_, name) =>
    name.startsWith('#')
      ? String.fromCodePoint(Number(name.slice(1)))
      : { lt: '<', gt: '>', quot: '"', apos: "'", amp: '&' }[name],
  );

function attributes(tag) {
  return Object.fromEntries([...tag.matchAll(/([\w-]+)="([^"]*)"/g)].map((m) => [m[1], unescaped(m[2])]));
}

// Qt Test's plain output, one line a result; the two frame functions are no tests.
function countQt(output) {
  const counted = { passed: 0, failed: 0, skipped: 0, names: [] };
  const failed = new Set();
  for (const [, word, what] of output.matchAll(/^(PASS|FAIL!|XPASS|SKIP)\s*:\s*(.*)$/gm)) {
    if (word === 'PASS' && !/::(initTestCase|cleanupTestCase)\(\)/.test(what)) counted.passed++;
    if (word === 'SKIP') counted.skipped++;
    if (word === 'FAIL!' || word === 'XPASS') failed.add(what.replace(/\).*$/, ')'));
  }
  counted.failed = failed.size;
  counted.names = [...failed];
  return counted;
}

function countCase(tag, body) {
  const { name, status } = attributes(tag);
  // "notrun" is ctest's word for a program that is not there; no test of ours asks for it
  const failed = status === 'fail' || status === 'notrun' || /<(failure|error)\b/.test(body);
  const skipped = !failed && (status === 'disabled' || /<skipped\b/.test(body));
  const qt = countQt(unescaped(body.replace(/<[^>]*>/g, '\n')));
  if (failed && qt.failed === 0) return { ...qt, failed: 1, names: [name] }; // it crashed or took too long
  if (qt.passed + qt.failed + qt.skipped > 0) return { ...qt, names: qt.names.map((what) => `${name}: ${what}`) };
  if (failed) return { passed: 0, failed: 1, skipped: 0, names: [name] };
  return { passed: skipped ? 0 : 1, failed: 0, skipped: skipped ? 1 : 0, names: [] };
}

export function countReport(xml) {
  const total = { passed: 0, failed: 0, skipped: 0, names: [] };
  for (const [, tag, closed, body] of xml.matchAll(/<testcase\b((?:[^>"]|"[^"]*")*?)(?:(\/)>|>([\s\S]*?)<\/testcase>)/g)) {
    const one = countCase(tag, closed ? '' : body);
    total.passed += one.passed;
    total.failed += one.failed;
    total.skipped += one.skipped;
    total.names.push(...one.names);
  }
  return total;
}

const countFile = (path) => countReport(readFileSync(path, 'utf8'));

function tally(folder) {
  const sum = { passed: 0, failed: 0, skipped: 0 };
  const failures = [];
  for (const file of readdirSync(folder).filter((name) => name.endsWith('.xml')).sort()) {
    const one = countFile(join(folder, file));
    for (const key of Object.keys(sum)) sum[key] += one[key];
    failures.push(...one.names.map((name) => `${file.replace(/(\.itself)?\.xml$/, '')}: ${name}`));
  }
  if (failures.length > 0) console.log(`Failed:\n  ${failures.join('\n  ')}`);
  console.log(`${sum.passed} passed, ${sum.failed} failed, ${sum.skipped} skipped`);
  return sum.failed === 0 && sum.passed > 0;
}

const [task, argument] = process.argv.slice(2);
if (task === '--tells-of-failure') {
  process.exit(existsSync(argument) && countFile(argument).failed > 0 ? 0 : 1);
} else if (task) {
  process.exit(tally(task) ? 0 : 1);
}
