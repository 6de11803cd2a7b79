// SPDX-License-Identifier: GPL-3.0-or-later
// What the views of a purchase's steps have in common.
import type { JSX } from 'preact';
import type { Product, Variant } from '../../generated/contract.ts';
import type { Purchase, Trouble } from '../shop/purchase.ts';
import type { Till } from '../shop/till.ts';
import { TroubleText } from './outcome.tsx';

export interface StepProps<S extends Purchase['step']> {
  till: Till;
  at: Extract<Purchase, { step: S }>;
  product: Product | undefined;
  variant: Variant | undefined;
  onClose: () => void;
  onBought: () => void; // with one tap: the cart's sheet shows what comes of it
}

export function TroubleNote({ till, trouble }: { till: Till; trouble: Trouble | undefined }): JSX.Element {
  return <TroubleText text={trouble?.message} again={trouble?.again ? () => till.checkout.again() : undefined} />;
}
