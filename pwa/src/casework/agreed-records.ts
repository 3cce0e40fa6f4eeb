/** The shapes of what the person agreed to (同意) and of what was agreed on with them (多機関協働プラン). Twin of server/casework/agreed.py. */
import type { Day, Instant, Uuid, Word } from './records';

/** An answer, whichever it was. `person`: of the household; `orgs`: to whom it may be told, as they are called; `by`: who asked; `proxy`: who spoke in the person's place; `until`: the last day it holds. */
export interface Consent {
  person: Uuid; answer: 'given' | 'refused' | 'explained'; purposes: string[]; data: string[]; orgs: string[]; method: 'written' | 'oral' | 'proxy';
  obtained_on: Day; by: Uuid; words: string; capacity_note: string; proxy?: string; until?: Day;
}
/** 支援内容. `to`: of the staff; `who`: as they, or an agency, were called. */
export interface Action { what: string; who: string; frequency: string; to?: Uuid; until?: Day }
/** One version, frozen. `wish`: 本人の望む暮らし, in their own words; `consent`: the record it rests on. */
export interface CollaborationPlan {
  number: number; title: string; author: string; as_of: Instant; members: string[]; wish: string; goal_long: string; goal_short: string; issues: string[];
  actions: Action[]; monitor_on: Day; outreach: boolean; participation: boolean; /** of a later version */ reason: string; consent?: Uuid;
}
/** `monitor_on`: when to look again, where the plan goes on. */
export interface Evaluation { on: Day; achieved: string; changes: string; person_view: string; next: string; left_issues: string; handover: string; monitor_on?: Day }

export type AgreedPayload =
  | { kind: 'consent.add'; consent: Consent }
  /** the consent itself stays as it was written */
  | { kind: 'consent.withdrawn'; target: Uuid; withdrawn_on: Day; who: string; how: string }
  | { kind: 'collaboration.version'; plan: CollaborationPlan }
  | { kind: 'collaboration.evaluated'; target: Uuid; evaluation: Evaluation };

export interface ConsentEntry { id: Uuid; by: Uuid; at: Instant; consent: Consent; withdrawals: { by: Uuid; at: Instant; op: Uuid; on: Day; who: string; how: string }[] }
export type ConsentState = 'stands' | 'coming' | 'expired' | 'withdrawn' | 'overtaken' | 'refused' | 'explained';
export type CollaborationState = 'proposed' | 'decided' | 'active' | 'replan' | 'paused' | 'ended' | 'superseded';
export interface EvaluationEntry { id: Uuid; by: Uuid; at: Instant; evaluation: Evaluation }
/** `monitor_on`: when to look again, of the one that runs. */
export interface CollaborationEntry { id: Uuid; by: Uuid; at: Instant; plan: CollaborationPlan; state: CollaborationState; decided: (Word & { step: Uuid }) | null; monitor_on: Day | null; evaluations: EvaluationEntry[] }
export interface CollaborationRow { id: Uuid; number: number; state: CollaborationState; monitor_on: Day | null }
