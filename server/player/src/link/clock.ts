// SPDX-License-Identifier: GPL-3.0-or-later
// The server's clock as the page can know it. What the server said was true at some moment between asking and
// hearing: each word bounds its clock from below and from above, and the shortest round trip bounds it best.

/** By how much the server's clock is ahead of ours, at least and at most. */
interface Bounds {
  readonly leastUs: number;
  readonly mostUs: number;
}

const widthOf = (bounds: Bounds): number => bounds.mostUs - bounds.leastUs;
const kept = 8; // old words go: clocks drift, and are set

export class ServerClock {
  private samples: Bounds[] = [];

  constructor(readonly localUs: () => number = () => Math.round(Date.now() * 1000)) {}

  /** sentUs: local time of asking; serverUs: what the server said; called on arrival. */
  sample(sentUs: number, serverUs: number): void {
    const localUs = this.localUs();
    if (localUs < sentUs || serverUs <= 0) return; // the local clock was set in between
    this.samples = [...this.samples.slice(1 - kept), { leastUs: serverUs - localUs, mostUs: serverUs - sentUs }];
  }

  /** The first word, which came with the page: asked for when the browser asked for the page. */
  sampleOfPage(serverUs: number): void {
    const [page] = performance.getEntriesByType('navigation') as PerformanceNavigationTiming[];
    this.sample(this.localUs() - Math.round((performance.now() - (page?.requestStart ?? 0)) * 1000), serverUs);
  }

  /** What the server's clock most likely shows. */
  nowUs(): number {
    const { leastUs, mostUs } = this.best();
    return Math.round(this.localUs() + (leastUs + mostUs) / 2);
  }

  /** What the server's clock shows at most: what counts down by it never promises more time than there is. */
  latestUs(): number {
    return this.localUs() + this.best().mostUs;
  }

  private best(): Bounds {
    return this.samples.reduce((a, b) => (widthOf(b) < widthOf(a) ? b : a), this.samples[0] ?? { leastUs: 0, mostUs: 0 });
  }
}
