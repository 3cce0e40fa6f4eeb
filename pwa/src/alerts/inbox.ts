/** Which alerts stand where in 要確認, and what became of one's own acts. Pure. */
import { mayAuthor } from '../casework/roles';
import type { AlertEntry } from '../casework/alert-records';
import { byKana, canOpen, type Team } from '../households/team';
import type { AlertRow, Colleague, Unsent } from '../ledger/ledger';

export interface Inbox { mine: AlertRow[]; others: AlertRow[]; taken: AlertRow[]; ended: AlertRow[] }

const byUrgency = (a: AlertRow, b: AlertRow) => a.level - b.level || Date.parse(a.observed_at) - Date.parse(b.observed_at);
const newestEndFirst = (a: AlertRow, b: AlertRow) => Date.parse(b.closed_at ?? b.observed_at) - Date.parse(a.closed_at ?? a.observed_at);

/** Waiting ones by level, then the longest waiting; those addressed to me before all others. */
export function inboxOf(alerts: readonly AlertRow[], me: string): Inbox {
  const concerns = (alert: AlertRow) => alert.mine || alert.owner === me || alert.raised_by === me;
  const open = alerts.filter((alert) => alert.state === 'open').sort(byUrgency);
  return {
    mine: open.filter(concerns), others: open.filter((alert) => !concerns(alert)),
    taken: alerts.filter((alert) => alert.state === 'acked').sort(byUrgency),
    ended: alerts.filter((alert) => alert.state === 'closed' || alert.state === 'withdrawn').sort(newestEndFirst),
  };
}

export type Act = 'taking' | 'joint' | 'handed_over' | 'closed';
export interface OwnAct { how: Act; at: string; held: boolean }

const SAME_ACT_MS = 10_000;

/** My newest act that is still on this device only. The record's clock counts whole seconds, so the two times differ a little. */
export function ownPending(entry: AlertEntry | undefined, unsent: readonly Unsent[], me: string): OwnAct | null {
  if (!entry) return null;
  const acts: { how: Act; at: string; kind: string }[] = [
    ...entry.acks.filter((ack) => ack.by === me).map((ack) => ({ how: ack.how, at: ack.at, kind: 'alert.ack' })),
    ...(entry.closed?.by === me ? [{ how: 'closed' as const, at: entry.closed.at, kind: 'alert.closed' }] : []),
  ];
  for (const act of acts.reverse()) {
    const waiting = unsent.find((one) => one.kind === act.kind && Math.abs(Date.parse(one.queued_at) - Date.parse(act.at)) < SAME_ACT_MS);
    if (waiting) return { how: act.how, at: act.at, held: waiting.held !== null };
  }
  return null;
}

export type Standing = 'open' | 'mine' | 'joined' | 'theirs' | 'ended';

/** Who is on it, seen from me: nobody, me, somebody else whom I help, somebody else. */
export function standingOf(row: AlertRow, entry: AlertEntry | undefined, me: string): Standing {
  if (row.state === 'closed' || row.state === 'withdrawn') return 'ended';
  if (row.owner === null) return 'open';
  if (row.owner === me) return 'mine';
  return entry?.acks.some((ack) => ack.by === me && ack.how !== 'handed_over') ? 'joined' : 'theirs';
}

/** Colleagues who can open the household and whose role may answer an alert: to anybody else the server does not hand it over. */
export function successors(colleagues: readonly Colleague[], me: string, center: string, team: Team): Colleague[] {
  return byKana(colleagues.filter((one) => one.id !== me && canOpen(one, center, team) && mayAuthor(one.role, 'alert.ack')));
}

/** The colleague my last hand-over did not reach: all of it has left this phone, and the server's word names somebody else or nobody. */
export function handOverRefused(row: AlertRow, entry: AlertEntry | undefined, me: string, heard: { pending: boolean; last_sync_at: string | null }): string | null {
  const last = entry?.acks.at(-1);
  if (!last || last.by !== me || last.how !== 'handed_over' || !last.to || heard.pending) return null;
  if (!heard.last_sync_at || Date.parse(heard.last_sync_at) <= Date.parse(last.at)) return null;
  if (row.state === 'closed' || row.state === 'withdrawn' || row.owner === last.to) return null;
  // Handed over, and a worse sign began the ladder anew since: whoever was reached stands among those who were told.
  const wasTold = row.recipients.some((one) => one.staff === last.to);
  return row.owner === null && wasTold ? null : last.to;
}

export interface CloseErrors { outcome?: string; note?: string }

export function closeErrors(outcome: string, note: string, words: { outcome: string; note: string }): CloseErrors {
  return { ...(!outcome && { outcome: words.outcome }), ...(!note.trim() && { note: words.note }) };
}
