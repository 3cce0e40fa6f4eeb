/** What waits on this device, in words. Pure. */
import type { SyncStatus, Unsent } from '../ledger/ledger';
import { unsentText as t } from '../text/unsent';
import { TROUBLE, type TroubleWords } from '../text/trouble';
import { STORAGE_TEXT, UNSENT_TITLE } from '../text/sync';
import { titleOf } from '../households/register';

/** An alert and its record travel together; the alert's own line would only count one thing twice. */
export function shownUnsent(rows: readonly Unsent[]): { waiting: Unsent[]; held: Unsent[] } {
  const waiting = rows.filter((row) => row.held === null);
  return { waiting, held: rows.filter((row) => row.held !== null) };
}

export function unsentTitle(row: Unsent, hidden: boolean): string {
  return [row.title ? titleOf(row, hidden) : UNSENT_TITLE, t.kinds[row.kind] ?? row.kind].join('　');
}

/** Codes of the ledger in words; anything else is already a sentence. */
export function whyWaiting(row: Unsent, sync: SyncStatus): string {
  const known = row.held ?? row.last_error ?? (sync.online ? sync.trouble : 'offline');
  if (!known) return sync.running ? t.running : t.waiting;
  return (TROUBLE as Record<string, TroubleWords>)[known]?.short ?? t.reasons[known] ?? (STORAGE_TEXT as Record<string, string>)[known] ?? known;
}
