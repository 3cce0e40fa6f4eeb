/** The shapes of 重層支援会議: what lies in the center's own bucket, in a household, and in the packet of an item. Twin of server/casework/meetings.py. */
import type { AlertEntry } from './alert-records';
import type { CommunityState } from './participation-records';
import type { Day, Instant, Proposal, Registers, Uuid, Word } from './records';

/** `staff`: somebody with a device here; `pledged_on`: the day of their 守秘の誓約, as known when they were asked. */
export interface Invitee { id: Uuid; staff?: Uuid; name: string; office: string; pledged_on?: Day }
/** 付議事項. `meeting`: one of the center's; `basis`: conf_106_6 or consent, empty until somebody has chosen. */
export interface About { meeting: Uuid; held_on: Day; basis: string; question: string; invitees: Invitee[]; withdrawn: boolean }
/** What the invited may read, frozen. `meeting`: when, where and under whose chair; `sections` by their names. */
export interface Material {
  household: Uuid; item: Uuid; title: string; author: string; as_of: Instant; meeting: Record<string, string>; basis: string; question: string;
  sections: Record<string, string>; invitees: Invitee[];
  /** つながりの図, where it goes along; whoever reads it takes it as it may be (conferences/drawing.ts) */
  drawing?: Drawing;
}
/** `key`: within this drawing alone. */
export interface Drawing {
  nodes: { key: string; side: string; shape: string; name: string; about: string; generation: number | null; order: string; away: boolean }[];
  lines: { from: string; to: string; kind: string; quality: string }[];
}

export type ConferencePayload =
  /** in the center's own bucket, whose meetings and members are registers and name no household */
  | { kind: 'center.open'; center: string }
  | { kind: 'meeting.approved'; meeting: Uuid; note: string }
  /** in the household */
  | { kind: 'conference.item'; item: Uuid; about: About }
  | { kind: 'conference.material'; item: Uuid; packet: Uuid; digest: string; invitees: Invitee[] }
  | { kind: 'conference.minutes'; item: Uuid; text: string; reason: string }
  | { kind: 'conference.approved'; target: Uuid; note: string }
  /** in the packet of an item */
  | { kind: 'material.version'; material: Material }
  | { kind: 'material.opened'; invitee: Uuid };

/** `staff`, `pledged_on`: null where there is none. */
export interface Called { id: Uuid; staff: Uuid | null; name: string; office: string; pledged_on: Day | null }
export interface MinutesEntry { id: Uuid; by: Uuid; at: Instant; text: string; reason: string; approved: Word | null }
export interface ItemEntry {
  id: Uuid; by: Uuid; at: Instant; about: Omit<About, 'invitees'> & { invitees: Called[] };
  /** once put down without the person's yes */
  unconsented: boolean;
  materials: { id: Uuid; by: Uuid; at: Instant; packet: Uuid; digest: string; invitees: Called[] }[];
  /** oldest first; the last one counts */
  minutes: MinutesEntry[];
}
export interface ItemRow { id: Uuid; meeting: Uuid; on: Day; basis: string; question: string; invitees: number; packet: Uuid | null; minutes: 'none' | 'draft' | 'approved' }
export interface MaterialState { packet: Uuid; id: Uuid | null; by: Uuid | null; at: Instant | null; material: Material | null; invitees: (Called & { opened: Word | null })[]; proposals: Proposal[] }
export interface MeetingEntry { id: Uuid; fields: Registers; approved: Word | null }
/** `timers`: what becomes due of its meetings; `alerts`: what its people said of alerts that lie in no household. */
export interface CenterState { bucket: Uuid; center: string; opened_at: Instant | null; timers: AlertEntry[]; alerts: AlertEntry[]; meetings: MeetingEntry[]; members: { id: Uuid; fields: Registers }[]; proposals: Proposal[] }
/** What a center's own bucket holds: its meetings, or its shelf. */
export type OwnState = CenterState | CommunityState;
