/** The shapes of 訪問中の見守り and of 怖い思い・けが, all of them in the household. Twin of server/casework/outing_shapes.py. */
import type { AlertEntry } from './alert-records';
import type { Instant, Uuid } from './records';

export type OutingPayload =
  /** `watch`, `second`: see docs/wire.md; `companions`: staff; `place`: where, if not at home; `tel`: hers; `reason`: why she goes alone though two are asked for, and `alone` the alert that says so */
  | { kind: 'checkin.start'; watch: Uuid; second: Uuid; until: Instant; companions: Uuid[]; place: string; tel: string; reason: string; alone: Uuid | '' }
  | { kind: 'checkin.extend'; target: Uuid; until: Instant }
  /** `help`: the word that calls for help and looks like the other */
  | { kind: 'checkin.end'; target: Uuid; word: 'safe' | 'help' }
  /** `target`: the visit; `hurt`: who was (hurt_kinds); `alert`: that tells of it */
  | { kind: 'incident.add'; target: Uuid; alert: Uuid; what: string; hurt: string; next: string };

interface Came { by: Uuid; at: Instant; received_at: Instant | null; op: Uuid }
export interface OutingEntry {
  id: Uuid; by: Uuid; at: Instant; received_at: Instant | null;
  /** with the time she asked for later */
  until: Instant; companions: Uuid[]; place: string; tel: string; reason: string; watch: Uuid; second: Uuid;
  /** her word reached the office before the agreed time: it looks out for her */
  armed: boolean; more: (Came & { until: Instant })[]; ended: Came | null;
  /** she is overdue; she went alone; she called for help: those it came to or may come to */
  alarms: AlertEntry[];
}
/** `waiting`: something she said of it has not reached the office yet */
export type OutingRow = Pick<OutingEntry, 'id' | 'by' | 'at' | 'received_at' | 'until' | 'companions' | 'watch' | 'second' | 'armed'> & { waiting: boolean };
export interface IncidentEntry { id: Uuid; by: Uuid; at: Instant; target: Uuid; what: string; hurt: string; next: string; alarms: AlertEntry[] }
