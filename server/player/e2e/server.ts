// SPDX-License-Identifier: GPL-3.0-or-later
// The real vitrine-server on a fresh data directory, every port picked by the system, driven as a studio drives it: over gRPC.
import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import grpc from '@grpc/grpc-js';
import loader from '@grpc/proto-loader';
import { newId } from '../src/link/id.ts';
import { until } from './until.ts';

const here = dirname(fileURLToPath(import.meta.url));
const root = join(here, '..', '..', '..');
const program = join(process.env.VITRINE_BIN ?? join(root, 'build', 'bin'), 'vitrine-server');

interface Endpoints {
  readonly http: number;
  readonly grpc: number;
  readonly rtmp: number;
}
type Reply = Record<string, unknown>;
type Call = (request: Reply, meta: grpc.Metadata, options: { deadline: number }, done: (error: Error | null, reply: Reply) => void) => void;

const contract = grpc.loadPackageDefinition(
  loader.loadSync(['identity', 'catalog', 'show', 'stock', 'room', 'price', 'drop', 'coupon'].map((n) => `vitrine/v1/${n}.proto`), {
    includeDirs: [join(root, 'server', 'api')], keepCase: true, longs: String, enums: String, defaults: true, oneofs: true,
  }),
) as unknown as { vitrine: { v1: Record<string, grpc.ServiceClientConstructor> } };

export interface Item {
  readonly title: string;
  readonly minor: number;
  readonly stock: readonly (readonly [variant: string, units: number])[];
  readonly limit?: number; // for each buyer
}
export interface StagedShow {
  readonly id: string;
  readonly slug: string;
  readonly products: readonly { readonly id: string; readonly variants: readonly string[] }[];
  readonly publishTo: string;
}

export class Server {
  private child: ChildProcess | undefined;
  private clients: grpc.Client[] = [];
  private token = '';
  private at: Endpoints | undefined;
  private log = '';
  private readonly directory = mkdtempSync(join(tmpdir(), 'vitrine-page-'));

  constructor(private readonly flags: readonly string[] = []) {}

  get origin(): string {
    return `http://127.0.0.1:${this.ports.http}`;
  }
  private get ports(): Endpoints {
    if (!this.at) throw new Error('the server is not running');
    return this.at;
  }

  /** fixed: listen where it did before, as after a restart. */
  async start(): Promise<void> {
    const endpoints = join(this.directory, 'endpoints.json');
    rmSync(endpoints, { force: true });
    const port = (name: keyof Endpoints): string => String(this.at?.[name] ?? 0);
    const child = spawn(program, [
      '--data-dir', this.directory, '--http-port', port('http'), '--grpc-port', port('grpc'), '--rtmp-port', port('rtmp'),
      '--metrics-port', '0', '--commands-per-s', '1000', '--commands-burst', '1000', ...this.flags,
    ], { stdio: ['ignore', 'ignore', 'pipe'] });
    this.child = child;
    child.stderr.on('data', (text: Buffer) => (this.log = (this.log + text.toString()).slice(-20_000)));
    await until('the server is ready', () => {
      if (child.exitCode !== null) throw new Error(`the server ended with ${child.exitCode}:\n${this.log}`);
      return existsSync(endpoints);
    }, 20_000);
    this.at = JSON.parse(readFileSync(endpoints, 'utf8')) as Endpoints;
    for (const client of this.clients) client.close();
    this.clients = [];
  }

  async setUp(): Promise<void> {
    const made = await this.ask('IdentityService', 'SetUp', { creator_login: 'ada', creator_password: 'correct horse battery' });
    if (!Array.isArray(made.accounts)) throw new Error('no accounts were made');
    const session = await this.ask('IdentityService', 'SignIn', { login: 'ada', password: 'correct horse battery' });
    this.token = String(session.access_token);
  }

  async stage(title: string, items: readonly Item[]): Promise<StagedShow> {
    const products = [];
    for (const item of items) {
      const saved = await this.ask('CatalogService', 'SaveProduct', {
        command_id: newId(),
        product: {
          title: item.title, description: `${item.title}, made by hand.`,
          variants: item.stock.map(([name, units], i) => ({ sku: `${item.title.slice(0, 40)}-${i}`, name, price: { minor: String(item.minor), currency: 'EUR' }, available: String(units), limit_per_buyer: String(item.limit ?? 0) })),
        },
      });
      products.push({ id: String(saved.id), variants: (saved.variants as { id: string }[]).map((v) => v.id) });
    }
    const show = await this.ask('ShowService', 'CreateShow', { command_id: newId(), title, lineup: products.map((p) => p.id) });
    const target = await this.ask('ShowService', 'GetStreamTarget', { show_id: show.id });
    return { id: String(show.id), slug: String(show.slug), products, publishTo: `rtmp://127.0.0.1:${this.ports.rtmp}/live/${String(target.key)}` };
  }

  startShow(show: StagedShow): Promise<Reply> {
    return this.ask('ShowService', 'StartShow', { command_id: newId(), show_id: show.id });
  }
  endShow(show: StagedShow): Promise<Reply> {
    return this.ask('ShowService', 'EndShow', { command_id: newId(), show_id: show.id });
  }
  pin(show: StagedShow, productId: string): Promise<Reply> {
    return this.ask('ShowService', 'PinProduct', { command_id: newId(), show_id: show.id, product_id: productId });
  }
  say(show: StagedShow, text: string): Promise<Reply> {
    return this.ask('RoomService', 'Say', { command_id: newId(), show_id: show.id, text });
  }
  removeLine(show: StagedShow, lineId: string): Promise<Reply> {
    return this.ask('RoomService', 'RemoveLine', { command_id: newId(), show_id: show.id, line_id: lineId });
  }
  adjustStock(variantId: string, delta: number): Promise<Reply> {
    return this.ask('StockService', 'AdjustStock', { command_id: newId(), variant_id: variantId, delta: String(delta), reason: 'count' });
  }

  startFlash(show: StagedShow, variantId: string, minor: number, durationS: number): Promise<Reply> {
    return this.ask('PriceService', 'StartFlashPrice', {
      command_id: newId(), show_id: show.id, variant_id: variantId, price: { minor: String(minor), currency: 'EUR' }, duration_s: String(durationS),
    });
  }
  setRate(base: string, quote: string, rateE9: number): Promise<Reply> {
    return this.ask('PriceService', 'SetExchangeRate', { command_id: newId(), rate: { base, quote, rate_e9: String(rateE9) } });
  }
  openDrop(show: StagedShow, variantId: string, quantity: number, windowS: number): Promise<Reply> {
    return this.ask('DropService', 'OpenDrop', { command_id: newId(), show_id: show.id, variant_id: variantId, quantity: String(quantity), window_s: String(windowS) });
  }
  callOffDrop(dropId: string): Promise<Reply> {
    return this.ask('DropService', 'CallOffDrop', { command_id: newId(), drop_id: dropId });
  }
  saveCoupon(coupon: Reply): Promise<Reply> {
    return this.ask('CouponService', 'SaveCoupon', { command_id: newId(), coupon });
  }

  async kill(signal: 'SIGKILL' | 'SIGTERM'): Promise<void> {
    const child = this.child;
    this.child = undefined;
    if (!child || child.exitCode !== null) return;
    const gone = once(child, 'exit');
    child.kill(signal);
    await gone;
  }

  async close(): Promise<void> {
    for (const client of this.clients) client.close();
    await this.kill('SIGTERM');
    rmSync(this.directory, { recursive: true, force: true });
  }

  private ask(service: string, method: string, request: Reply): Promise<Reply> {
    const Client = contract.vitrine.v1[service];
    if (!Client) throw new Error(`the contract has no ${service}`);
    const client = new Client(`127.0.0.1:${this.ports.grpc}`, grpc.credentials.createInsecure());
    this.clients.push(client);
    const meta = new grpc.Metadata();
    if (this.token) meta.set('authorization', `Bearer ${this.token}`);
    const call = (client as unknown as Record<string, Call>)[method];
    if (!call) throw new Error(`${service} has no ${method}`);
    return new Promise((resolve, reject) => {
      call.call(client, request, meta, { deadline: Date.now() + 10_000 }, (error, reply) => {
        if (error) reject(error);
        else resolve(reply);
      });
    });
  }
}
