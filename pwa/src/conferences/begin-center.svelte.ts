/** A center's own bucket is there before its first meeting: what concerns no household (E-T04) needs a place to be answered in. Call while the component is made. */
import { mayAuthor } from '../casework/roles';
import type { Ledger } from '../ledger/ledger';

export function beginCenter(ledger: Ledger): void {
  let begun = false;
  $effect(() => {
    const { online, last_sync_at, first, awaited, running } = ledger.sync;
    // Only who has received everything knows that there is none.
    if (begun || running || !online || !last_sync_at || first || awaited > 0) return;
    if (!ledger.me.center || !mayAuthor(ledger.me.role, 'center.open') || ledger.conferences.centers.some(({ center }) => center === ledger.me.center)) return;
    begun = true;
    ledger.conferences.begin().catch(() => (begun = false));
  });
}
