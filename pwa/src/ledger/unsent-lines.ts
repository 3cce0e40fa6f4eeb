/** The list of what has not arrived, in the words sealed beside each record. */
import type { Payload, Uuid } from '../casework/records';
import type { Store } from '../store/store';
import { UNSENT_TITLE } from '../text/sync';
import { openLocal } from '../unlock/keys';
import type { Unsent } from './ledger';
import { notePlace } from './writer';

interface Line { op: Uuid; queued_at: string; last_error: string | null; held: string | null }

export async function unsentLines(store: Store, storage: CryptoKey): Promise<Unsent[]> {
  const [rows, held] = await Promise.all([store.outbox(), store.notApplied()]);
  const reasons = new Map(held.map(({ id, reason }) => [id, reason]));
  const waiting = rows.map(({ op, queued_at, last_error }): Line => ({ op, queued_at, last_error, held: null }));
  const stopped = [...reasons].map(([op, reason]): Line => ({ op, queued_at: '', last_error: null, held: reason }));
  const lines = await Promise.all([...waiting, ...stopped].map((line) => lineOf(line, store, storage)));
  return lines.filter((line) => line !== null);
}

async function lineOf(line: Line, store: Store, storage: CryptoKey): Promise<Unsent | null> {
  const row = await store.op(line.op);
  if (!row?.note) return null;
  const note = await openLocal<{ title: string; kind: Payload['kind'] }>(storage, notePlace(row.id), row.note).catch(() => null);
  return {
    op: row.id, dseq: row.dseq, bucket: row.bucket, title: note?.title ?? UNSENT_TITLE, kind: note?.kind ?? 'note.add',
    queued_at: line.queued_at || (row.queued_at ?? ''), held: line.held, last_error: line.last_error,
  };
}
