/** What follows a saved visit: she is back from there, and after a frightening one she is asked what happened. */
import type { Uuid } from '../casework/records';
import type { Ledger } from '../ledger/ledger';
import { endsWith } from './outings';

export const FRIGHTENING: ReadonlySet<string> = new Set(['refused_hostile', 'aborted']);

/** The visit is kept already: what fails here leaves the outing standing on today's page. */
export async function saysBack(ledger: Ledger, bucket: Uuid): Promise<void> {
  const ends = endsWith(ledger.summaries, bucket, ledger.me.staff, new Date());
  if (ends.length) await ledger.recordTogether(ends).catch(() => undefined);
}
