// SPDX-License-Identifier: GPL-3.0-or-later
// ./run or ./test as a person starts them: in a terminal of its own, where Ctrl-C is a key.
import { spawn } from 'node:child_process';
import { randomUUID } from 'node:crypto';
import { readdirSync, readFileSync } from 'node:fs';
import { until } from './processes.mjs';

export class RunCommand {
  screen = ''; // what the terminal shows: stdout and stderr
  #mark = `VITRINE_TEST_RUN=${randomUUID()}`; // inherited by everything it starts, and by nothing else

  // terminal: false starts it without one, as a service manager does; then `pid` is the command's own.
  constructor(program, args, { env = {}, terminal = true } = {}) {
    const [name, value] = this.#mark.split('=');
    const { NODE_TEST_CONTEXT, ...inherited } = process.env; // that is for our own test runner
    const options = { env: { ...inherited, ...env, [name]: value }, stdio: ['pipe', 'pipe', 'pipe'] };
    const words = [program, ...args].map((word) => `'${word}'`).join(' ');
    this.child = terminal ? spawn('script', ['-qfec', `exec ${words}`, '/dev/null'], options) : spawn(program, args, options);
    for (const stream of [this.child.stdout, this.child.stderr]) stream.on('data', (text) => (this.screen += text));
    this.child.stdin.on('error', () => {}); // it ended; whoever waits for it learns so
    this.ended = new Promise((done) => this.child.once('close', (code) => done(code)));
    this.running = true;
    this.ended.then(() => (this.running = false));
  }

  async shows(wanted, deadline_ms = 60_000) {
    await until(`the terminal shows ${wanted}`, () => wanted.test(this.screen) || !this.running, deadline_ms);
    if (!wanted.test(this.screen)) throw new Error(`It ended before it showed ${wanted}:\n${this.screen}`);
    return this.screen.match(wanted);
  }

  pressCtrlC() {
    this.child.stdin.write('\x03');
  }

  // How it ended, at most so long after it was asked to.
  async code(deadline_ms = 40_000) {
    await until('it has ended', () => !this.running, deadline_ms);
    return this.ended;
  }

  // The command lines of what it started and what still runs.
  left() {
    return readdirSync('/proc')
      .filter((name) => /^\d+$/.test(name))
      .filter((pid) => read(`/proc/${pid}/environ`).split('\0').includes(this.#mark))
      .map((pid) => `${pid} ${read(`/proc/${pid}/cmdline`).replaceAll('\0', ' ')}`);
  }

  // For a test that failed: nothing stays behind it.
  killLeft() {
    for (const line of this.left()) process.kill(Number.parseInt(line, 10), 'SIGKILL');
  }
}

// Empty when the process is gone or another user's.
function read(path) {
  try {
    return readFileSync(path, 'utf8');
  } catch {
    return '';
  }
}
