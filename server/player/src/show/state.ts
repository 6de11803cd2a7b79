// SPDX-License-Identifier: GPL-3.0-or-later
// What the page knows of the show: the snapshot, moved on by one event after the other. Pure.
import {
  ShowState, type Drop, type FlashPrice, type FlashPriceChanged, type PinMoment, type Product, type Show, type ShowEvent, type ShowSnapshot,
} from '../../generated/contract.ts';

/** A price of the moment, and when it belongs on the picture. */
export interface FlashMoment {
  readonly variantId: string;
  readonly flash: FlashPrice;
  readonly programmeTimeUs: number;
}
/** A drop as it stands, when its opening belongs on the picture, and what was promised when it was first heard of. */
export interface DropMoment {
  readonly drop: Drop;
  readonly programmeTimeUs: number;
  readonly commitment: string;
}

export interface Stage {
  readonly show: Show; // its pins always oldest first
  readonly products: readonly Product[]; // the line-up, in order
  readonly watching: number;
  readonly flashes: readonly FlashMoment[];
  readonly drops: readonly DropMoment[]; // in the order in which they opened
  readonly lastSale?: { readonly productId: string; readonly quantity: number; readonly atUs: number };
}

const byTime = (a: PinMoment, b: PinMoment): number => a.programmeTimeUs - b.programmeTimeUs;

function dropMoment(known: readonly DropMoment[], drop: Drop, programmeTimeUs: number): DropMoment {
  const before = known.find((d) => d.drop.id === drop.id);
  return before ? { ...before, drop } : { drop, programmeTimeUs, commitment: drop.commitment };
}

export function stageFrom(snapshot: ShowSnapshot, before?: Stage): Stage {
  const show = snapshot.show;
  if (!show) throw new TypeError('a snapshot without its show');
  const flashes = snapshot.products.flatMap((p) => p.variants.flatMap((v) => (v.flash ? [{ variantId: v.id, flash: v.flash, programmeTimeUs: v.flash.startsUs }] : [])));
  const drops = snapshot.drops.map((drop) => dropMoment(before?.drops ?? [], drop, drop.opensUs));
  return { show: { ...show, pins: [...show.pins].sort(byTime) }, products: snapshot.products, watching: snapshot.watching, flashes, drops };
}

function withPin(show: Show, pin: PinMoment): Show {
  return { ...show, pins: [...show.pins.filter((p) => p.id !== pin.id), pin].sort(byTime) };
}

function withShow(stage: Stage, next: Show, added: readonly Product[]): Stage {
  // ShowChanged comes without pins; the line-up may have a new order, and new products, which come along.
  const known = new Map([...stage.products, ...added].map((p) => [p.id, p]));
  const products = next.lineup.map((id) => known.get(id)).filter((p) => p !== undefined);
  return { ...stage, show: { ...next, pins: stage.show.pins }, products };
}

function withProduct(stage: Stage, product: Product): Stage {
  const rest = stage.products.filter((p) => p.id !== product.id);
  if (product.archived) return { ...stage, products: rest };
  if (rest.length !== stage.products.length) {
    return { ...stage, products: stage.products.map((p) => (p.id === product.id ? product : p)) };
  }
  return stage.show.lineup.includes(product.id) ? { ...stage, products: [...stage.products, product] } : stage;
}

/** Products of the line-up that came in a larger number than one event carries: a fresh snapshot says what they are. */
export function unknownProducts(stage: Stage): string[] {
  const known = new Set(stage.products.map((p) => p.id));
  return stage.show.lineup.filter((id) => !known.has(id));
}

function withFlash(stage: Stage, { variantId, flash }: FlashPriceChanged, programmeTimeUs: number): Stage {
  const rest = stage.flashes.filter((f) => f.variantId !== variantId);
  return { ...stage, flashes: flash ? [...rest, { variantId, flash, programmeTimeUs }] : rest };
}

/** A word of a drop; what is told later of one that is known changes nothing of when it opened. */
export function withDrop(stage: Stage, drop: Drop, programmeTimeUs: number): Stage {
  const next = dropMoment(stage.drops, drop, programmeTimeUs);
  const known = stage.drops.some((d) => d.drop.id === drop.id);
  return { ...stage, drops: known ? stage.drops.map((d) => (d.drop.id === drop.id ? next : d)) : [...stage.drops, next] };
}

/** Events to one person and chat are not the stage's: shop/ and chat/ take them. */
export function stageAfter(stage: Stage, event: ShowEvent): Stage {
  if (event.showChanged?.show) return withShow(stage, event.showChanged.show, event.showChanged.added);
  if (event.pinned) return { ...stage, show: withPin(stage.show, event.pinned) };
  if (event.stock) {
    const left = new Map(event.stock.variants.map((v) => [v.variantId, v.available]));
    const products = stage.products.map((product) =>
      product.variants.some((v) => left.has(v.id))
        ? { ...product, variants: product.variants.map((v) => ({ ...v, available: left.get(v.id) ?? v.available })) }
        : product,
    );
    return { ...stage, products };
  }
  if (event.productChanged) return withProduct(stage, event.productChanged);
  if (event.viewers) return { ...stage, watching: event.viewers.watching };
  if (event.picture) {
    return { ...stage, show: { ...stage.show, picture: event.picture.live, replay: event.picture.replayReady } };
  }
  if (event.flashPrice) return withFlash(stage, event.flashPrice, event.programmeTimeUs);
  if (event.drop) return withDrop(stage, event.drop, event.programmeTimeUs);
  if (event.sale) return { ...stage, lastSale: { ...event.sale, atUs: event.atUs } };
  return stage;
}

/** What the stage shows in place of, or over, the picture. */
export type Scene = 'soon' | 'live' | 'moment' | 'replay' | 'ended';

export function sceneOf(show: Show): Scene {
  if (show.state === ShowState.ENDED) return show.replay ? 'replay' : 'ended';
  if (show.picture) return 'live';
  return show.state === ShowState.LIVE ? 'moment' : 'soon';
}

export function unitsLeft(product: Product): number {
  return product.variants.reduce((sum, v) => sum + Math.max(0, v.available), 0);
}
