/** Alerts as their sealed words tell them: raised by phone, vault or person, answered, closed. Their timers live on the server. */
import { compareText } from './order';
import { rootOf } from './fold-visits';
import type { Book, OpOf } from './fold';
import type { AlertEntry, AlertLevel, MatchedRule, StreetEntry, Uuid, VisitEntry } from './records';

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

/** Also marks the visits and street observations that alerts and verdicts speak of. */
export function foldAlerts(book: Book, visits: VisitEntry[], street: StreetEntry[]): AlertEntry[] {
  const alerts = new Map<Uuid, AlertEntry>();
  for (const op of book.allowed('alert.raised')) raise(alerts, op, rootOf(book, op.payload.target));
  answer(book, alerts);
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
  return [...alerts.values()].reverse();
}
