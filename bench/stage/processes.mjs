// SPDX-License-Identifier: GPL-3.0-or-later
// Programs that a test or a benchmark starts, each with a log of its own, and ends again by its process id.
import { spawn } from 'node:child_process';
import { createWriteStream, mkdirSync } from 'node:fs';
import { join } from 'node:path';

const patience_ms = 10_000;

export class Process {
  constructor(name, child) {
    this.name = name;
    this.child = child;
    this.ended = new Promise((done) => {
      child.once('exit', (code, signal) => done({ code, signal }));
      child.once('error', (error) => done({ error }));
    });
    this.running = true;
    this.ended.then(() => (this.running = false));
  }

  // SIGTERM, and SIGKILL when that was not heard. Answers how it ended.
  async end(signal = 'SIGTERM') {
    if (this.running) this.child.kill(signal);
    const timer = setTimeout(() => this.child.kill('SIGKILL'), patience_ms);
    const outcome = await this.ended;
    clearTimeout(timer);
    return outcome;
  }
}

export class Processes {
  #all = [];

  constructor(logs) {
    this.logs = logs;
    mkdirSync(logs, { recursive: true });
  }

  // stdin and stdout are pipes; stderr goes to the log, and so does stdout.
  start(name, program, args, { env = {}, cwd } = {}) {
    const child = spawn(program, args, { env: { ...process.env, ...env }, cwd, stdio: ['pipe', 'pipe', 'pipe'] });
    const log = createWriteStream(join(this.logs, `${name}.log`), { flags: 'a' });
    child.stderr.pipe(log, { end: false });
    if (name !== 'screen-eye') child.stdout.pipe(log, { end: false });
    child.stdin.on('error', () => {}); // it ended; whoever waits for it learns so
    const started = new Process(name, child);
    this.#all.push(started);
    return started;
  }

  // In the reverse order of their start.
  async endAll() {
    for (const one of this.#all.splice(0).reverse()) await one.end();
  }
}

// Asks again until it answers something true, or throws with what was waited for.
export async function until(what, ask, deadline_ms = 15_000, every_ms = 50) {
  const end = Date.now() + deadline_ms;
  for (;;) {
    const answer = await ask();
    if (answer) return answer;
    if (Date.now() > end) throw new Error(`Waited ${deadline_ms / 1000} s in vain: ${what}`);
    await new Promise((done) => setTimeout(done, every_ms));
  }
}
