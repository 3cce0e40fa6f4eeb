/** Alerts as their sealed words tell them: raised by phone, vault or person, due, answered, closed. The clock that fires them is the server's. */
import { momentMs } from './calendar';
import { compareText } from './order';
import { rootOf } from './fold-visits';
import type { Book, OpOf } from './fold';
import { mayAuthor, roleIn } from './roles';
import type { AlertEntry, Timer } from './alert-records';
import type { AlertLevel, MatchedRule, StreetEntry, Uuid, VisitEntry } from './records';

const moreUrgent = (a: AlertLevel, b: AlertLevel): AlertLevel => (a < b ? a : b);

/** The union of two verdicts, each rule at its most urgent level. */
export function mergeRules(a: readonly MatchedRule[], b: readonly MatchedRule[]): MatchedRule[] {
  const merged = new Map<string, MatchedRule>();
  for (const rule of [...a, ...b]) {
    const known = merged.get(rule.rule);
    const evidence = [...new Set([...(known?.evidence ?? []), ...rule.evidence])].sort(compareText);
    merged.set(rule.rule, { rule: rule.rule, level: known ? moreUrgent(known.level, rule.level) : rule.level, evidence });
  }
  return [...merged.values()].sort((x, y) => compareText(x.rule, y.rule));
}

/** The same cause gives the same alert id on phone and vault: the second word on it may raise the level, never lower it. */
function raise(alerts: Map<Uuid, AlertEntry>, op: OpOf<'alert.raised'>, target: Uuid): void {
  const { alert, level, rules, note, recorded_at } = op.payload;
  const known = alerts.get(alert);
  if (!known) {
    alerts.set(alert, { id: alert, target, level, rules: mergeRules([], rules), note, raised_at: recorded_at, raised_by: op.staff, acks: [], closed: null });
    return;
  }
  known.level = moreUrgent(known.level, level);
  known.rules = mergeRules(known.rules, rules);
  known.note = known.note || note;
}

/** Alerts that the office's own clock began: no record speaks of their cause, only of what people did about them. */
function toldElsewhere(book: Book, known: ReadonlyMap<Uuid, AlertEntry>): Map<Uuid, AlertEntry> {
  const found = new Map<Uuid, AlertEntry>();
  for (const op of [...book.all('alert.ack'), ...book.all('alert.closed')]) {
    const { kind, alert, recorded_at } = op.payload;
    if (known.has(alert) || found.has(alert) || !mayAuthor(roleIn(book.roles, op.staff), kind)) continue;
    found.set(alert, { id: alert, target: '', level: 4, rules: [], note: '', raised_at: recorded_at, raised_by: op.staff, acks: [], closed: null });
  }
  return found;
}

/** What is due in a center itself, and what its people said of alerts that lie nowhere else. */
export function foldOwnAlerts(book: Book): { timers: AlertEntry[]; alerts: AlertEntry[] } {
  const timers = foldTimers(book);
  const others = toldElsewhere(book, timers);
  answer(book, new Map([...timers, ...others]));
  return { timers: [...timers.values()], alerts: [...others.values()] };
}

function answer(book: Book, alerts: Map<Uuid, AlertEntry>): void {
  for (const op of book.allowed('alert.ack')) {
    const { alert, how, to = null, note, recorded_at } = op.payload;
    const known = alerts.get(alert);
    if (known) known.acks.push({ by: op.staff, how, to, note, at: recorded_at });
    else book.propose(op, 'target_missing');
  }
  for (const op of book.allowed('alert.closed')) {
    const { alert, outcome, note, recorded_at } = op.payload;
    const known = alerts.get(alert);
    if (known) known.closed = { by: op.staff, outcome, note, at: recorded_at };
    else book.propose(op, 'target_missing');
  }
}

/** The office's clock fired it, the vault's clock called it off. */
const SLACK_MS = 600_000;

/** Deadlines by the alert each would raise. One that was called off before it was due never was an alert. */
function foldTimers(book: Book): Map<Uuid, AlertEntry> {
  const timers = new Map<Uuid, AlertEntry>();
  for (const op of book.allowed('timers.set')) {
    const named = new Set(op.payload.timers.map((one) => one.alert));
    const at = momentMs(op.payload.recorded_at);
    for (const [name, known] of timers) {
      if (named.has(name)) continue;
      known.timed!.standing = false;
      if (momentMs(known.raised_at) > at + SLACK_MS) timers.delete(name);
    }
    for (const one of op.payload.timers) timers.set(one.alert, timerEntry(op, one));
  }
  return timers;
}

/** What is due and stands, unless somebody has closed the alert of its cause since. */
export function overdue(timers: readonly AlertEntry[], at: number): AlertEntry[] {
  const isAnswered = (timer: AlertEntry) => timers.some((other) => other.closed !== null && other.timed!.chain === timer.timed!.chain
    && momentMs(other.closed.at) >= momentMs(timer.raised_at));
  return timers.filter((one) => one.timed!.standing && momentMs(one.raised_at) <= at && !isAnswered(one));
}

/** As an alert, whose moment may be still to come. */
function timerEntry(op: OpOf<'timers.set'>, { alert, chain, rule, subject, target, since, due_at, level }: Timer): AlertEntry {
  return {
    id: alert, target, level, rules: [{ rule, level, evidence: [] }], note: '', raised_at: due_at, raised_by: op.staff, acks: [], closed: null,
    timed: { chain, subject, since, standing: true },
  };
}

/** Also marks the visits and street observations that alerts and verdicts speak of. */
export function foldAlerts(book: Book, visits: VisitEntry[], street: StreetEntry[], alarms: ReadonlyMap<Uuid, AlertEntry> = new Map()): { alerts: AlertEntry[]; timers: AlertEntry[] } {
  const alerts = new Map<Uuid, AlertEntry>();
  const timers = foldTimers(book);
  for (const op of book.allowed('alert.raised')) raise(alerts, op, rootOf(book, op.payload.target));
  answer(book, new Map([...alarms, ...timers, ...alerts]));
  const entries = new Map<Uuid, VisitEntry | StreetEntry>([...visits, ...street].map((entry) => [entry.id, entry]));
  const levels = new Map<Uuid, AlertLevel>();
  for (const alert of alerts.values()) {
    const entry = entries.get(alert.target);
    if (!entry || alert.level >= (levels.get(alert.target) ?? 5)) continue;
    entry.alert = alert.id;
    levels.set(alert.target, alert.level);
  }
  for (const op of book.allowed('verdict')) {
    const entry = entries.get(rootOf(book, op.payload.target));
    if (entry) entry.verdict = { level: op.payload.level, rules: op.payload.rules };
    else book.propose(op, 'target_missing');
  }
  return { alerts: [...alerts.values()].reverse(), timers: [...timers.values()] };
}
