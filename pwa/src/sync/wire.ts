/** Bodies of the calls, exactly as docs/wire.md has them. */
import type { Instant, Uuid } from '../casework/records';
import type { AlertRow, Effect } from '../ledger/ledger';
import type { Bytes, KeyRow, Progress, WireBucket } from '../store/rows';
import type { Result } from '../store/exchange';

export interface Push { device: Uuid; gen: Uuid | null; nonce: string; buckets?: WireBucket[]; ops: { e: string; effects?: Effect[]; effects_sig?: string }[]; donated?: string[] }
export interface PushReply { gen: Uuid; nonce: string; ack: number; ack_hash: string; results: Result[]; server_time: Instant; backoff?: number }
export interface Pull { device: Uuid; cursor: string | null; limit: number; max_bytes: number }
export interface PullReply {
  gen: Uuid; cursor: string; ops: { seq: number; rcv: Instant; e: Bytes }[]; gone: { bucket: Uuid; reason: string }[]; held: { id: Uuid; reason: string }[];
  keys: KeyRow[]; scope: { rev: number; digest: string; buckets?: NonNullable<Progress['scope']> }; alerts: Omit<AlertRow, 'local'>[];
  owed?: Progress['owed']; ack: number; more: boolean; server_time: Instant; directory_head: number;
  /** of how many versions what this person's center runs is; an older office does not say */
  rollout?: number;
  /** of which version the table of towns is */
  towns?: number;
  /** of how many versions the numbers of all centers are; likewise */
  bounds?: number;
  behind?: { buckets: Uuid[]; today?: number; ops?: number };
}
export interface Reconciled { want: Uuid[]; have_more?: Uuid[]; epoch?: number }
export interface SyncReply { push?: PushReply; pull?: PullReply }
export interface DirectoryReply { head: number; statements: { n: number; kind: string; jws: string }[] }
export interface SessionReply { staff: { id: Uuid; name: string; role: string; center: string | null; center_name?: string }; device: Uuid; server_time: Instant; idle_seconds: number; ends_at: Instant }
export interface StaffReply { staff: { id: Uuid; name: string; kana: string; role: string; center: string | null; organisation: string; active: boolean }[] }
export interface LookReply { staff: { id: Uuid; name: string; role: string; center: string | null; center_name: string; organisation: string }; expires_at: Instant; server_time: Instant }
export interface EnrolReply { device: Uuid; check_code: string; state: 'pending' | 'active' }
export interface Standing { state: string; certified: boolean; revocation: string | null }

/** One record of a rescue file: `raw` is the text its phone signed with the upload key. */
export interface SignedLine { raw: string; sig: string }
export interface Rescued { staff: Uuid; taken: number; known: number; held: number; unread: number }
export interface HeldRow { op_id: Uuid; bucket: Uuid; device: Uuid; label: string; staff: Uuid; staff_name: string; reason: string; rcv: Instant; readable: boolean }
export interface HeldRecord { op_id: Uuid; device: Uuid; rcv: Instant; e: string }

export const PUSH_OPS = 200;
/** Room for effects and framing below the server's 1 MiB. */
export const PUSH_BYTES = 900_000;
export const PULL = { limit: 500, max_bytes: 4 * 1024 * 1024 };
