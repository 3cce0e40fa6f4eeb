/** After a hand-over the household's own record names the new lead: the office's blind server cannot write it, a desk does. */
import type { Head, Uuid } from '../casework/records';
import { maySet } from '../casework/roles';
import type { Ledger } from '../ledger/ledger';
import { instantNow } from '../text/when';
import type { TransferRow } from './transfer';

/** Whoever asked or accepted does it; when they have not come to it, anybody who may. */
const OTHERS_AFTER_MS = 3_600_000;
const running = new Set<Uuid>();

export async function settleLeads(ledger: Ledger, rows: readonly TransferRow[], now: number): Promise<void> {
  if (!maySet(ledger.me.role, 'household', 'lead')) return;
  for (const row of newestOfEach(rows)) {
    if (!isMineToWrite(row, ledger.me.staff, now) || running.has(row.bucket)) continue;
    running.add(row.bucket);
    try {
      await settle(ledger, row);
    } finally {
      running.delete(row.bucket);
    }
  }
}

async function settle(ledger: Ledger, row: TransferRow): Promise<void> {
  const summary = ledger.summaries.find(({ bucket }) => bucket === row.bucket);
  if (!summary || summary.center !== row.to_center || summary.lead === row.to_staff) return;
  const heads = (await ledger.household(row.bucket))?.fields.lead?.heads ?? [];
  if (isNewer(heads, row)) return;
  const base = { lead: heads.map(({ op }) => op) };
  await ledger.record(row.bucket, { kind: 'fields.set', entity: 'household', set: { lead: row.to_staff }, base, recorded_at: instantNow() });
}

/** Somebody has written a lead since: theirs stands. */
function isNewer(heads: readonly Head[], { decided_at }: TransferRow): boolean {
  return heads.some(({ at }) => Date.parse(at) > Date.parse(decided_at ?? ''));
}

function newestOfEach(rows: readonly TransferRow[]): TransferRow[] {
  const newest = new Map<Uuid, TransferRow>();
  for (const row of rows) if (row.state === 'accepted' && row.to_staff && row.seq > (newest.get(row.bucket)?.seq ?? 0)) newest.set(row.bucket, row);
  return [...newest.values()];
}

function isMineToWrite(row: TransferRow, me: Uuid, now: number): boolean {
  return row.asked_by === me || row.decided_by === me || now - Date.parse(row.decided_at ?? '') > OTHERS_AFTER_MS;
}
