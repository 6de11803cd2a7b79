// SPDX-License-Identifier: GPL-3.0-or-later
// Adds up JUnit reports: node tally.mjs FOLDER. Its last line is "N passed, N failed, N skipped"; it exits with 1 when a
// test failed or none ran. One ctest entry is a Qt Test executable of many functions: those are what is counted.
import { readdirSync, readFileSync } from 'node:fs';
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
  const failed = status === 'fail' || /<(failure|error)\b/.test(body);
  const skipped = !failed && (status === 'notrun' || status === 'disabled' || /<skipped\b/.test(body));
  const qt = countQt(unescaped(body));
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

if (process.argv[2]) {
  const folder = process.argv[2];
  const sum = { passed: 0, failed: 0, skipped: 0 };
  const failures = [];
  for (const file of readdirSync(folder).filter((name) => name.endsWith('.xml')).sort()) {
    const one = countReport(readFileSync(join(folder, file), 'utf8'));
    for (const key of Object.keys(sum)) sum[key] += one[key];
    failures.push(...one.names.map((name) => `${file.replace(/\.xml$/, '')}: ${name}`));
  }
  if (failures.length > 0) console.log(`Failed:\n  ${failures.join('\n  ')}`);
  console.log(`${sum.passed} passed, ${sum.failed} failed, ${sum.skipped} skipped`);
  process.exit(sum.failed > 0 || sum.passed === 0 ? 1 : 0);
}
