// SPDX-License-Identifier: GPL-3.0-or-later
// A whole show on this machine: a virtual screen, the real server on a fresh database, the real studio, a real browser.
// Ports are the system's; everything that was started is ended by close().
import { execFileSync } from 'node:child_process';
import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { chromium } from 'playwright-core';
import { eyeScript } from './page-eye.mjs';
import { Processes, until } from './processes.mjs';
import { Studio } from './studio.mjs';

export const root = join(dirname(fileURLToPath(import.meta.url)), '..', '..');

const browserFlags = [
  '--no-sandbox', '--disable-gpu', '--disable-quic', '--no-first-run', '--disable-background-networking',
  '--disable-component-update', '--disable-sync', '--autoplay-policy=no-user-gesture-required',
  '--disable-background-timer-throttling', '--disable-renderer-backgrounding', '--disable-backgrounding-occluded-windows',
];

export class Stage {
  // name: of the folder of logs below build/e2e.
  constructor(name, { binaries = process.env.VITRINE_BIN ?? join(root, 'build', 'bin') } = {}) {
    this.binaries = binaries;
    this.logs = join(root, 'build', 'e2e', name);
    this.dataDir = mkdtempSync(join(tmpdir(), 'vitrine-stage-'));
    this.processes = new Processes(this.logs);
  }

  async openDisplay() {
    const xvfb = this.processes.start('xvfb', 'Xvfb', ['-displayfd', '1', '-screen', '0', '1600x1000x24', '-nolisten', 'tcp']);
    let said = '';
    xvfb.child.stdout.on('data', (chunk) => (said += chunk));
    await until('Xvfb chooses a display', () => said.includes('\n') || !xvfb.running);
    if (!xvfb.running) throw new Error(`Xvfb did not start: see ${this.logs}/xvfb.log`);
    this.display = `:${said.trim()}`;
    return this.display;
  }

  // Starts the server, or the same one again after it was ended: same data, and the same ports.
  async openServer(args = []) {
    const dataDir = join(this.dataDir, 'server');
    mkdirSync(dataDir, { recursive: true });
    const ports = this.endpoints ?? { http: 0, grpc: 0, rtmp: 0, metrics: 0 };
    const file = join(dataDir, 'endpoints.json');
    rmSync(file, { force: true });
    this.server = this.processes.start('server', join(this.binaries, 'vitrine-server'), [
      '--data-dir', dataDir,
      '--http-port', String(ports.http), '--grpc-port', String(ports.grpc),
      '--rtmp-port', String(ports.rtmp), '--metrics-port', String(ports.metrics),
      ...args,
    ]);
    await until('the server is ready', () => existsSync(file) || !this.server.running, 20_000);
    if (!existsSync(file)) throw new Error(`The server ended at once: see ${this.logs}/server.log`);
    this.endpoints = JSON.parse(readFileSync(file, 'utf8'));
    return this.endpoints;
  }

  get http() {
    return `http://127.0.0.1:${this.endpoints.http}`;
  }

  // The demo's cameras with a clock in their pixels.
  clockCameras() {
    const folder = join(root, 'build', 'clock-cameras');
    execFileSync(join(root, 'resources', 'demo', 'make-cameras'), [folder, '--clock'], { stdio: 'inherit' });
    return [join(folder, 'table.mp4'), join(folder, 'close-up.mp4')];
  }

  // Opens the studio on the server of this stage, with the demo shop and its show, or with a new show at the address
  // given; waits until it can be told to act.
  async openStudio({ cameras = this.clockCameras(), show = '', args = [] } = {}) {
    const started = this.processes.start(
      'studio',
      join(this.binaries, 'vitrine-studio'),
      [
        '--data-dir', join(this.dataDir, 'studio'), '--server', `127.0.0.1:${this.endpoints.grpc}`,
        ...(show ? ['--show', show] : []),
        ...cameras.flatMap((file) => ['--camera', file]), '--script', '-', ...args,
      ],
      { env: { DISPLAY: this.display, QT_QPA_PLATFORM: 'xcb', LIBGL_ALWAYS_SOFTWARE: '1' } },
    );
    this.studio = new Studio(started);
    await this.studio.event('it can be told to act', (e) => e.event === 'ready', { deadline_ms: 60_000 });
    this.show = this.studio.events.findLast((e) => e.event === 'show');
    return this.studio;
  }

  async openBrowser() {
    const executablePath = process.env.CHROMIUM ?? '/usr/bin/chromium';
    if (!existsSync(executablePath)) throw new Error(`There is no browser at ${executablePath}: install the package chromium (./test does), or set CHROMIUM.`);
    this.browser = await chromium.launch({ executablePath, args: browserFlags });
    return this.browser;
  }

  // A viewer's page with the eye in it; problems of the page's own script are kept in page.faults.
  async openPage({ slug = this.show.slug, viewport = { width: 1280, height: 800 }, ...options } = {}) {
    const context = await this.browser.newContext({ viewport, ...options });
    const page = await context.newPage();
    page.faults = [];
    page.on('pageerror', (error) => page.faults.push(String(error)));
    await page.addInitScript({ content: eyeScript });
    await page.goto(`${this.http}/s/${slug}?probe`);
    return page;
  }

  async close() {
    await this.browser?.close();
    await this.processes.endAll();
    rmSync(this.dataDir, { recursive: true, force: true });
  }
}
