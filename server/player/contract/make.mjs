// SPDX-License-Identifier: GPL-3.0-or-later
// Turns the contract (server/api/vitrine/v1/*.proto) into generated/contract.ts, and into generated/contract.bin (a
// FileDescriptorSet) for the tests. Never committed; made again when a .proto or the plugin is newer.
import { execFileSync } from 'node:child_process';
import { mkdirSync, statSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

const here = dirname(fileURLToPath(import.meta.url));
const contract = join(here, '..', '..', 'api');
const out = join(here, '..', 'generated');
const plugin = join(here, 'protoc-gen-page.mjs');
const protos = ['address', 'money', 'identity', 'price', 'catalog', 'show', 'drop', 'coupon', 'order', 'cart', 'payment', 'room', 'event', 'socket'].map((noun) => `vitrine/v1/${noun}.proto`);

const age = (path) => {
  try {
    return statSync(path).mtimeMs;
  } catch {
    return 0; // never made
  }
};
const newest = Math.max(...[...protos.map((p) => join(contract, p)), plugin, join(here, 'unread.json'), fileURLToPath(import.meta.url)].map(age));
if (Math.min(age(join(out, 'contract.ts')), age(join(out, 'contract.bin'))) < newest) {
  mkdirSync(out, { recursive: true });
  execFileSync(
    process.env.PROTOC ?? 'protoc',
    [`-I${contract}`, `--plugin=protoc-gen-page=${plugin}`, `--page_out=${out}`, '--page_opt=target=ts',
      `--descriptor_set_out=${join(out, 'contract.bin')}`, '--include_imports', ...protos],
    { stdio: 'inherit' },
  );
}
