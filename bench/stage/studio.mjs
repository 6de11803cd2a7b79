// SPDX-License-Identifier: GPL-3.0-or-later
// Vitrine Studio played through --script: acts go in as JSON lines, what happens comes out as JSON lines.
import { createInterface } from 'node:readline';

export class Studio {
  events = []; // each with `at`: ms of this machine's clock when it was read
  #waiting = [];

  constructor(process) {
    this.process = process;
    createInterface({ input: process.child.stdout }).on('line', (line) => {
      let event;
      try {
        event = JSON.parse(line);
      } catch {
        return; // not ours: a library wrote to stdout; the log keeps it
      }
      event.at = Date.now();
      this.events.push(event);
      this.#waiting = this.#waiting.filter((look) => !look());
    });
    process.ended.then(() => this.#waiting.forEach((look) => look()));
  }

  // The first event from `after` on (an index into events) that fits.
  event(what, fits, { after = 0, deadline_ms = 20_000 } = {}) {
    return new Promise((found, failed) => {
      const look = () => {
        const event = this.events.slice(after).find(fits);
        if (event) found(event);
        else if (this.process.running) return false;
        else failed(new Error(`The studio ended before: ${what}`));
        clearTimeout(timer);
        return true;
      };
      const timer = setTimeout(() => {
        this.#waiting = this.#waiting.filter((other) => other !== look);
        const problems = this.events.filter((e) => e.event === 'problem').map((e) => e.text);
        failed(new Error(`Waited ${deadline_ms / 1000} s in vain for the studio: ${what}. Its problems: ${problems.join(' | ') || 'none'}`));
      }, deadline_ms);
      if (!look()) this.#waiting.push(look);
    });
  }

  // Does something and waits for the answer; throws when the studio could not do it.
  async act(act) {
    const after = this.events.length;
    const sentAt = Date.now();
    this.process.child.stdin.write(JSON.stringify(act) + '\n');
    const answer = await this.event(`the answer to ${act.do}`, (e) => e.did === act.do, { after });
    if (!answer.ok) throw new Error(`The studio could not ${act.do}: ${answer.why}`);
    return { ...answer, sentAt };
  }
}
