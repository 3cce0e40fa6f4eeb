/** 訪問中の見守り: who is out at this household until when, and what became of it; and what was hostile there. Twin of server/casework/outings.py. */
import type { AlertEntry } from './alert-records';
import { momentMs } from './calendar';
import type { Book, OpOf } from './fold';
import type { IncidentEntry, OutingEntry, OutingRow } from './outing-records';
import type { AlertLevel, Instant, OpenedOp, Uuid } from './records';

const LONGEST_MS = 12 * 3_600_000;

/** Oldest first. Nobody but she herself asks for more time or says that she is back. */
export function foldOutings(book: Book): OutingEntry[] {
  const outings = new Map<Uuid, OutingEntry>(book.allowed('checkin.start').map((op) => [op.id, begun(op)]));
  for (const op of book.ordered) {
    const { payload } = op;
    if (payload.kind !== 'checkin.extend' && payload.kind !== 'checkin.end') continue;
    const entry = outings.get(payload.target);
    if (!entry) book.propose(op, book.byId.has(payload.target) ? 'wrong_target' : 'target_missing');
    else if (entry.by !== op.staff) book.propose(op, 'role');
    else if (payload.kind === 'checkin.extend') extend(entry, op as OpOf<'checkin.extend'>);
    else end(entry, op as OpOf<'checkin.end'>);
  }
  return [...outings.values()];
}

function begun(op: OpOf<'checkin.start'>): OutingEntry {
  const { watch, second, until, companions, place, tel, reason, recorded_at: at } = op.payload;
  return {
    id: op.id, by: op.staff, at, received_at: op.received_at, until, companions, place, tel, reason, watch, second, armed: isArmed(op),
    more: [], ended: null, alarms: alarmsAtStart(op),
  };
}

/** Overdue some day; and, if she goes alone where two are asked for, that, with her reason. */
function alarmsAtStart(op: OpOf<'checkin.start'>): AlertEntry[] {
  const { watch, until, alone, reason, recorded_at: at } = op.payload;
  const overdue = alarm(op, watch, 'E-S01', 2, until, op.id);
  return alone ? [overdue, { ...alarm(op, alone, 'E-S03', 2, at, op.id), note: reason }] : [overdue];
}

/** As server/alerts/watches.py decides it: after the agreed time there is nothing left to watch. */
function isArmed({ received_at, payload }: OpOf<'checkin.start'>): boolean {
  if (received_at === null) return false;
  const [begins, until, came] = [momentMs(payload.recorded_at), momentMs(payload.until), momentMs(received_at)];
  return Math.max(begins, came) < until && until <= Math.min(begins, came) + LONGEST_MS;
}

/** The words of the alert that the office raises by itself. */
function alarm(op: OpenedOp, id: Uuid, rule: string, level: AlertLevel, since: Instant, target: Uuid): AlertEntry {
  return { id, target, level, rules: [{ rule, level, evidence: [] }], note: '', raised_at: since, raised_by: op.staff, acks: [], closed: null };
}

function extend(entry: OutingEntry, { id, staff, received_at, payload: { until, recorded_at } }: OpOf<'checkin.extend'>): void {
  entry.more.push({ by: staff, at: recorded_at, received_at, until, op: id });
  if (received_at === null || momentMs(received_at) < momentMs(until)) entry.until = entry.alarms[0]!.raised_at = until;
}

/** The first word counts; a call for help counts whenever it comes. */
function end(entry: OutingEntry, op: OpOf<'checkin.end'>): void {
  const { recorded_at: at, word, target } = op.payload;
  entry.ended ??= { by: op.staff, at, received_at: op.received_at, op: op.id };
  if (word === 'help' && !entry.alarms.some(({ id }) => id === entry.second)) entry.alarms.push(alarm(op, entry.second, 'E-S02', 1, at, target));
}

export const alarmsOf = (...all: readonly { alarms: AlertEntry[] }[]): Map<Uuid, AlertEntry> => new Map(all.flatMap(({ alarms }) => alarms.map((one) => [one.id, one])));

/** Neither has she said that she is back, nor has somebody closed its alert. */
export const isOut = (entry: OutingEntry): boolean => entry.ended === null && !entry.alarms.some(({ id, closed }) => closed && (id === entry.watch || id === entry.second));

/** As lists show one that goes on. */
export const outingRow = ({ id, by, at, received_at, until, companions, watch, second, armed, more }: OutingEntry): OutingRow => ({
  id, by, at, received_at, until, companions, watch, second, armed, waiting: !received_at || more.some((one) => !one.received_at),
});

/** 怖い思い・けが: what happened at a visit, the latest first. */
export function foldIncidents(book: Book): IncidentEntry[] {
  return book.allowed('incident.add').map((op) => {
    const { recorded_at: at, target, alert, what, hurt, next } = op.payload;
    return { id: op.id, by: op.staff, at, target, what, hurt, next, alarms: [alarm(op, alert, 'E-S04', 3, at, target)] };
  }).reverse();
}
