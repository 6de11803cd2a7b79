// SPDX-License-Identifier: GPL-3.0-or-later

/** Awaits a condition with a deadline; says which one was missed. */
export async function until(what: string, holds: () => boolean | Promise<boolean>, withinMs: number): Promise<void> {
  const deadline = performance.now() + withinMs;
  while (!(await holds())) {
    if (performance.now() > deadline) throw new Error(`${what}: not within ${withinMs} ms`);
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
}
