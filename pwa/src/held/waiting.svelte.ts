/** What the office keeps back for a person's decision, as the server lists it; nothing of it is kept on this device. */
import type { Ledger } from '../ledger/ledger';
import { Trouble } from '../sync/transport';
import type { HeldRow } from '../sync/wire';
import { heldRows } from './doors';

const DECIDES = ['coordinator', 'manager'];
const CARRIES = ['coordinator', 'manager', 'office'];

export function mayDecide(role: string): boolean {
  return DECIDES.includes(role);
}

/** Whoever may read in a phone's rescue file. */
export function mayCarry(role: string): boolean {
  return CARRIES.includes(role);
}

export class Held {
  rows = $state.raw<HeldRow[]>([]);
  state = $state<'asking' | 'known' | 'offline' | 'failed'>('asking');

  /** Call while a component is made. Each finished round of the sync is a moment with a session. */
  constructor(ledger: Ledger, decides: boolean) {
    $effect(() => {
      const { online, last_sync_at } = ledger.sync;
      if (!decides) return;
      if (!online) this.state = 'offline';
      else if (last_sync_at !== null) void this.read();
    });
  }

  async read(): Promise<void> {
    try {
      this.rows = await heldRows();
      this.state = 'known';
    } catch (error) {
      this.state = error instanceof Trouble && error.code === 'offline' ? 'offline' : 'failed';
    }
  }
}
