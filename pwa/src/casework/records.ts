/** What lies inside the seal: the payload of every operation kind, and the state that folding them gives. Twin of server/casework/records.py. */

import type { AgreedPayload, CollaborationEntry, CollaborationRow, ConsentEntry } from './agreed-records';
import type { AlertEntry, Timer } from './alert-records';
import type { BackupPayload, OutsideEntry, RequestEntry, RequestRow, TaskEntry, TaskRow } from './backup-records';
import type { IncidentEntry, OutingEntry, OutingPayload, OutingRow } from './outing-records';
import type { Since } from './since';
import type { ConferencePayload, ItemEntry, ItemRow } from './conference-records';
import type { MatchEntry, MatchRow, ParticipationPayload, WishEntry, WishRow } from './participation-records';
import type { OpeningEntry, ProtectionEntry, ProtectionPayload } from './protection-records';
import type { TieEntry, TiePayload } from './tie-records';

export type Uuid = string;
/** RFC 3339 with offset. */
export type Instant = string;
/** ISO date, no time. */
export type Day = string;

export type TriState = 'yes' | 'no' | 'unchecked';
export type Change = 'new' | 'worse' | 'same' | 'better';
export type SafetyLevel = 'A_seen' | 'B_voice' | 'C_cohabitant' | 'D_indirect' | 'E_none';
export type RiskTier = 'A' | 'B' | 'C' | 'D';
export type AlertLevel = 1 | 2 | 3 | 4;
export type ReviewState = 'unreviewed' | 'confirmed' | 'returned' | 'consult';

export interface Observation {
  code: string;
  value: TriState;
  person?: Uuid;
  change?: Change;
  note?: string;
  /** clutter rating 1-9, days without food, … as the catalogue's item says */
  number?: number;
  /** qualifier of the catalogue's item, e.g. "now", "severe", "head_face" */
  qualifier?: string;
}

export interface SafetyConfirmation { person: Uuid; level: SafetyLevel }
export interface ThirdParty { source: string; text: string }
/** How far things reach in one place, in cm. */
export interface Extent { place: string; height: number; width: number; depth: number }
/** 住まいの様子, beside the rooms' numbers, which are observations. `spread`: codes of HOME_SPREADS. */
export interface HomeLook { extents: Extent[]; spread: string[]; word: string }

/** 訪問・接触の記録. Its id is the id of the operation that carried it. */
export interface Visit {
  occurred_at: Instant;
  ended_at?: Instant;
  method: string;          // contact_method
  result: string;          // contact_result
  staff: Uuid[];
  accompanied: string[];
  met_persons: Uuid[];
  presence_signs: string[];
  safety: SafetyConfirmation[];
  observations: Observation[];
  facts: string;
  quotes: string;
  assessment: string;
  third_party: ThirdParty[];
  promises: string;
  next_on?: Day;
  next_note?: string;
  letter_left?: string;    // letter code, or free text after "other:"
  relation_stage?: number; // 0-6
  relation_word?: string;  // why, in the worker's words
  worry?: { level: AlertLevel; note: string }; // 「心配」 E-O15
  plan?: Uuid;             // the visit plan it fulfils
}

/** What was noticed without a visit: from the street, or of the relation and the home between two visits. */
export interface StreetObservation {
  occurred_at: Instant;
  observations: Observation[];
  presence_signs: string[];
  facts: string;
  meter_reading?: string;
  relation_stage?: number; relation_word?: string; home?: HomeLook;
}

export interface Caution { kind: string; text: string; solo: 'ok' | 'two' | 'no'; expires_on: Day }
export interface VisitPlan { window_from: Instant; window_to: Instant; purpose: string; method: string; staff: Uuid[]; required_two: boolean }

/** A photo belongs to a visit or, without one, to the household itself. `place` is a code of text/photos.ts. */
export interface Photo { taken_at: Instant; place: string; caption: string; visit?: Uuid }
/** Where the sealed segments begin and what they are; bytes are base64url (docs/envelope.md). A size of 0 × 0 is not known yet. */
export interface AttachedFile { media: string; width: number; height: number; size: number; n: number; salt: string; digest: string; epoch: number }
export interface Rendition { id: Uuid; file: AttachedFile }

/** Fields of a household register set (entity "household"). */
export interface HouseholdFields {
  household_no: string; name: string; kana: string; provisional: boolean; hint: string;
  postal_code: string; ward: string; street_name: string; town: string; banchi: string; building: string; room: string;
  gakku: string; /** 地域包括支援センターの圏域 */ hokatsu_area: string; phone: string; risk_tier: RiskTier; phase: string; lead: Uuid; dwelling: string; fields: string[]; schemes: string[]; summary: string;
  monitoring_reason: string; review_on: Day; closure_reason: string;
}
/** Fields of a person register set (entity "person:<id>"). */
export interface PersonFields {
  family_name: string; given_name: string; family_kana: string; given_kana: string; alias: string;
  /** 旧姓など */ former_name: string; /** which variant of a letter it is, in words */ script_note: string;
  birth_date: Day; birth_precision: string; estimated_age: number; sex: string; relation: string;
  is_dependent: boolean; key_person: boolean; support_needs: string; phone: string; died_on: Day; left_on: Day;
  language: string; /** 介護・障害の認定 */ care_level: string; insurance: string; /** 後見人など */ guardian: string;
}

/** `to`: of the staff; without it `agency` says who, and somebody writes down its answer. */
export interface Offer { role: string; to?: Uuid; agency: string; task: string; due?: Day }
/** A step from phase to phase. What each needs beside is in the catalogue (phases.json) and looked at where it is decided (guards.ts). */
export interface Move {
  from: string; to: string; reason: string;
  watch?: { reason: string; tier: string; review_on: Day }; trigger?: string; outcome?: { kind: string; text: string };
  meeting_on?: Day; tracks?: { kind: string; basis: string }[]; evaluation?: { achieved: string; changes: string; person_view: string; left_issues: string };
  lead_after?: string; closure?: { reason: string; proof: string };
  /** `meeting`: of the center's; and what a conference decided: of which item, which roles, and which tier and review */
  meeting?: Uuid; item?: Uuid; offers?: Offer[]; settles?: { tier?: string; review_on?: Day }; /** the version of 多機関協働プラン that was decided on */ plan?: Uuid;
}

/** `staff`: somebody with a device here; whoever has none gets it on paper. As they were called and where they worked (`office`) when it was shared; `word`: why. */
export interface Recipient { id: Uuid; staff?: Uuid; name: string; office: string; basis: string; word: string }
/** What was shared of 複合課題共通シート, frozen. `issues` by field (分野), `sections` by what they are called in the draft. */
export interface Sheet {
  household: Uuid; number: number; title: string; author: string; as_of: Instant; members: string[]; involved: string[];
  issues: Record<string, string>; sections: Record<string, string>; recipients: Recipient[];
}

/** 相談受付. `informant`: the packet in which lies who told, never who; `more`: items of the national form. */
export interface Consultation {
  received_at: Instant; method: string; channel: string; concerns: string[]; most_worried?: string; facts: string; quotes: string; urgency: string; received_by: Uuid;
  informant?: Uuid; more?: Record<string, string>;
}
/** 知らせてくれた人, sealed in a packet of its own. */
export interface Informant { household: Uuid; consultation: Uuid; name: string; relation: string; tel: string; may_be_named: 'yes' | 'no' | 'not_asked' }

export interface MatchedRule { rule: string; level: AlertLevel; evidence: string[] }

export type Payload = { recorded_at: Instant } & (
  | { kind: 'household.open'; center: string; fields: Partial<HouseholdFields> }
  | { kind: 'person.add'; person: Uuid; fields: Partial<PersonFields> }
  | { kind: 'fields.set'; entity: string; set: Record<string, unknown>; base: Record<string, Uuid[]> }
  | { kind: 'visit.add'; visit: Visit }
  | { kind: 'obs.add'; observation: StreetObservation }
  | { kind: 'note.add'; text: string }
  | { kind: 'amend'; target: Uuid; visit: Visit; reason: string }
  | { kind: 'retract'; target: Uuid; reason: string }
  | { kind: 'review.set'; target: Uuid; version: Uuid; state: Exclude<ReviewState, 'unreviewed'>; comment: string }
  | { kind: 'caution.add'; caution: Caution }
  | { kind: 'caution.end'; target: Uuid; reason: string }
  | { kind: 'plan.add'; plan: VisitPlan }
  | { kind: 'plan.end'; target: Uuid; status: 'cancelled' | 'missed'; reason: string }
  | { kind: 'alert.raised'; alert: Uuid; target: Uuid; level: AlertLevel; rules: MatchedRule[]; catalogue: string; note: string }
  | { kind: 'alert.ack'; alert: Uuid; how: 'taking' | 'joint' | 'handed_over'; to?: Uuid; note: string }
  | { kind: 'alert.closed'; alert: Uuid; outcome: 'resolved' | 'mistaken'; note: string }
  | { kind: 'verdict'; target: Uuid; level: AlertLevel | null; rules: MatchedRule[]; catalogue: string }
  /** every deadline that stands in the household from then on */
  | { kind: 'timers.set'; timers: Timer[]; catalogue: string }
  | { kind: 'photo.add'; photo: Photo; file: AttachedFile }
  | { kind: 'photo.rendered'; target: Uuid; use: 'full' | 'thumb'; file: AttachedFile }
  | { kind: 'photo.refused'; target: Uuid; why: string }
  /** in the household that goes away, and with the same `merge` in the one that stays */
  | { kind: 'household.merge'; merge: Uuid; into: Uuid }
  | { kind: 'household.merged'; merge: Uuid; from: Uuid }
  | { kind: 'household.unmerge'; targets: Uuid[] }
  /** somebody has looked at what was written into a household after it had been merged */
  | { kind: 'household.caught_up'; targets: Uuid[] }
  | { kind: 'role.offer'; offer: Offer }
  | { kind: 'role.answer'; target: Uuid; accepted: boolean; note: string }
  | { kind: 'role.end'; target: Uuid; how: 'done' | 'ended'; note: string }
  | { kind: 'case.move'; move: Move }
  | { kind: 'case.decide'; target: Uuid; agree: boolean; note: string }
  /** in the household; the version itself lies in a packet of its own, with the other three */
  | { kind: 'sheet.share'; packet: Uuid; number: number; digest: string; recipients: Recipient[] }
  | { kind: 'sheet.version'; sheet: Sheet }
  | { kind: 'sheet.opened'; recipient: Uuid; how: 'app' | 'paper'; note: string }
  | { kind: 'sheet.answered'; recipient: Uuid; accepted: boolean; note: string }
  | { kind: 'consultation.add'; consultation: Consultation }
  | { kind: 'consultation.amend'; target: Uuid; consultation: Consultation; reason: string }
  /** the two of a packet of their own */
  | ({ kind: 'informant.note' } & Informant)
  | { kind: 'informant.opened'; why: string }
  | ConferencePayload
  | BackupPayload
  | OutingPayload
  | AgreedPayload
  | ParticipationPayload | ProtectionPayload | TiePayload
);

/** An operation whose signature was verified and whose seal was opened. */
export interface OpenedOp {
  id: Uuid; bucket: Uuid; device: Uuid; dseq: number; hlc_ms: number; hlc_n: number;
  staff: Uuid; seq: number | null; received_at: Instant | null;
  schema: number; payload: Payload;
}

export interface Head { op: Uuid; value: unknown; by: Uuid; at: Instant }
/** A multi-value register: `value` is the shown head, `heads.length > 1` is 「記入が食い違っています」. */
export interface Register { value: unknown; heads: Head[] }
export type Registers = Record<string, Register>;

export interface Review { state: ReviewState; by: Uuid | null; at: Instant | null; comment: string; version: Uuid | null; history: { state: ReviewState; by: Uuid; at: Instant; comment: string; version: Uuid; op: Uuid }[] }
export interface Version { op: Uuid; by: Uuid; recorded_at: Instant; received_at: Instant | null; reason: string; visit: Visit }
export interface VisitEntry {
  id: Uuid; by: Uuid; recorded_at: Instant; received_at: Instant | null;
  /** newest version; `versions[0]` is the first */
  visit: Visit; versions: Version[]; retracted: { by: Uuid; at: Instant; reason: string } | null; review: Review;
  alert: Uuid | null; verdict: { level: AlertLevel | null; rules: MatchedRule[] } | null;
}
export interface StreetEntry { id: Uuid; by: Uuid; recorded_at: Instant; received_at: Instant | null; observation: StreetObservation; retracted: VisitEntry['retracted']; alert: Uuid | null; verdict: VisitEntry['verdict'] }
export interface NoteEntry { id: Uuid; by: Uuid; recorded_at: Instant; text: string }
export interface CautionEntry { id: Uuid; by: Uuid; recorded_at: Instant; caution: Caution; ended: boolean }
export interface PlanEntry { id: Uuid; by: Uuid; plan: VisitPlan; status: 'planned' | 'done' | 'cancelled' | 'missed'; visit: Uuid | null }
export interface PhotoEntry {
  id: Uuid; by: Uuid; recorded_at: Instant; received_at: Instant | null; photo: Photo; file: AttachedFile;
  /** what the vault made of it: clean, and small; null until it has */
  full: Rendition | null; thumb: Rendition | null;
  /** why it cannot be shown; its bytes are kept */
  refused: string | null; retracted: VisitEntry['retracted'];
}
export interface Word { by: Uuid; at: Instant; note: string; op: Uuid }
export interface TeamEntry {
  id: Uuid; by: Uuid; at: Instant; role: string; to: Uuid | null; agency: string; task: string; due: Day | null;
  answers: (Word & { accepted: boolean })[]; ended: (Word & { how: 'done' | 'ended' }) | null;
}
/** `missing`: what a lacking step lacked, or what an asked one did when last decided on. */
export interface StepEntry { id: Uuid; by: Uuid; at: Instant; code: string | null; move: Move; state: 'stands' | 'asked' | 'lacking' | 'refused' | 'withdrawn'; missing: string[]; decided: Word | null }
/** `staff`: null for whoever got it on paper. */
export type Told = Omit<Recipient, 'staff'> & { staff: Uuid | null };
export interface ShareEntry { id: Uuid; by: Uuid; at: Instant; packet: Uuid; number: number; digest: string; recipients: Told[] }
export type RecipientEntry = Told & { opened: (Word & { how: 'app' | 'paper' }) | null; answers: (Word & { accepted: boolean })[] };
/** One shared version, as its packet tells it. */
export interface SheetState { packet: Uuid; id: Uuid | null; by: Uuid | null; at: Instant | null; sheet: Sheet | null; recipients: RecipientEntry[]; proposals: Proposal[]; last_op_at: Instant | null }
export interface ConsultationEntry {
  id: Uuid; by: Uuid; recorded_at: Instant; received_at: Instant | null;
  /** newest version; `versions[0]` is the first */
  consultation: Consultation; versions: (Omit<Version, 'visit'> & { consultation: Consultation })[]; retracted: VisitEntry['retracted'];
}
export interface InformantState { packet: Uuid; by: Uuid | null; at: Instant | null; informant: Informant | null; openings: { op: Uuid; by: Uuid; at: Instant; why: string }[]; proposals: Proposal[] }
/** `merges`: every merge that stands between the two, the deciding one first. */
export interface MergeEntry { household: Uuid; merges: Uuid[]; by: Uuid; at: Instant }
export interface LateEntry { id: Uuid; kind: Payload['kind']; by: Uuid; at: Instant }
export interface PersonState { id: Uuid; fields: Registers; clock: SafetyClock }
/** Per person. `last_direct_at` only from A_seen or B_voice. */
export interface SafetyClock { counts: boolean; last_direct_at: Instant | null; last_level: SafetyLevel | null; last_any_at: Instant | null; last_visit: Uuid | null }

export interface Proposal { id: Uuid; kind: string; by: Uuid; at: Instant; reason: 'role' | 'target_missing' | 'target_retracted' | 'wrong_target' | 'crossed' | 'not_asked' | 'own_word' | 'needs_step' | 'frozen' | 'no_basis' | 'not_pledged' | 'no_day' | 'no_consent' | 'no_reason' | 'no_follow_up' | 'names_household' | 'small_count'; payload: Payload }

export interface HouseholdState {
  bucket: Uuid; center: string; opened_at: Instant | null; /** 支援措置 that stands: what it hides is in none of this */ protection: ProtectionEntry | null; openings: OpeningEntry[];
  fields: Registers; persons: PersonState[];
  /** newest first by occurred_at */
  visits: VisitEntry[]; street: StreetEntry[]; consultations: ConsultationEntry[]; notes: NoteEntry[]; cautions: CautionEntry[]; plans: PlanEntry[]; photos: PhotoEntry[]; alerts: AlertEntry[];
  /** deadlines, each as the alert it is or would be */
  timers: AlertEntry[];
  /** oldest first */
  team: TeamEntry[]; steps: StepEntry[]; sheets: ShareEntry[]; /** of a conference */ items: ItemEntry[]; consents: ConsentEntry[]; collaborations: CollaborationEntry[]; /** 参加支援 */ wishes: WishEntry[]; matches: MatchEntry[]; /** 後方支援 */ requests: RequestEntry[]; tasks: TaskEntry[];
  /** other bodies' meetings, the latest first */ outside: OutsideEntry[]; /** 訪問中の見守り */ outings: OutingEntry[]; /** the latest first */ incidents: IncidentEntry[]; /** つながり, the first written first */ around: TieEntry[]; ties: TieEntry[];
  merged_into: MergeEntry | null; merged_from: MergeEntry[];
  /** written into it after it had been merged, not looked at yet */
  late: LateEntry[];
  /** newest value of each observation code that was looked at: the "前回" of the form */
  last_observations: Record<string, { value: TriState; at: Instant; visit: Uuid; number?: number }>;
  conflicts: { entity: string; field: string }[];
  /** registers of every other entity, e.g. "trigger:<id>" 介入のきっかけ with {label, codes[], level, ended} */
  entities: Record<string, Registers>;
  /** what an author had no right to decide, or what points at nothing: shown, never dropped */
  proposals: Proposal[];
  /** operations of a newer app: kept, shown as 「新しい版で記録された項目」 */
  unknown: { id: Uuid; kind: string; at: Instant }[];
  last_op_at: Instant | null;
}

/** A person of a household as its row knows them: what a merge brings together. */
export interface PersonClock { name: string; kana: string; last_direct_at: Instant | null; counts: boolean }

/** One row of a list; enough for search, sort and today's page without opening the household. */
export interface Summary {
  bucket: Uuid; center: string; title: string; kana: string; /** `title` is not a name, and there is no place */ protected: boolean; provisional: boolean; area: string; ward: string; town: string; gakku: string; phone_digits: string;
  risk_tier: RiskTier | null; phase: string; lead: Uuid | null; persons: number;
  /** the oldest clock among those that count */
  last_direct_at: Instant | null; worst_person: string | null; limit_days: number | null;
  last_contact_at: Instant | null; last_result: string | null; attempts_without_contact: number;
  next_plan: { id: Uuid; window_from: Instant; window_to: Instant; required_two: boolean; staff: Uuid[]; purpose: string } | null;
  hazards: { kind: string; solo: Caution['solo'] }[]; conflicts: number; open_alerts: Uuid[];
  clocks: PersonClock[]; place: Record<'postal_code' | 'street_name' | 'banchi' | 'building' | 'room', string>;
  /** `phase`: as it was written before the merge closed it */
  merged_into: { household: Uuid; merge: Uuid; at: Instant; phase: string } | null; merged_from: Uuid[]; late: number;
  phase_since: Instant | null; asked_step: { id: Uuid; to: string; by: Uuid } | null;
  /** asked, and neither taken on nor declined */
  offers: Pick<TeamEntry, 'id' | 'role' | 'to' | 'agency' | 'task' | 'due' | 'by' | 'at'>[];
  /** of a 状況把握世帯; watchers are staff ids or names of agencies */
  watch: { reason: string; review_on: string; triggers: string[]; watchers: string[] } | null;
  /** for which conference it is put down, and its items of them all */
  meeting: { id: Uuid | null; on: Day } | null; items: ItemRow[]; /** 多機関協働プラン that runs */ collaboration: CollaborationRow | null;
  /** every 後方支援 there was, and the tasks that are not done */
  requests: RequestRow[]; tasks: TaskRow[]; /** 参加支援 */ wishes: WishRow[]; matches: MatchRow[]; /** that go on */ outings: OutingRow[];
  /** what has changed since it last came before a conference */
  since: Since | null;
  /** asked for soon, and nobody of the household was reached since */
  unanswered: { consultation: Uuid; urgency: string; since: Instant } | null;
  unreviewed: number; returned: { visit: Uuid; by: Uuid }[]; search_key: string; last_op_at: Instant | null;
}
