/** Tells the server, quietly, that the person it was addressed to opened the alert. Call while the component is made. */
import type { AlertRow, Ledger } from '../ledger/ledger';
import { overHttp } from '../sync/transport';

export function tellSeen(ledger: Ledger, alert: () => AlertRow | undefined): void {
  let told = '';
  let asked = '';
  $effect(() => {
    const row = alert();
    // A session exists only after a round went through; each later round is another chance.
    const { online, last_sync_at } = ledger.sync;
    if (!row || row.local || !online || last_sync_at === null || told === row.id || asked === `${row.id} ${last_sync_at}`) return;
    const mine = row.recipients.find((one) => one.staff === ledger.me.staff);
    if (!mine || mine.seen_at) return;
    asked = `${row.id} ${last_sync_at}`;
    overHttp(`/alerts/v1/${row.id}/seen`, { method: 'POST' }).then(() => (told = row.id), () => undefined);
  });
}
