/** Reads and writes of sealed photos, each in one durable transaction. */
import type { Instant, Uuid } from '../casework/records';
import type { Transaction } from './connection';
import type { PhotoRow } from './photo-rows';
import type { Bytes } from './rows';
import type { Store } from './store';

const BOTH = ['photos', 'segments'] as const;

/** All segments or none: half a photo is no photo. */
export function keepPhoto(store: Store, row: PhotoRow, segments: readonly Bytes[]): Promise<unknown> {
  return store.connection.write([...BOTH], (tx) => Promise.all([
    tx.objectStore('photos').put(row),
    ...segments.map((bytes, n) => tx.objectStore('segments').put({ att: row.att, n, bucket: row.bucket, bytes })),
  ]));
}

/** In the transaction that writes its record, a photo becomes one to be sent. */
export function markRecorded(tx: Transaction, atts: readonly Uuid[]): Promise<unknown> {
  return Promise.all(atts.map(async (att) => {
    const row = await tx.objectStore('photos').get(att);
    if (row) await tx.objectStore('photos').put({ ...row, state: 'waiting', draft: undefined });
  }));
}

export async function photo(store: Store, att: Uuid): Promise<PhotoRow | null> {
  return (await store.connection.read(['photos'], (tx) => tx.objectStore('photos').get(att))) ?? null;
}

/** Recorded and not all arrived, oldest first. */
export async function waitingPhotos(store: Store): Promise<PhotoRow[]> {
  const rows = await store.connection.read(['photos'], (tx) => tx.objectStore('photos').index('state').getAll('waiting'));
  return rows.sort((a, b) => a.added_at.localeCompare(b.added_at) || a.att.localeCompare(b.att));
}

export async function segment(store: Store, att: Uuid, n: number): Promise<Bytes | null> {
  return (await store.connection.read(['segments'], (tx) => tx.objectStore('segments').get([att, n])))?.bytes ?? null;
}

/** In their order; fewer than the photo has when it was cleared meanwhile. */
export async function segmentsOf(store: Store, att: Uuid): Promise<Bytes[]> {
  const rows = await store.connection.read(['segments'], (tx) => tx.objectStore('segments').getAll(segmentsRange(att)));
  return rows.map(({ bytes }) => bytes);
}

export function markSent(store: Store, att: Uuid, n: number, done: boolean): Promise<void> {
  return change(store, att, (row) => ({ ...row, failed: null, sent: [...new Set([...row.sent, n])], state: done ? 'here' : row.state }));
}

/** The server has not all of what this device believes to have sent: once more from the first. */
export function forgetSent(store: Store, att: Uuid): Promise<void> {
  return change(store, att, (row) => ({ ...row, sent: [] }));
}

export function markFailed(store: Store, att: Uuid, code: string, at: Instant): Promise<void> {
  return change(store, att, (row) => ({ ...row, failed: { code, at } }));
}

function change(store: Store, att: Uuid, how: (row: PhotoRow) => PhotoRow): Promise<void> {
  return store.connection.write(['photos'], async (tx) => {
    const row = await tx.objectStore('photos').get(att);
    if (row) await tx.objectStore('photos').put(how(row));
  });
}

export function dropPhoto(store: Store, att: Uuid): Promise<void> {
  return store.connection.write([...BOTH], (tx) => drop(tx, att));
}

/** With a draft that is thrown away go its photos; those that got their record have left it. */
export async function dropPhotosOfDraft(tx: Transaction, draft: string): Promise<void> {
  for (const row of await tx.objectStore('photos').index('state').getAll('draft')) if (row.draft === draft) await drop(tx, row.att);
}

/** The household has gone: only what has not arrived stays, sealed, until it has. */
export async function purgePhotos(tx: Transaction, bucket: Uuid): Promise<void> {
  for (const row of await tx.objectStore('photos').index('bucket').getAll(bucket)) {
    if (row.state === 'waiting') await tx.objectStore('photos').put({ ...row, thumb: undefined });
    else await drop(tx, row.att);
  }
}

/** The working set: what is not in `kept` and not on its way goes. */
export function trimPhotos(store: Store, bucket: Uuid, kept: ReadonlySet<Uuid>): Promise<void> {
  return store.connection.write([...BOTH], async (tx) => {
    const rows = await tx.objectStore('photos').index('bucket').getAll(bucket);
    for (const row of rows) if (row.state === 'here' && !kept.has(row.att)) await drop(tx, row.att);
  });
}

/** A server put back from a backup may have lost them: own photos still here wait again, and most will only be asked for. */
export async function requeuePhotos(tx: Transaction, own: ReadonlySet<Uuid>): Promise<void> {
  for (const row of await tx.objectStore('photos').index('state').getAll('here')) {
    if (own.has(row.att)) await tx.objectStore('photos').put({ ...row, state: 'waiting', sent: [] });
  }
}

async function drop(tx: Transaction, att: Uuid): Promise<void> {
  await tx.objectStore('photos').delete(att);
  await tx.objectStore('segments').delete(segmentsRange(att));
}

function segmentsRange(att: Uuid): IDBKeyRange {
  return IDBKeyRange.bound([att, 0], [att, Number.MAX_SAFE_INTEGER]);
}
