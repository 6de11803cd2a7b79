// SPDX-License-Identifier: GPL-3.0-or-later
// A real publisher: ffmpeg sends a moving picture and a tone by RTMP.
import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';

export class Publisher {
  private readonly child: ChildProcess;
  private log = '';

  constructor(address: string, size = '640x360') {
    this.child = spawn('ffmpeg', [
      '-v', 'error', '-re', '-f', 'lavfi', '-i', `testsrc2=size=${size}:rate=30`, '-f', 'lavfi', '-i', 'sine=frequency=330:sample_rate=48000',
      '-c:v', 'libx264', '-preset', 'ultrafast', '-tune', 'zerolatency', '-bf', '0', '-g', '60', '-pix_fmt', 'yuv420p', '-b:v', '900k',
      '-c:a', 'aac', '-b:a', '96k', '-f', 'flv', address,
    ], { stdio: ['ignore', 'ignore', 'pipe'] });
    this.child.stderr?.on('data', (text: Buffer) => (this.log += text.toString()));
  }

  get complaints(): string {
    return this.log;
  }

  async stop(): Promise<void> {
    if (this.child.exitCode !== null || this.child.signalCode !== null) return;
    const gone = once(this.child, 'exit');
    this.child.kill('SIGKILL');
    await gone;
  }
}
