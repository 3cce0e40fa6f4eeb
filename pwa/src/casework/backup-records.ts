/** The shapes of 後方支援, 対応事項 and ほかの会議, all of them in the household. Twin of server/casework/backup_shapes.py. */
import type { Day, Instant, Uuid, Word } from './records';

/** `meeting`: its kind (outside_meetings); `host`: by whom, `organization`: of the directory; `next`: what is agreed. */
export interface Outside { meeting: string; held_on: Day; host: string; organization?: Uuid; attended: string; outcome: string; next: string }

export type BackupPayload =
  | { kind: 'backup.ask'; question: string; tried: string; urgency: string }
  | { kind: 'backup.take'; target: Uuid }
  | { kind: 'backup.say'; target: Uuid; text: string }
  /** `item`: with which it comes before a conference */
  | { kind: 'backup.end'; target: Uuid; outcome: string; text: string; item?: Uuid }
  /** `to`: of the staff; without it `agency` says who. `request`: the one out of which it came */
  | { kind: 'task.add'; text: string; agency: string; to?: Uuid; due?: Day; request?: Uuid }
  | { kind: 'task.mark'; target: Uuid; done: boolean; note: string }
  | { kind: 'outside.add'; outside: Outside }
  | { kind: 'outside.amend'; target: Uuid; outside: Outside; reason: string };

export interface Mark { by: Uuid; at: Instant; op: Uuid }
export type EndWord = Mark & { outcome: string; text: string; item: Uuid | null };
export interface RequestEntry {
  id: Uuid; by: Uuid; at: Instant; received_at: Instant | null; question: string; tried: string; urgency: string;
  /** until when somebody of the office should have answered */
  due_ms: number; taken: Mark | null; answered: Mark | null;
  /** `answers`: of the office, by somebody else than who asked */
  words: (Mark & { text: string; answers: boolean })[];
  /** every end it had; one of a conference is undone when its item is taken off the agenda */
  ends: EndWord[]; ended: EndWord | null;
}
export interface RequestRow { id: Uuid; by: Uuid; at: Instant; received_at: Instant | null; question: string; urgency: string; due_ms: number; taken: Uuid | null; answered: Instant | null; ended: { outcome: string; at: Instant } | null }
export interface TaskEntry { id: Uuid; by: Uuid; at: Instant; text: string; to: Uuid | null; agency: string; due: Day | null; request: Uuid | null; done: Word | null }
export type TaskRow = Omit<TaskEntry, 'done'>;
export interface OutsideEntry {
  id: Uuid; by: Uuid; recorded_at: Instant; received_at: Instant | null;
  /** newest version; `versions[0]` is the first */
  outside: Outside; versions: { op: Uuid; by: Uuid; recorded_at: Instant; received_at: Instant | null; reason: string; outside: Outside }[];
}
