/** What lies in a staff member's database on this device. Names and texts of households appear only inside `Sealed` bytes; the directory of staff, the directory of agencies and the routing facts of alerts lie open. */
import type { DBSchema } from 'idb';
import type { Instant, Uuid } from '../casework/records';
import type { Bytes } from '../envelope/bytes';
import type { WrappedDeviceKeys } from '../envelope/wrapping';
import type { AlertRow, Effect } from '../ledger/ledger';
import type { ToldBounds } from '../bounds/bounds-book.svelte';
import type { Told } from '../rollout/rollout-book.svelte';
import type { Named } from '../towns/town-book.svelte';
import type { DirectoryPlace, OrganizationRow } from './organization-rows';
import type { PhotoRow, PhotoState, SegmentRow } from './photo-rows';

export type { Bytes };
/** AES-GCM under the local storage key: 12 bytes IV ‖ ciphertext. */
export type Sealed = Bytes;

/** A new household (or epoch) as the push carries it. */
export interface WireBucket { id: Uuid; kind: string; center: string; epoch: number; key_check: string; wraps: { device: Uuid; wrap: string; grant: string }[] }

export interface OpRow {
  id: Uuid; bucket: Uuid; device: Uuid; dseq: number; seq: number | null; received_at: Instant | null; e: Bytes;
  own: 0 | 1;
  /** why this operation is kept but not folded, null when it counts */
  aside: 'signature' | 'signer' | 'key' | 'broken' | 'newer' | null;
  /** own operations keep what the push needs, so they can be sent again to a restored server */
  effects?: Effect[]; effects_sig?: string; opens?: WireBucket[]; hash?: Bytes; queued_at?: Instant; acked_at?: Instant; gone?: boolean;
  /** of the restored office that was last known to have it */
  era?: number;
  /** title and kind for the list of unsent records */
  note?: Sealed;
}

export interface OutboxRow { dseq: number; op: Uuid; bucket: Uuid; hash: Bytes; queued_at: Instant; last_error: string | null }

export interface KeyRow { bucket: Uuid; epoch: number; key_check: string; wrap: string; grant: string }
export interface SealedRow { bucket: Uuid; sealed: Sealed }
export interface SummaryRow extends SealedRow { stale: 0 | 1 }
export interface DraftRow { id: string; sealed: Sealed; saved_at: Instant }
export interface StatementRow { n: number; kind: string; jws: string }
/** Which household was opened here and when, until the office was told. */
export interface ViewingRow { id?: number; bucket: Uuid; at: Instant }

/** Last own operation: the next one continues from here. */
export interface Head { dseq: number; prev: Bytes; hlc_ms: number; hlc_n: number }

/** How far this device and the server have come together. */
export interface Progress {
  gen: Uuid | null; cursor: string | null; ack: number; last_sync_at: Instant | null; clock_off_ms: number;
  scope_rev: number | null; scope: { id: Uuid; kind: string; role: string; basis: string; center: string; epoch: number }[] | null;
  /** households that are owed a new key, with the epoch they have */
  owed: { bucket: Uuid; epoch: number }[];
  /** households a restored office was not yet given back, null when it was asked for nothing; how often it was restored */
  refill: Uuid[] | null; era: number;
  /** buckets of which older records are still to come, so that nothing is folded or shown of them; how many of those bear on today, null where the office cannot say; records of a first pull */
  behind: Uuid[]; today_left: number | null; coming: { done: number; total: number } | null;
  evicted: boolean; revoked: boolean; wipe: boolean;
  /** offline time used up since the office was last heard, and the clock when last looked at (store/lease.ts) */
  lease_hours: number; lease_spent_ms: number; lease_seen_ms: number;
}

/** Who this device is and how its keys are locked. */
export interface Identity {
  staff: Uuid; device: Uuid; label: string; state: 'pending' | 'active'; check_code: string; root_print: string; created_at: Instant;
  /** HKDF key no script can export; without it neither passkey nor passphrase opens anything */
  local: CryptoKey;
  locks: { passkey?: { id: Bytes; salt: Bytes; lsk: Bytes }; passphrase?: { salt: Bytes; memory_kib: number; passes: number; lsk: Bytes } };
  /** two private keys under the storage key, and the upload key, which delivers sealed records without any unlocking */
  keys: WrappedDeviceKeys;
}

export interface Tries { failed: number; not_before: number }

export interface MetaValues { head: Head; progress: Progress; identity: Identity; tries: Tries; directory: { n: number; hash: Bytes }; held: { id: Uuid; reason: string }[]; rejected: { id: Uuid; reason: string }[]; refused_keys: { bucket: Uuid; epoch: number }[]; me: Sealed; colleagues: Sealed; organizations: DirectoryPlace; rollout: Told; towns: Named; bounds: ToldBounds; config: Record<string, unknown>; settings: Record<string, unknown> }

export interface StaffDatabase extends DBSchema {
  meta: { key: string; value: { name: string; value: unknown } };
  ops: { key: Uuid; value: OpRow; indexes: { bucket: string; own: [number, number]; aside: string } };
  outbox: { key: number; value: OutboxRow; indexes: { bucket: string } };
  keys: { key: [string, number]; value: KeyRow };
  views: { key: Uuid; value: SealedRow };
  summaries: { key: Uuid; value: SummaryRow };
  drafts: { key: string; value: DraftRow };
  alerts: { key: Uuid; value: AlertRow; indexes: { bucket: string } };
  statements: { key: number; value: StatementRow };
  events: { key: number; value: ViewingRow };
  photos: { key: Uuid; value: PhotoRow; indexes: { bucket: string; state: PhotoState } };
  segments: { key: [string, number]; value: SegmentRow };
  organizations: { key: Uuid; value: OrganizationRow };
}

export type StoreName = 'meta' | 'ops' | 'outbox' | 'keys' | 'views' | 'summaries' | 'drafts' | 'alerts' | 'statements' | 'events' | 'photos' | 'segments' | 'organizations';

export const NO_HEAD: Head = { dseq: 0, prev: new Uint8Array(32), hlc_ms: 0, hlc_n: 0 };
export const NO_PROGRESS: Progress = {
  gen: null, cursor: null, ack: 0, last_sync_at: null, clock_off_ms: 0, scope_rev: null, scope: null, owed: [], refill: null, era: 0, behind: [], today_left: null, coming: null, evicted: false, revoked: false, wipe: false,
  lease_hours: 72, lease_spent_ms: 0, lease_seen_ms: 0,
};
