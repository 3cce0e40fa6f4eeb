/** Reads and writes of one staff member's database, each in one durable transaction. */
import type { Uuid } from '../casework/records';
import { sameBytes } from '../envelope/bytes';
import type { AlertRow } from '../ledger/ledger';
import { Connection, databaseName, type Transaction } from './connection';
import { StoreFailure } from './failures';
import { dropPhotosOfDraft, markRecorded } from './photos';
import {
  NO_HEAD, NO_PROGRESS,
  type DraftRow, type Head, type Identity, type KeyRow, type MetaValues, type OpRow, type OutboxRow, type Progress, type Sealed, type StatementRow, type StoreName, type SummaryRow, type ViewingRow,
} from './rows';

const STORES: StoreName[] = ['meta', 'ops', 'outbox', 'keys', 'views', 'summaries', 'drafts', 'alerts', 'statements', 'events', 'photos', 'segments', 'organizations'];

export interface OwnOp { op: OpRow; outbox: OutboxRow }
export interface Commit { ops: OwnOp[]; expected: Head; next: Head; keys?: KeyRow[]; alerts?: AlertRow[]; photos?: Uuid[]; dropDraft?: string }

export class Store {
  readonly connection: Connection;

  constructor(readonly staff: Uuid, { asItLies = false } = {}) {
    this.connection = new Connection(databaseName(staff), asItLies);
  }

  close(): void {
    this.connection.close();
  }

  async meta<Name extends keyof MetaValues>(name: Name): Promise<MetaValues[Name] | null> {
    const row = await this.connection.read(['meta'], (tx) => tx.objectStore('meta').get(name));
    return (row?.value as MetaValues[Name] | undefined) ?? null;
  }

  setMeta<Name extends keyof MetaValues>(name: Name, value: MetaValues[Name]): Promise<unknown> {
    return this.connection.write(['meta'], (tx) => tx.objectStore('meta').put({ name, value }));
  }

  async head(): Promise<Head> {
    return (await this.meta('head')) ?? NO_HEAD;
  }

  async progress(): Promise<Progress> {
    return { ...NO_PROGRESS, ...(await this.meta('progress')) };
  }

  changeProgress(change: Partial<Progress>): Promise<Progress> {
    return this.connection.write(['meta'], (tx) => mergeProgress(tx, change));
  }

  /** Own operations with their places in the outbox and the new head: all or nothing. Throws `stale_head` when another tab was first. */
  commit({ ops, expected, next, keys = [], alerts = [], photos = [], dropDraft }: Commit): Promise<void> {
    return this.connection.write(['meta', 'ops', 'outbox', 'keys', 'alerts', 'summaries', 'drafts', ...(photos.length > 0 ? ['photos' as const] : [])], async (tx) => {
      // All asked at once, what must be read first: on a slow phone each answer that is waited for is felt.
      const head = tx.objectStore('meta').get('head');
      const stale = [...new Set(ops.map(({ op }) => op.bucket))].map((bucket) => tx.objectStore('summaries').get(bucket));
      const writes: Promise<unknown>[] = [...stale, tx.objectStore('meta').put({ name: 'head', value: next })];
      for (const { op, outbox } of ops) writes.push(tx.objectStore('ops').add(op), tx.objectStore('outbox').add(outbox));
      for (const key of keys) writes.push(tx.objectStore('keys').put(key));
      for (const alert of alerts) writes.push(tx.objectStore('alerts').put(alert));
      if (dropDraft) writes.push(tx.objectStore('drafts').delete(dropDraft));
      if (photos.length > 0) writes.push(markRecorded(tx, photos));
      // Claimed before the head is known: what fails with the transaction is told by the one error thrown here.
      const written = Promise.all(writes);
      written.catch(() => undefined);
      const found = ((await head)?.value as Head | undefined) ?? NO_HEAD;
      if (found.dseq !== expected.dseq || !sameBytes(found.prev, expected.prev)) throw new StoreFailure('stale_head');
      for (const row of await Promise.all(stale)) if (row) tx.objectStore('summaries').put({ ...row, stale: 1 }).catch(() => undefined);
      if (photos.length > 0) await written;
      tx.commit(); // nothing more is asked: the disk need not wait for this thread to hear of each write
    });
  }

  /** A new device of the same person takes this place: everything of the old one goes in the transaction that brings the new. */
  startAnew(identity: Identity): Promise<void> {
    return this.connection.write(STORES, async (tx) => {
      for (const name of STORES) await tx.objectStore(name).clear();
      await tx.objectStore('meta').put({ name: 'identity', value: identity });
    });
  }

  outbox(): Promise<OutboxRow[]> {
    return this.connection.read(['outbox'], (tx) => tx.objectStore('outbox').getAll());
  }

  outboxCount(): Promise<number> {
    return this.connection.read(['outbox'], (tx) => tx.objectStore('outbox').count());
  }

  /** The next operations to send, oldest first, with their outbox rows. */
  nextBatch(limit: number): Promise<OwnOp[]> {
    return this.connection.read(['outbox', 'ops'], async (tx) => {
      const rows = await tx.objectStore('outbox').getAll(null, limit);
      const ops = await Promise.all(rows.map((row) => tx.objectStore('ops').get(row.op)));
      return rows.flatMap((outbox, index) => (ops[index] ? [{ outbox, op: ops[index] }] : []));
    });
  }

  outboxPlaces(): Promise<number[]> {
    return this.connection.read(['outbox'], (tx) => tx.objectStore('outbox').getAllKeys());
  }

  async unsentAt(dseq: number): Promise<OwnOp | null> {
    return this.connection.read(['outbox', 'ops'], async (tx) => {
      const outbox = await tx.objectStore('outbox').get(dseq);
      const op = outbox && (await tx.objectStore('ops').get(outbox.op));
      return op ? { op, outbox } : null;
    });
  }

  opsOf(bucket: Uuid): Promise<OpRow[]> {
    return this.connection.read(['ops'], (tx) => tx.objectStore('ops').index('bucket').getAll(bucket));
  }

  async op(id: Uuid): Promise<OpRow | null> {
    return (await this.connection.read(['ops'], (tx) => tx.objectStore('ops').get(id))) ?? null;
  }

  /** What the server keeps for a human decision instead of applying it. */
  async notApplied(): Promise<{ id: Uuid; reason: string }[]> {
    return [...((await this.meta('held')) ?? []), ...((await this.meta('rejected')) ?? [])];
  }

  /** Keys that somebody not entitled handed us; one that a better granter brings later is no longer among them. */
  async noteKeys(taken: KeyRow[], refused: KeyRow[]): Promise<void> {
    const before = (await this.meta('refused_keys')) ?? [];
    const place = ({ bucket, epoch }: { bucket: Uuid; epoch: number }) => `${bucket} ${epoch}`;
    const good = new Set(taken.map(place));
    const all = new Map([...before, ...refused].map((one) => [place(one), { bucket: one.bucket, epoch: one.epoch }]));
    const now = [...all.values()].filter((one) => !good.has(place(one)));
    if (now.length > 0 || before.length > 0) await this.setMeta('refused_keys', now);
  }

  async bucketsWithKeys(): Promise<Uuid[]> {
    const keys = await this.connection.read(['keys'], (tx) => tx.objectStore('keys').getAllKeys());
    return [...new Set(keys.map(([bucket]) => bucket))];
  }

  asideCount(): Promise<number> {
    return this.connection.read(['ops'], (tx) => tx.objectStore('ops').index('aside').count());
  }

  asideOps(): Promise<OpRow[]> {
    return this.connection.read(['ops'], (tx) => tx.objectStore('ops').index('aside').getAll());
  }

  putOps(rows: OpRow[]): Promise<unknown> {
    return this.connection.write(['ops'], (tx) => Promise.all(rows.map((row) => tx.objectStore('ops').put(row))));
  }

  keysOf(bucket: Uuid): Promise<KeyRow[]> {
    return this.connection.read(['keys'], (tx) => tx.objectStore('keys').getAll(keysRange(bucket)));
  }

  summaries(): Promise<SummaryRow[]> {
    return this.connection.read(['summaries'], (tx) => tx.objectStore('summaries').getAll());
  }

  /** Written only while the operations it was folded from are still the newest, so a cached view is never older than it claims. */
  putFolded(bucket: Uuid, view: Sealed, summary: Sealed, ops: number): Promise<boolean> {
    return this.connection.cache(['views', 'summaries', 'ops'], async (tx) => {
      const fresh = (await tx.objectStore('ops').index('bucket').count(bucket)) === ops;
      await Promise.all([
        tx.objectStore('views').put({ bucket, sealed: view }),
        tx.objectStore('summaries').put({ bucket, sealed: summary, stale: fresh ? 0 : 1 }),
      ]);
      return fresh;
    });
  }

  async view(bucket: Uuid): Promise<Sealed | null> {
    return this.connection.read(['views', 'summaries'], async (tx) => {
      const summary = await tx.objectStore('summaries').get(bucket);
      if (!summary || summary.stale) return null;
      return (await tx.objectStore('views').get(bucket))?.sealed ?? null;
    });
  }

  drafts(): Promise<DraftRow[]> {
    return this.connection.read(['drafts'], (tx) => tx.objectStore('drafts').getAll());
  }

  putDraft(row: DraftRow): Promise<unknown> {
    return this.connection.write(['drafts'], (tx) => tx.objectStore('drafts').put(row));
  }

  dropDraft(id: string): Promise<void> {
    return this.connection.write(['drafts', 'photos', 'segments'], async (tx) => {
      await tx.objectStore('drafts').delete(id);
      await dropPhotosOfDraft(tx, id);
    });
  }

  alerts(): Promise<AlertRow[]> {
    return this.connection.read(['alerts'], (tx) => tx.objectStore('alerts').getAll());
  }

  statements(): Promise<StatementRow[]> {
    return this.connection.read(['statements'], (tx) => tx.objectStore('statements').getAll());
  }

  putStatements(rows: StatementRow[], directory: MetaValues['directory']): Promise<unknown> {
    return this.connection.write(['statements', 'meta'], (tx) => Promise.all([
      ...rows.map((row) => tx.objectStore('statements').put(row)),
      tx.objectStore('meta').put({ name: 'directory', value: directory }),
    ]));
  }

  viewings(): Promise<ViewingRow[]> {
    return this.connection.read(['events'], (tx) => tx.objectStore('events').getAll());
  }

  addViewing(row: ViewingRow): Promise<unknown> {
    return this.connection.write(['events'], (tx) => tx.objectStore('events').add(row));
  }

  dropViewings(ids: number[]): Promise<void> {
    return this.connection.write(['events'], async (tx) => void (await Promise.all(ids.map((id) => tx.objectStore('events').delete(id)))));
  }
}

export async function mergeProgress(tx: Transaction, change: Partial<Progress>): Promise<Progress> {
  const row = await tx.objectStore('meta').get('progress');
  const value = { ...NO_PROGRESS, ...(row?.value as Progress | undefined), ...change };
  await tx.objectStore('meta').put({ name: 'progress', value });
  return value;
}

export async function markStale(tx: Transaction, bucket: Uuid): Promise<void> {
  const row = await tx.objectStore('summaries').get(bucket);
  if (row) await tx.objectStore('summaries').put({ ...row, stale: 1 });
}

export function keysRange(bucket: Uuid): IDBKeyRange {
  return IDBKeyRange.bound([bucket, 0], [bucket, Number.MAX_SAFE_INTEGER]);
}
