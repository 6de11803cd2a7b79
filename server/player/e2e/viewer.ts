// SPDX-License-Identifier: GPL-3.0-or-later
// One viewer: the page in Debian's Chromium, used as a person uses it.
import { mkdirSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { chromium, type Browser, type BrowserContext, type BrowserContextOptions, type Page } from 'playwright-core';
import { expect } from 'vitest';

const here = dirname(fileURLToPath(import.meta.url));
const axe = readFileSync(join(here, '..', 'node_modules', 'axe-core', 'axe.min.js'), 'utf8');
const shots = process.env.VITRINE_SHOTS ?? join(here, '..', '..', '..', 'build', 'shots', 'player');

export const phone: BrowserContextOptions = { viewport: { width: 390, height: 844 }, deviceScaleFactor: 2, hasTouch: true, isMobile: true };
export const desktop: BrowserContextOptions = { viewport: { width: 1280, height: 800 } };

const sizes = { narrow: [320, 568], phone: [390, 844], lying: [844, 390], desktop: [1440, 900] } as const;

export function openBrowser(): Promise<Browser> {
  return chromium.launch({
    executablePath: process.env.CHROMIUM ?? '/usr/bin/chromium',
    args: ['--headless=new', '--no-sandbox', '--disable-gpu', '--disable-quic', '--no-first-run', '--disable-background-networking',
      '--disable-component-update', '--disable-sync', '--autoplay-policy=no-user-gesture-required'],
  });
}

/** As on a network that lets no WebSocket through. */
export async function blockSockets(context: BrowserContext): Promise<void> {
  await context.addInitScript(() => {
    window.WebSocket = class extends EventTarget {
      constructor() {
        super();
        throw new DOMException('blocked by the network', 'SecurityError');
      }
    } as unknown as typeof WebSocket;
  });
}

/** Runs in the page: buttons too small for a finger, and those whose words do not fit them or lie off the screen. */
function cramped(): string[] {
  const faults: string[] = [];
  for (const button of document.querySelectorAll<HTMLElement>('button')) {
    if (!button.checkVisibility({ checkVisibilityCSS: true })) continue;
    const { left, right, width, height } = button.getBoundingClientRect();
    const name = button.getAttribute('aria-label') ?? button.textContent;
    if (height < 32 || width < 32) faults.push(`${name}: ${Math.round(width)}x${Math.round(height)}`);
    if (button.matches('.button') && button.scrollWidth > button.clientWidth + 1) faults.push(`${name}: its words do not fit`);
    if (left < -1 || right > innerWidth + 1) faults.push(`${name}: lies off the screen`);
  }
  if (document.querySelector('dialog[open]')) return faults;
  const shown = document.fullscreenElement ?? document;
  for (const button of shown.querySelectorAll<HTMLElement>('.controls button, .pin button, .composer button')) {
    const { left, right, top, bottom } = button.getBoundingClientRect();
    const [x, y] = [(left + right) / 2, (top + bottom) / 2];
    if (x === 0) continue; // not shown at this size
    const edges = [[left + 3, y], [right - 3, y], [x, top + 3], [x, bottom - 3]] as const;
    const seen = edges.every(([atX, atY]) => button.contains(document.elementFromPoint(atX, atY)));
    if (!seen) faults.push(`${button.getAttribute('aria-label') ?? button.textContent}: cut off, or covered`);
  }
  return faults;
}

export class Viewer {
  readonly faults: string[] = [];
  private constructor(readonly context: BrowserContext, readonly page: Page) {}

  static async enter(browser: Browser, address: string, how: BrowserContextOptions = desktop, before?: (context: BrowserContext) => Promise<void>): Promise<Viewer> {
    const context = await browser.newContext({ locale: 'en-GB', colorScheme: 'light', ...how });
    await before?.(context);
    const page = await context.newPage();
    page.setDefaultTimeout(15_000);
    const viewer = new Viewer(context, page);
    page.on('pageerror', (fault) => viewer.faults.push(fault.message));
    page.on('console', (message) => {
      // What the Content-Security-Policy stops, and what we complain of ourselves; not failed loads, which tests cause.
      if (message.type() === 'error' && /Content Security Policy|Uncaught/.test(message.text())) viewer.faults.push(message.text());
    });
    await page.goto(`${address}?probe`);
    await page.waitForFunction(() => window.vitrineProbe !== undefined);
    return viewer;
  }

  async frames(atLeast: number): Promise<void> {
    await this.page.waitForFunction((n) => (window.vitrineProbe?.frames() ?? 0) >= n, (await this.framesNow()) + atLeast, { timeout: 30_000 });
  }
  framesNow(): Promise<number> {
    return this.page.evaluate(() => window.vitrineProbe?.frames() ?? 0);
  }
  seq(): Promise<number> {
    return this.page.evaluate(() => window.vitrineProbe?.cursor().seq ?? -1);
  }
  async linked(): Promise<void> {
    await this.page.waitForSelector('.link-pill:not(.up)', { state: 'detached' });
  }

  async introduce(name: string): Promise<void> {
    await this.page.getByLabel('Your name').fill(name);
    await this.page.getByRole('button', { name: 'Continue' }).click();
  }
  async say(text: string): Promise<void> {
    await this.page.getByLabel('Your message').fill(text);
    await this.page.keyboard.press('Enter');
  }
  async openProduct(title: string): Promise<void> {
    const bag = this.page.getByRole('button', { name: /^Show the/ });
    if (await bag.isVisible()) await bag.click();
    const place = (await this.page.locator('dialog[open] .products').count()) > 0 ? 'dialog[open]' : '.shelf';
    await this.page.locator(place).getByRole('button', { name: new RegExp(`^(Buy|See) ${title}`) }).click();
    await this.step('choosing');
  }
  async step(name: string): Promise<void> {
    await this.page.waitForSelector(`.buying[data-step="${name}"]`);
  }
  async payWith(card: RegExp, email = 'viewer@example.org'): Promise<void> {
    await this.page.getByLabel('E-mail').fill(email);
    await this.page.getByRole('button', { name: card }).click();
    await this.page.getByRole('button', { name: /^Pay [^s]/ }).click();
  }

  /** A picture for whoever looks at the page, and no complaint from axe. */
  async look(name: string): Promise<void> {
    await this.page.waitForFunction(() => document.getAnimations().every((a) => a.playState !== 'running' || a.effect?.getTiming().iterations === Infinity));
    mkdirSync(shots, { recursive: true });
    await this.page.screenshot({ path: join(shots, `${name}.png`) });
    await this.page.evaluate(axe);
    const complaints = await this.page.evaluate(async () => {
      const found = await (window as unknown as { axe: { run(): Promise<{ violations: { id: string; nodes: { target: string[]; failureSummary: string }[] }[] }> } }).axe.run();
      return found.violations.map((v) => `${v.id}: ${v.nodes.map((n) => `${n.target.join(' ')} (${n.failureSummary})`).join('; ')}`);
    });
    expect(complaints, `axe on ${name}`).toEqual([]);
    expect(await this.page.evaluate(() => document.documentElement.scrollWidth > innerWidth), `${name} fits its width`).toBe(false);
    expect(await this.page.evaluate(cramped), `too small to touch, or cut off, on ${name}`).toEqual([]);
  }

  async leave(): Promise<void> {
    expect(this.faults, 'faults on the page').toEqual([]);
    await this.context.close();
  }
}

/** One state of the page at every size. */
export async function lookAtAll(who: Viewer, state: string, at: readonly (keyof typeof sizes)[] = ['narrow', 'phone', 'lying', 'desktop']): Promise<void> {
  for (const size of at) {
    const [width, height] = sizes[size];
    await who.page.setViewportSize({ width, height });
    await who.look(`look-${state}-${size}`);
  }
}
