/** Alerts and deadlines as a household's state has them. Part of records.ts. */
import type { AlertLevel, Instant, MatchedRule, Uuid } from './records';

export interface AlertEntry {
  id: Uuid; target: Uuid; level: AlertLevel; rules: MatchedRule[]; note: string; raised_at: Instant; raised_by: Uuid;
  acks: { by: Uuid; how: 'taking' | 'joint' | 'handed_over'; to: Uuid | null; note: string; at: Instant }[];
  closed: { by: Uuid; outcome: 'resolved' | 'mistaken'; note: string; at: Instant } | null;
  timed?: Timed;
}
/** Of a deadline: what it is about (`subject`), since when, and whether its cause still stands. It is an alert once `raised_at` has come. */
export interface Timed { chain: Uuid; subject: string; since: Instant; standing: boolean }
/** `alert`: the id it raises when due; `chain`: that of the first stage of its cause; `target`: the record whose facts explain it, or empty. */
export interface Timer { alert: Uuid; chain: Uuid; rule: string; subject: string; target: Uuid; since: Instant; due_at: Instant; level: AlertLevel }
