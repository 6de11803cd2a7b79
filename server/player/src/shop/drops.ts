// SPDX-License-Identifier: GPL-3.0-or-later
// The viewer's own part in drops: entering, and what came of it.
import { signal, type ReadonlySignal } from '@preact/signals';
import { Draw, DropEntry, EnterDropRequest, type Drop } from '../../generated/contract.ts';
import { toJson } from '../contract/codec.ts';
import { newId } from '../link/id.ts';
import { get, Refused } from '../link/rest.ts';
import { words } from '../words.ts';
import { errand, type Identity } from './errand.ts';

type Entries = ReadonlyMap<string, DropEntry>; // by drop

export class Drops {
  private readonly own = signal<Entries>(new Map());
  private readonly said = signal<{ readonly dropId: string; readonly message: string } | undefined>(undefined);
  private readonly entering = signal('');
  private readonly asked = new Map<string, string>(); // by drop, the command id: pressed again, it is the same command

  constructor(private readonly identity: Identity, private readonly told: (drop: Drop) => void) {}

  get entries(): ReadonlySignal<Entries> {
    return this.own;
  }
  /** The drop that is being entered; ''. */
  get busy(): ReadonlySignal<string> {
    return this.entering;
  }
  /** Why one could not be entered. */
  get trouble(): ReadonlySignal<{ readonly dropId: string; readonly message: string } | undefined> {
    return this.said;
  }

  /** Whether that hold was won. */
  won(holdId: string): boolean {
    return [...this.own.value.values()].some((e) => e.holdId === holdId);
  }

  heard(entry: DropEntry): void {
    this.own.value = new Map([...this.own.value, [entry.dropId, entry]]);
  }

  async enter(dropId: string): Promise<void> {
    if (this.entering.value || this.own.value.has(dropId)) return;
    const commandId = this.asked.get(dropId) ?? newId();
    this.asked.set(dropId, commandId);
    this.entering.value = dropId;
    this.said.value = undefined;
    try {
      const entry = await errand(this.identity, DropEntry, `/v1/drops/${dropId}/entries`, toJson(EnterDropRequest, { commandId, dropId }));
      if (!this.own.value.has(dropId)) this.heard(entry); // the draw itself may have been faster
      await this.ask(dropId);
    } catch (fault) {
      this.said.value = { dropId, message: fault instanceof Refused ? fault.message : words.serverAway };
    } finally {
      this.entering.value = '';
    }
  }

  /** How many have asked is not told to all at each entry: who looks closer asks. */
  async ask(dropId: string): Promise<Draw | undefined> {
    try {
      const draw = await get(Draw, `/v1/drops/${dropId}`, undefined);
      if (draw.drop) this.told(draw.drop);
      return draw;
    } catch {
      return undefined; // it is asked for again
    }
  }
}
