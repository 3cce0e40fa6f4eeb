/** The shapes of 参加支援: what a person would like (希望), and how they came to a place (つなぎ), both in the household. Twin of server/casework/participation_shapes.py. */
import type { AlertEntry } from './alert-records';
import type { Day, Instant, Proposal, Registers, Uuid } from './records';

/** `want`: in the person's own words; `person`: of the household, empty while nobody knows whose it is; whatever was not asked yet is empty. `ended`: why it is no open wish any more. */
export interface Wish { person: Uuid | ''; want: string; avoid: string; when: string; kinds: string[]; often: string; times: string[]; distance: string; people: string; said_on: Day; ended: string }
/** `resource`: the slot; `name` and `org`: as it and who runs it were called then; `staff`: who goes along. */
export interface Match { wish: Uuid; resource: Uuid; name: string; org: string; on: Day; note: string; staff?: Uuid }
/** `tells`: what of the person is told to whoever runs the place (consent_data); `result`: how it came out. */
export interface MatchStep { to: string; on: Day; companion: string; tells: string[]; reason: string; result: string }
/** `months` after joining: 1, 3 or 6. */
export interface MatchFollow { months: number; on: Day; result: string; words: string }

export type ParticipationPayload =
  /** a later one with the same `wish` is its next version */
  | { kind: 'wish.set'; wish: Uuid; about: Wish }
  | { kind: 'match.add'; match: Match }
  | { kind: 'match.step'; target: Uuid; step: MatchStep }
  | { kind: 'match.follow'; target: Uuid; follow: MatchFollow }
  /** begins 地域の棚 of a center: resources, issues, committees and activities are registers there, of no household */
  | { kind: 'community.open'; center: string };

export interface WishEntry { id: Uuid; by: Uuid; at: Instant; about: Wish; versions: { op: Uuid; by: Uuid; at: Instant; about: Wish }[] }
export type MatchState = 'suggested' | 'tour' | 'trial' | 'joined' | 'settled' | 'stopped';
export interface MatchEntry {
  id: Uuid; by: Uuid; at: Instant; match: Match; state: MatchState; joined_on: Day | null;
  steps: { op: Uuid; by: Uuid; at: Instant; step: MatchStep }[]; follows: { op: Uuid; by: Uuid; at: Instant; follow: MatchFollow }[];
}
export interface WishRow { id: Uuid; by: Uuid; at: Instant; about: Wish }
export interface MatchRow { id: Uuid; by: Uuid; state: MatchState; joined_on: Day | null; wish: Uuid; resource: Uuid; name: string; org: string; staff: Uuid | null; due: { months: number; on: Day } | null }
export interface Shelved { id: Uuid; fields: Registers }
/** `timers` and `alerts`: as of a center's meetings (conference-records.ts). */
export interface CommunityState { bucket: Uuid; center: string; timers: AlertEntry[]; alerts: AlertEntry[]; resources: Shelved[]; issues: Shelved[]; committees: Shelved[]; activities: Shelved[]; proposals: Proposal[] }
