// SPDX-License-Identifier: GPL-3.0-or-later
// node latency.mjs PROTOCOL SECONDS PINS: a show on this machine, timed in pixels. Figures on the last line, as JSON.
import { setTimeout as pause } from 'node:timers/promises';
import { glassToGlass, percentile } from './stage/measures.mjs';
import { eyeOf, glance } from './stage/page-eye.mjs';
import { pinSkews } from './stage/pins.mjs';
import { until } from './stage/processes.mjs';
import { ScreenEye } from './stage/screen-eye.mjs';
import { Stage } from './stage/stage.mjs';

const settle_ms = 5000; // hls.js finds its place behind the live edge

const say = (text) => process.stderr.write(`${text}\n`);

async function measure(stage, seconds, pins) {
  say('Opening a screen, a server, a browser and the studio …');
  await stage.openDisplay();
  await stage.openServer();
  await stage.openBrowser();
  await stage.openStudio();
  await stage.studio.act({ do: 'go_live' });
  await stage.studio.event('on air', (e) => e.event === 'live', { deadline_ms: 30_000 });
  const page = await stage.openPage();
  await until('frames decode', async () => (await glance(page)).frames > 30, 30_000);
  const screen = await ScreenEye.open(stage.processes, stage.display);
  say(`Timing frames for ${seconds} s …`);
  await pause(settle_ms);
  const from = Date.now();
  const droppedBefore = await page.evaluate(() => window.vitrineProbe.droppedFrames());
  await pause(seconds * 1000);
  const { frames } = await eyeOf(page);
  const delays = glassToGlass(screen.frames, frames.filter((frame) => frame.at >= from));
  if (delays.length < seconds) throw new Error(`only ${delays.length} frames were recognised`);
  say(`Timing ${pins} pins …`);
  const skews = await pinSkews(stage, page, screen, pins);
  const dropped = (await page.evaluate(() => window.vitrineProbe.droppedFrames())) - droppedBefore;
  return {
    p50_ms: percentile(delays, 0.5),
    p95_ms: percentile(delays, 0.95),
    pin_skew_p95_ms: Math.round(percentile(skews, 0.95)),
    dropped,
    frames: delays.length,
    pins: skews.length,
  };
}

const [protocol = 'llhls', seconds = '20', pins = '20'] = process.argv.slice(2);
const stage = new Stage('latency');
for (const signal of ['SIGINT', 'SIGTERM']) process.on(signal, () => stage.close().then(() => process.exit(1)));
try {
  const figures = await measure(stage, Number(seconds), Number(pins));
  console.log(JSON.stringify({ protocol, ...figures }));
} catch (fault) {
  say(`${fault.message} (logs: ${stage.logs})`);
  process.exitCode = 1;
} finally {
  await stage.close();
}
