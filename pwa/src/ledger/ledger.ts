/** The open book: what every screen reads and writes. Exists only while unlocked; locking drops the object and all it holds. */
import type { BoundsBook } from '../bounds/bounds-book.svelte';
import type { AlertLevel, HouseholdFields, HouseholdState, Payload, PersonFields, Summary, Uuid, Instant } from '../casework/records';
import type { ApprovalSubject } from '../envelope/approval';
import type { Handed } from '../envelope/figures';
import type { Move, MoveAct } from '../envelope/transfer';
import type { FieldWrite } from '../households/field-history';
import type { PhotoBook } from '../photos/photo-book.svelte';
import type { PhotoInput } from '../photos/photo-input';
import type { RolloutBook } from '../rollout/rollout-book.svelte';
import type { ViewingBook } from '../viewings/viewing-book';
import type { HeldRecord, HeldRow } from '../sync/wire';
import type { CommunityBook } from './community-book.svelte';
import type { ConferenceBook } from './conference-book.svelte';
import type { ConsultationBook } from './consultation-book';
import type { HeldWords } from './held-record';
import type { ProtectionBook } from './protection-book';
import type { SheetBook } from './sheet-book.svelte';

export interface Me { staff: Uuid; name: string; role: string; center: string; center_name: string; device: Uuid }
export interface Colleague { id: Uuid; name: string; kana: string; role: string; center: string }

/** Routing facts of an alert as the server tells them (docs/wire.md). Its words are in HouseholdState.alerts. */
export interface AlertRow {
  id: Uuid; bucket: Uuid; level: AlertLevel; state: 'open' | 'acked' | 'closed' | 'withdrawn'; trigger_op: Uuid; raised_by: Uuid;
  observed_at: Instant; accepted_at: Instant | null; owner: Uuid | null; acked_at: Instant | null; closed_at: Instant | null; outcome: string | null;
  mine: boolean; recipients: { staff: Uuid; reason: string; told_at: Instant; reached_at: Instant | null; seen_at: Instant | null }[];
  /** true while it exists on this device only: nobody has been told yet */
  local: boolean;
  /** household, meetings or device, or a word of a newer office; missing where an older one told it, which knew of households only */
  about?: string;
  /** of a device: what it holds and how much, as long as it does */
  cause?: 'records' | 'drafts' | null; held?: number | null;
}

export type Effect =
  | { k: 'alert.raise'; alert: Uuid; level: AlertLevel; observed_at: Instant; tells?: string[] }
  | { k: 'alert.ack'; alert: Uuid; how: 'taking' | 'joint' | 'handed_over'; to?: Uuid }
  | { k: 'alert.close'; alert: Uuid; outcome: 'resolved' | 'mistaken' }
  /** look out for me until then; and: I am back. Both words of the second take the same way. */
  | { k: 'watch.set'; watch: Uuid; second: Uuid; until: Instant; begun_at: Instant }
  | { k: 'watch.end'; watch: Uuid; second: Uuid; at: Instant; word: 'safe' | 'help' }
  /** the packet in which the record lies is given to this person */
  | { k: 'packet.grant'; staff: Uuid; basis: string }
  /** the household in which the record lies is theirs alone, or an ordinary one again */
  | { k: 'protection.set'; people: { staff: Uuid; basis: string }[] }
  | { k: 'protection.end' };

/** The household's key is not on this device: it has not come yet, or the household was handed over. */
export class NoKey extends Error {}

/** A record and the household it is for. */
export interface Addressed { bucket: Uuid; payload: Payload; effects?: Effect[] }

export interface Kept { op: Uuid; kept_at: Instant; alert: Uuid | null }

export interface Unsent { op: Uuid; dseq: number; bucket: Uuid; title: string; kind: Payload['kind']; queued_at: Instant; held: string | null; last_error: string | null }

/** While a device receives everything for the first time: households that can be read, of all; records received, where the office counts them; whether all that bears on today can be read. */
export interface FirstSync { done: number; total: number; records: { done: number; total: number } | null; today: boolean }

export interface SyncStatus {
  online: boolean; running: boolean; unsent: number; oldest_unsent_at: Instant | null; last_sync_at: Instant | null;
  /** code of the last failure in words of text/ja.ts, null when the last round went well */
  trouble: 'offline' | 'portal' | 'server' | 'session' | 'revoked' | 'storage' | 'evicted' | 'generation' | 'upgrade' | null;
  first: FirstSync | null; clock_off_ms: number;
  /** households of this person of which nothing can be shown yet: their records or their keys have not come */
  awaited: number;
  /** keys that somebody not entitled handed this device, so that it did not take them */
  refused_keys: number;
}

export interface Draft<T = unknown> { id: string; kind: string; bucket: Uuid | null; title: string; started_at: Instant; saved_at: Instant; focus: string | null; value: T }

export interface Ledger {
  readonly me: Me;
  /** what this center runs */
  readonly rollout: RolloutBook;
  /** after how many days each center is told */
  readonly bounds: BoundsBook;
  /** which households were opened here */
  readonly viewings: Pick<ViewingBook, 'note'>;
  /** print of the office root this device was enrolled under, b64url */
  readonly root_print: string;
  /** reactive: new array on each change */
  readonly summaries: Summary[];
  /** the same, each household once: those merged away counted under the one that stays */
  readonly households: Summary[];
  readonly alerts: AlertRow[];
  readonly drafts: Draft[];
  readonly unsent: Unsent[];
  readonly sync: SyncStatus;
  readonly colleagues: Colleague[];
  readonly photos: PhotoBook;
  /** shared sheets, which lie in packets of their own */
  readonly sheets: SheetBook;
  /** taking a consultation, and who told it, which lies in a packet of its own */
  readonly consultations: ConsultationBook;
  /** a center's meetings, in a bucket of its own, and the material of items, each in a packet */
  readonly conferences: ConferenceBook;
  /** a center's resources, issues and activities, in a bucket that all who work there share */
  readonly community: CommunityBook;
  /** 支援措置: the mark, and opening what it hides */
  readonly protections: ProtectionBook;
  nameOf(staff: Uuid): string;
  /** in this person's scope, and not here as a whole yet */
  isComing(bucket: Uuid): boolean;
  household(bucket: Uuid): Promise<HouseholdState | null>;
  /** what was written into its fields one after the other, newest first */
  written(bucket: Uuid): Promise<FieldWrite[]>;
  /** Seals, signs and stores; resolves only when durable on this device. Throws NoKey. Visits and street observations are judged and raise their alert in the same transaction. */
  record(bucket: Uuid, payload: Payload, effects?: Effect[], photos?: readonly PhotoInput[], draft?: string): Promise<Kept>;
  /** Several records, of one household or of several, durable all at once or not at all. None of them is judged. */
  recordTogether(records: readonly Addressed[], draft?: string): Promise<void>;
  openHousehold(fields: Partial<HouseholdFields>, persons: Partial<PersonFields>[], draft?: string): Promise<Uuid>;
  saveDraft<T>(draft: Omit<Draft<T>, 'saved_at'>): Promise<Instant>;
  dropDraft(id: string): Promise<void>;
  syncNow(): Promise<void>;
  /** an encrypted copy of the outbox the person can hand to the office */
  rescueFile(): Promise<Blob>;
  /** What a held record says, in the household as it would be with it; null when this device cannot open it or does not believe its author */
  readHeld(of: HeldRow, told: HeldRecord): Promise<HeldWords | null>;
  /** This person's signed word for a colleague's new device: `approval` of `POST /devices/v1/{id}/approve` (docs/wire.md) */
  approve(of: ApprovalSubject): Promise<string>;
  /** This person's signed word that a household goes to another center: `word` of the hand-over's calls */
  signMove(of: Move, act: MoveAct): Promise<string>;
  /** This person's signed word that these are their center's figures of a month: `word` of handing them in */
  signFigures(of: Handed): Promise<string>;
  lock(): void;
  /** calls back when this household or packet changed (own record, another tab, pull) */
  watch(bucket: Uuid, changed: () => void): () => void;
}
