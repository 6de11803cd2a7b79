// SPDX-License-Identifier: GPL-3.0-or-later
import { useSignal } from '@preact/signals';
import { useEffect } from 'preact/hooks';

const againMs = 2_000;

/** A part that is fetched when it is wanted, and again and again until it comes. */
export function useLater<T>(wanted: boolean, fetch: () => Promise<T>): T | undefined {
  const part = useSignal<T | undefined>(undefined);
  const failed = useSignal(0);
  useEffect(() => {
    if (!wanted || part.value) return undefined;
    const timer = setTimeout(() => void fetch().then((came) => (part.value = came), () => (failed.value += 1)), failed.value && againMs);
    return () => clearTimeout(timer);
  }, [wanted, failed.value]);
  return part.value;
}
