/** Photos on this device: sealed segments under the household's key, and the row that says how far they have got. */
import type { IDBPDatabase } from 'idb';
import type { Instant, Uuid } from '../casework/records';
import type { Bytes, Sealed, StaffDatabase } from './rows';

/** `draft`: its record is not written yet · `waiting`: recorded, not all of it has arrived · `here`: kept to be looked at */
export type PhotoState = 'draft' | 'waiting' | 'here';

export interface PhotoRow {
  att: Uuid; bucket: Uuid; state: PhotoState; n: number; size: number; added_at: Instant;
  /** numbers of the segments the server has */
  sent: number[];
  /** code of the last refusal, and when */
  failed: { code: string; at: Instant } | null;
  /** the draft it was taken for, while there is no record */
  draft?: string;
  /** a small picture of an own photo, under this device's key, until the vault has made one */
  thumb?: Sealed;
}
export interface SegmentRow { att: Uuid; n: number; bucket: Uuid; bytes: Bytes }

export function createPhotoStores(database: IDBPDatabase<StaffDatabase>): void {
  const photos = database.createObjectStore('photos', { keyPath: 'att' });
  photos.createIndex('bucket', 'bucket');
  photos.createIndex('state', 'state');
  database.createObjectStore('segments', { keyPath: ['att', 'n'] });
}
