/** The writes that follow a word of the server: its acknowledgement, a page of the pull, a new generation. One transaction each. */
import { unwrap } from 'idb';
import type { Instant, Uuid } from '../casework/records';
import { sameBytes } from '../envelope/bytes';
import { KIND, KIND_AT } from '../envelope/frame';
import type { AlertRow } from '../ledger/ledger';
import type { Transaction } from './connection';
import { heardAt, leaseFrom } from './lease';
import { purgePhotos, requeuePhotos } from './photos';
import { beginRefill } from './refill';
import type { Bytes, KeyRow, OpRow, OutboxRow, Progress } from './rows';
import { keysRange, markStale, mergeProgress, type Store } from './store';

/** Everything that may hold something of one household. */
const OF_A_BUCKET = ['meta', 'ops', 'outbox', 'keys', 'views', 'summaries', 'alerts', 'photos', 'segments'] as const;
const RETAIN_MS = 35 * 24 * 60 * 60 * 1000;

export interface Result { id: Uuid; s: 'applied' | 'duplicate' | 'held' | 'gap' | 'fork' | 'rejected'; seq?: number; reason?: string; code?: string; want?: number }
export interface Ack { gen: Uuid; ack: number; ack_hash: Bytes; results: Result[]; now: Instant }
export type AckOutcome = { sent: number } | { mismatch: true };

export interface Page {
  gen: Uuid; cursor: string; ops: OpRow[]; gone: Uuid[]; held: { id: Uuid; reason: string }[]; keys: KeyRow[]; alerts: AlertRow[];
  scope: { rev: number; buckets?: Progress['scope'] }; owed?: Progress['owed']; now: Instant; clock_off_ms: number; last: boolean;
  /** of which buckets older records are still to come; absent where the office does not say (an older one, or nothing is) */
  behind?: { buckets: Uuid[]; today?: number; ops?: number };
}
/** `whole`: shown for the first time, now that every record of it has come */
export interface Applied { touched: Set<Uuid>; whole: Set<Uuid>; progress: Progress }

/** The outbox shrinks here and nowhere else: up to `ack`, and only when the server names the hash of our own operation at that place. */
export function applyAck(store: Store, { gen, ack, ack_hash, results, now }: Ack): Promise<AckOutcome> {
  return store.connection.write(['meta', 'ops', 'outbox'], async (tx) => {
    if (!(await ackIsOurs(tx, ack, ack_hash))) return { mismatch: true };
    const verdicts = new Map(results.map((result) => [result.id, result]));
    const rows = await tx.objectStore('outbox').getAll();
    let sent = 0;
    for (const row of rows) {
      const verdict = verdicts.get(row.op);
      if (row.dseq <= ack) {
        await settle(tx, row, verdict, now);
        sent += 1;
      } else if (verdict) {
        await tx.objectStore('outbox').put({ ...row, last_error: verdict.code ?? verdict.reason ?? verdict.s });
      }
    }
    await noteRejected(tx, results);
    await mergeProgress(tx, { gen, ack });
    return { sent };
  });
}

async function settle(tx: Transaction, row: OutboxRow, verdict: Result | undefined, now: Instant): Promise<void> {
  const op = await tx.objectStore('ops').get(row.op);
  if (op) await tx.objectStore('ops').put({ ...op, acked_at: now, seq: verdict?.seq ?? op.seq });
  await tx.objectStore('outbox').delete(row.dseq);
}

/** The server keeps the bytes of what it refused; the person is told, and the record stays readable here. */
async function noteRejected(tx: Transaction, results: Result[]): Promise<void> {
  const rejected = results.filter(({ s }) => s === 'rejected').map(({ id, code }) => ({ id, reason: code ?? 'rejected' }));
  const rows = await Promise.all(rejected.map(({ id }) => tx.objectStore('ops').get(id)));
  // Of two who began a key at once one was first: the other's beginning says nothing that would be missed.
  const refused = rejected.filter((_, index) => rows[index]?.e[KIND_AT] !== KIND.keyBegun);
  if (refused.length === 0) return;
  const row = await tx.objectStore('meta').get('rejected');
  await tx.objectStore('meta').put({ name: 'rejected', value: [...((row?.value as typeof refused | undefined) ?? []), ...refused] });
}

async function ackIsOurs(tx: Transaction, ack: number, hash: Bytes): Promise<boolean> {
  if (ack === 0) return true;
  const waiting = await tx.objectStore('outbox').get(ack);
  if (waiting) return sameBytes(waiting.hash, hash);
  const head = (await tx.objectStore('meta').get('head'))?.value as { dseq: number; prev: Bytes } | undefined;
  if (!head || ack > head.dseq) return false;
  // Sent earlier: only the newest is worth comparing, the chain vouches for the ones before it.
  return ack === head.dseq ? sameBytes(head.prev, hash) : true;
}

/** A pulled page: what is gone goes first, then what came, and the cursor moves in the same transaction. Tells which buckets to fold anew. */
export function applyPage(store: Store, page: Page): Promise<Applied> {
  return store.connection.write([...OF_A_BUCKET], async (tx) => {
    for (const bucket of page.gone) await purge(tx, bucket, page.now);
    const touched = new Set([...page.ops, ...page.keys].map(({ bucket }) => bucket));
    // All asked at once: waiting for one row after the other costs a slow phone more than the writing.
    const known = await mergeProgress(tx, {});
    const { era } = known;
    const rows = await Promise.all(page.ops.map((row) => (row.own ? withOwn(tx, row) : era > 0 ? { ...row, era } : row)));
    putAll(tx, 'ops', rows);
    putAll(tx, 'keys', page.keys);
    putAll(tx, 'alerts', page.alerts);
    await tx.objectStore('meta').put({ name: 'held', value: page.held });
    await Promise.all([...touched].map((bucket) => markStale(tx, bucket)));
    const arrival = await whatIsBehind(tx, page, known);
    const waiting = new Set(arrival.behind);
    const progress = await mergeProgress(tx, {
      gen: page.gen, cursor: page.cursor, clock_off_ms: page.clock_off_ms, scope_rev: page.scope.rev, owed: page.owed ?? [], ...arrival,
      ...(page.scope.buckets ? { scope: page.scope.buckets } : {}), ...(page.last ? { last_sync_at: page.now, ...leaseFrom(heardAt(page.now, page.clock_off_ms)) } : {}),
    });
    const fresh = await unlisted(tx, [...touched, ...known.behind].filter((bucket) => !waiting.has(bucket)));
    return { touched, whole: new Set(fresh), progress };
  });
}

/** Nobody waits for one row of many: whichever fails ends the transaction, and that is told. */
function putAll(tx: Transaction, store: 'ops' | 'keys' | 'alerts', rows: readonly object[]): void {
  const requests = unwrap(tx.objectStore(store));
  for (const row of rows) requests.put(row);
}

/** What was whole before stays so while it is told once more: after a bad cursor, or to a restored office's phone. */
async function whatIsBehind(tx: Transaction, page: Page, known: Progress): Promise<Pick<Progress, 'behind' | 'today_left' | 'coming'>> {
  if (page.last) return { behind: [], today_left: null, coming: null };
  const { buckets, today, ops } = page.behind ?? { buckets: known.last_sync_at === null ? (page.scope.buckets ?? known.scope ?? []).map(({ id }) => id) : [] };
  const before = new Set(known.behind);
  const fresh = new Set(await unlisted(tx, buckets));
  const counted = ops === undefined ? known.coming : { done: 0, total: ops };
  return {
    behind: buckets.filter((bucket) => before.has(bucket) || fresh.has(bucket)), today_left: today ?? null,
    coming: counted && { ...counted, done: Math.min(counted.total, counted.done + page.ops.length) },
  };
}

async function unlisted(tx: Transaction, buckets: Uuid[]): Promise<Uuid[]> {
  if (buckets.length === 0) return [];
  const listed = new Set(await tx.objectStore('summaries').getAllKeys());
  return buckets.filter((bucket) => !listed.has(bucket));
}

/** Own copies keep their effects and are trusted as they were written; the server adds only place and time. */
async function withOwn(tx: Transaction, row: OpRow): Promise<OpRow> {
  const known = await tx.objectStore('ops').get(row.id);
  return known?.own ? { ...known, seq: row.seq, received_at: row.received_at, gone: undefined } : row;
}

export function purgeBuckets(store: Store, buckets: Uuid[], now: Instant): Promise<void> {
  return store.connection.write([...OF_A_BUCKET], async (tx) => {
    for (const bucket of buckets) await purge(tx, bucket, now);
  });
}

/**
 * Without its key nothing of a household can be read here again. Own operations stay as sealed bytes while unsent,
 * and for 35 days after, because a server restored from a backup may need them once more.
 */
async function purge(tx: Transaction, bucket: Uuid, now: Instant): Promise<void> {
  const unsent = new Set((await tx.objectStore('outbox').index('bucket').getAll(bucket)).map((row) => row.op));
  for (const op of await tx.objectStore('ops').index('bucket').getAll(bucket)) {
    const recent = op.own === 1 && op.acked_at !== undefined && Date.parse(now) - Date.parse(op.acked_at) < RETAIN_MS;
    if (unsent.has(op.id) || recent) await tx.objectStore('ops').put({ ...op, gone: true });
    else await tx.objectStore('ops').delete(op.id);
  }
  await tx.objectStore('keys').delete(keysRange(bucket));
  await tx.objectStore('views').delete(bucket);
  await tx.objectStore('summaries').delete(bucket);
  await purgePhotos(tx, bucket);
  for (const alert of await tx.objectStore('alerts').index('bucket').getAllKeys(bucket)) await tx.objectStore('alerts').delete(alert);
}

/** Own records of households handed over have served their time as a spare copy. Records in scope stay: they are the case. */
export function pruneRetained(store: Store, now: number): Promise<number> {
  return store.connection.write(['ops'], async (tx) => {
    const own = await tx.objectStore('ops').index('own').getAll(IDBKeyRange.bound([1, 0], [1, Number.MAX_SAFE_INTEGER]));
    const done = own.filter(({ gone, acked_at }) => gone && acked_at !== undefined && now - Date.parse(acked_at) >= RETAIN_MS);
    for (const { id } of done) await tx.objectStore('ops').delete(id);
    return done.length;
  });
}

/** The server has lost something: everything own beyond its `ack` waits in the outbox again, the rest is given back, and the pull starts from nothing. */
export function requeue(store: Store, gen: Uuid, ack: number): Promise<number> {
  return store.connection.write(['meta', 'ops', 'outbox', 'photos'], async (tx) => {
    const range = IDBKeyRange.bound([1, ack + 1], [1, Number.MAX_SAFE_INTEGER]);
    const own = await tx.objectStore('ops').index('own').getAll(range);
    let queued = 0;
    for (const op of own) {
      if (!op.hash || (await tx.objectStore('outbox').get(op.dseq))) continue;
      await tx.objectStore('outbox').put({ dseq: op.dseq, op: op.id, bucket: op.bucket, hash: op.hash, queued_at: op.queued_at ?? '', last_error: null });
      await tx.objectStore('ops').put({ ...op, acked_at: undefined, seq: null });
      queued += 1;
    }
    await requeuePhotos(tx, new Set(own.map(({ id }) => id)));
    await mergeProgress(tx, { gen, ack, cursor: null, scope_rev: null, ...(await beginRefill(tx)) });
    return queued;
  });
}

export function forgetCursor(store: Store): Promise<Progress> {
  return store.changeProgress({ cursor: null, scope_rev: null });
}
