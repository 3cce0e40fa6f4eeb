/** Tells the office after a round, quietly and only when it changed, what this device still holds. Call while the component is made. */
import { untrack } from 'svelte';
import type { Ledger } from '../ledger/ledger';
import { overHttp } from '../sync/transport';
import { differs, type Holds, holdsOf } from './holds';

export function tellHolds(ledger: Ledger): void {
  let told: Holds | null = null;
  $effect(() => {
    // A session exists only after a round went through; each later round is another chance.
    const { online, last_sync_at } = ledger.sync;
    if (!online || last_sync_at === null) return;
    const holds = untrack(() => holdsOf(ledger.sync, ledger.drafts));
    if (!differs(told, holds)) return;
    const before = told;
    told = holds;
    overHttp('/alerts/v1/holds', { method: 'PUT', body: holds }).catch(() => (told = before));
  });
}
