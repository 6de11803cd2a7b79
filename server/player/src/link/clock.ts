// SPDX-License-Identifier: GPL-3.0-or-later
// The server's clock as the page can know it: from the sample with the shortest round trip among the last few.

interface Sample {
  readonly roundTripUs: number;
  readonly offsetUs: number;
}

export class ServerClock {
  private samples: Sample[] = [];

  constructor(private readonly localUs: () => number = () => Math.round(Date.now() * 1000)) {}

  /** sentUs: local time of asking; serverUs: what the server said; called on arrival. */
  sample(sentUs: number, serverUs: number): void {
    const roundTripUs = this.localUs() - sentUs;
    if (roundTripUs < 0 || serverUs <= 0) return; // the local clock was set in between
    const offsetUs = serverUs - (sentUs + roundTripUs / 2);
    this.samples = [...this.samples.slice(-7), { roundTripUs, offsetUs }];
  }

  /** A first idea, from a page that took an unknown time to arrive. */
  guess(serverUs: number): void {
    if (this.samples.length === 0 && serverUs > 0) {
      this.samples.push({ roundTripUs: Number.MAX_SAFE_INTEGER, offsetUs: serverUs - this.localUs() });
    }
  }

  nowUs(): number {
    const best = this.samples.reduce<Sample | undefined>((a, b) => (a && a.roundTripUs <= b.roundTripUs ? a : b), undefined);
    return Math.round(this.localUs() + (best?.offsetUs ?? 0));
  }
}
