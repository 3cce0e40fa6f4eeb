/** The record and the routing effect of every answer to an alert: always both, in one operation. Pure. */
import type { Payload, Uuid } from '../casework/records';
import type { Effect } from '../ledger/ledger';

export interface Answer { payload: Payload; effects: Effect[] }

export function answer(alert: Uuid, how: 'taking' | 'joint', note: string, recorded_at: string): Answer {
  return { payload: { kind: 'alert.ack', alert, how, note: note.trim(), recorded_at }, effects: [{ k: 'alert.ack', alert, how }] };
}

export function handOver(alert: Uuid, to: Uuid, note: string, recorded_at: string): Answer {
  return { payload: { kind: 'alert.ack', alert, how: 'handed_over', to, note: note.trim(), recorded_at }, effects: [{ k: 'alert.ack', alert, how: 'handed_over', to }] };
}

export function closing(alert: Uuid, outcome: 'resolved' | 'mistaken', note: string, recorded_at: string): Answer {
  return { payload: { kind: 'alert.closed', alert, outcome, note: note.trim(), recorded_at }, effects: [{ k: 'alert.close', alert, outcome }] };
}
