// SPDX-License-Identifier: GPL-3.0-or-later
// A mail server that keeps what it is given (RFC 5321), on a port that the system picks.
import { createServer, type AddressInfo, type Server, type Socket } from 'node:net';
import { once } from 'node:events';
import { until } from './until.ts';

export interface Letter {
  readonly to: string;
  readonly text: string;
}

function textOf(data: string): string {
  const part = data.split(/\r\n--/).find((p) => p.includes('Content-Type: text/plain'));
  return Buffer.from(part?.split('\r\n\r\n').slice(1).join('') ?? '', 'base64').toString();
}

export class MailBox {
  readonly letters: Letter[] = [];
  private readonly server: Server = createServer((socket) => this.converse(socket));

  async open(): Promise<string> {
    this.server.listen(0, '127.0.0.1');
    await once(this.server, 'listening');
    return `smtp://127.0.0.1:${(this.server.address() as AddressInfo).port}`;
  }
  async close(): Promise<void> {
    this.server.close();
    await once(this.server, 'close');
  }

  /** The first letter to this address that fits, within ten seconds. */
  async letter(to: string, fits: RegExp): Promise<RegExpExecArray> {
    let found: RegExpExecArray | null = null;
    await until(`a letter to ${to}`, () => {
      for (const letter of this.letters.toReversed()) if (letter.to === to) found ??= fits.exec(letter.text);
      return found !== null;
    }, 10_000);
    return found as unknown as RegExpExecArray;
  }

  private converse(socket: Socket): void {
    let heard = '';
    let to = '';
    let data: string | undefined;
    const say = (line: string): boolean => socket.write(`${line}\r\n`);
    say('220 ready');
    socket.on('error', () => undefined);
    socket.on('data', (bytes) => {
      heard += bytes.toString('latin1');
      for (let end; (end = heard.indexOf('\r\n')) >= 0;) {
        const line = heard.slice(0, end);
        heard = heard.slice(end + 2);
        if (data !== undefined) {
          if (line !== '.') data += `${line}\r\n`;
          else {
            this.letters.push({ to, text: textOf(data) });
            data = undefined;
            say('250 taken');
          }
        } else if (/^RCPT TO:/i.test(line)) {
          to = /<(.*)>/.exec(line)?.[1] ?? '';
          say('250 ok');
        } else if (/^DATA$/i.test(line)) {
          data = '';
          say('354 go on');
        } else if (/^QUIT$/i.test(line)) {
          say('221 bye');
          socket.end();
        } else say('250 ok');
      }
    });
  }
}
