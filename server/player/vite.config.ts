// SPDX-License-Identifier: GPL-3.0-or-later
import { defineConfig } from 'vitest/config';

// Assets live below /player/ (server/web serves them from share/player); index.html goes out with the show's snapshot.
export default defineConfig({
  base: '/player/',
  oxc: { jsx: { runtime: 'automatic', importSource: 'preact' } },
  build: {
    outDir: process.env.PLAYER_OUT ?? 'dist',
    emptyOutDir: true,
    target: 'es2022',
    modulePreload: false,
    assetsInlineLimit: 0, // data: addresses are not allowed by the page's Content-Security-Policy
    reportCompressedSize: true,
  },
  test: {
    projects: [
      {
        extends: true,
        test: { name: 'unit', include: ['src/**/*.test.ts'], environment: 'node' },
      },
      {
        extends: true,
        // One file after the other: each has a server and a browser, and pictures have to keep up.
        test: { name: 'e2e', include: ['e2e/**/*.e2e.ts'], environment: 'node', fileParallelism: false, testTimeout: 45_000, hookTimeout: 60_000 },
      },
    ],
  },
});
