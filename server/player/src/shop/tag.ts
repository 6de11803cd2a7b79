// SPDX-License-Identifier: GPL-3.0-or-later
// What stands on a price tag at a moment. Pure.
import { DropState, type Drop, type GetPricesResponseVariantQuote, type Money, type Variant } from '../../generated/contract.ts';
import type { DropMoment, FlashMoment } from '../show/state.ts';

export interface Tag {
  readonly price: Money | undefined;
  readonly was?: Money; // before the price of the moment, which ends at endsUs
  readonly endsUs: number;
}

/** Whether the picture has come to it; seenUs: the programme time of what is seen, undefined: there is no picture to wait for. */
export function isSeen(programmeTimeUs: number, seenUs: number | undefined): boolean {
  return seenUs === undefined || programmeTimeUs <= seenUs;
}

/** flash: one that is seen. nowUs: the server's clock, by which it ends. */
export function tagOf(variant: Variant, flash: FlashMoment | undefined, quote: GetPricesResponseVariantQuote | undefined, nowUs: number): Tag {
  const regular = quote?.regular ?? variant.price;
  const price = quote ? quote.price : flash?.flash.price;
  const endsUs = quote ? quote.flashEndsUs : flash?.flash.endsUs ?? 0;
  if (!flash || endsUs <= nowUs || !price || !regular) return { price: regular, endsUs: 0 };
  return { price, was: regular, endsUs };
}

/** The tag to show for a whole product: a price of the moment before all others, else the lowest. from: there are others. */
export function tagOfAll(tags: readonly Tag[]): { readonly tag: Tag; readonly from: boolean } | undefined {
  const [first, ...rest] = [...tags].sort((a, b) => Number(b.endsUs > 0) - Number(a.endsUs > 0) || Number((a.price?.minor ?? 0n) - (b.price?.minor ?? 0n)));
  return first && { tag: first, from: first.endsUs === 0 && rest.some((t) => t.price?.minor !== first.price?.minor) };
}

/**
 * Whether the viewer may know of a drop: when his picture is there; at half its time at the latest, so that whose picture is
 * far behind has a chance too.
 */
export function isKnown({ drop, programmeTimeUs }: DropMoment, seenUs: number | undefined, nowUs: number): boolean {
  return drop.state !== DropState.OPEN || isSeen(programmeTimeUs, seenUs) || nowUs >= (drop.opensUs + drop.closesUs) / 2;
}

export const isUnderWay = (drop: Drop): boolean => drop.state === DropState.OPEN || drop.state === DropState.DRAWING;

/** Whole seconds that are left for certain. */
export function secondsTo(us: number, nowUs: number): number {
  return Math.max(0, Math.floor((us - nowUs) / 1_000_000));
}
