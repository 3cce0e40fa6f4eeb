/** What waits for an answer and since when, what a decision writes, and whose tasks are whose. Pure. */
import { formatEra } from '../casework/calendar';
import { BACKUP_OUTCOMES } from '../casework/catalogue.gen';
import { labelOf } from '../casework/catalogue';
import type { RequestEntry, RequestRow, TaskRow } from '../casework/backup-records';
import { isOpen, TO_CONFERENCE } from '../casework/fold-backup';
import { LENGTH, MINUTE, openBetween } from '../casework/opening';
import { mayAuthor } from '../casework/roles';
import type { Day, HouseholdState, Instant, Move, Payload, Summary, Uuid } from '../casework/records';
import { nextSteps, phaseOf } from '../course/steps';
import { backupText } from '../text/backup';

interface Me { staff: Uuid; role: string }
export interface Asked { row: Summary; one: RequestRow }
export interface Task { row: Summary; one: TaskRow }
export interface AskForm { question: string; tried: string; urgency: string }
export interface EndForm { outcome: string; text: string; meeting: Uuid; question: string }

const t = backupText.wait;
const ENDED_DAYS = 30;
const DAY_MS = 86_400_000;
/** later than a year is late enough */
const LONG_MS = 366 * DAY_MS;

export const mayDecide = (role: string): boolean => mayAuthor(role, 'backup.end');

function every(rows: readonly Summary[]): Asked[] {
  return rows.flatMap((row) => row.requests.map((one) => ({ row, one }))).sort((a, b) => a.one.due_ms - b.one.due_ms || a.one.id.localeCompare(b.one.id));
}

/** The next due first; what has ended is left out after a month. */
export function inboxOf(rows: readonly Summary[], now: Date): { waiting: Asked[]; talking: Asked[]; ended: Asked[] } {
  const all = every(rows);
  const ended = all.filter(({ one }) => one.ended && now.getTime() - Date.parse(one.ended.at) < ENDED_DAYS * DAY_MS);
  return { waiting: all.filter(({ one }) => !one.ended && !one.answered), talking: all.filter(({ one }) => !one.ended && one.answered), ended: ended.sort((a, b) => Date.parse(b.one.ended!.at) - Date.parse(a.one.ended!.at)) };
}

/** What the number beside the desk counts: nobody has answered yet, and this person may. */
export function unansweredFor(rows: readonly Summary[], me: Me): number {
  return mayDecide(me.role) ? rows.reduce((sum, row) => sum + row.requests.filter((one) => !one.ended && !one.answered && one.by !== me.staff).length, 0) : 0;
}

/** What I have asked for and is not ended, or ended within a week: the asker sees what became of it. */
export function askedBy(rows: readonly Summary[], staff: Uuid, now: Date): Asked[] {
  return every(rows).filter(({ one }) => one.by === staff && (!one.ended || now.getTime() - Date.parse(one.ended.at) < 7 * DAY_MS));
}

/** Of all households, the soonest first; those without a day last. */
export function tasksOf(rows: readonly Summary[], staff: Uuid): Task[] {
  const all = rows.flatMap((row) => row.tasks.filter((one) => one.to === staff).map((one) => ({ row, one })));
  return all.sort((a, b) => (a.one.due ?? '9').localeCompare(b.one.due ?? '9') || Date.parse(a.one.at) - Date.parse(b.one.at));
}

export type Stage = 'here' | 'sent' | 'taken' | 'answered';
export function stageOf(one: Pick<RequestRow, 'received_at' | 'answered'> & { taken: unknown }): Stage {
  return one.answered ? 'answered' : one.taken ? 'taken' : one.received_at ? 'sent' : 'here';
}

/** In words of open days and hours: what is left, or by how much it is late. */
export function waitOf({ due_ms }: Pick<RequestRow, 'due_ms'>, now: Date): { words: string; late: boolean } {
  const late = now.getTime() > due_ms;
  const between = late ? openBetween(Math.max(due_ms, now.getTime() - LONG_MS), now) : openBetween(now, due_ms);
  return { words: late ? t.over(spanOf(between)) : t.left(spanOf(between)), late };
}

/** 1開庁日と3時間; hours are left out where they are none. */
function spanOf(ms: number): string {
  const days = Math.floor(ms / LENGTH);
  const minutes = Math.floor((ms - days * LENGTH) / MINUTE);
  const rest = minutes >= 60 ? t.hours(Math.floor(minutes / 60)) : t.minutes(minutes);
  return days === 0 ? rest : minutes >= 60 ? t.and(t.days(days), rest) : t.days(days);
}

/** What an asked one says of itself in one line. */
export function standOf(one: RequestRow): string {
  return one.ended ? labelOf(BACKUP_OUTCOMES, one.ended.outcome) : (backupText.state.short[stageOf(one)] ?? '');
}

/** Enough to know again what one has written oneself. */
export const brief = (text: string): string => ([...text].length > 32 ? `${[...text].slice(0, 31).join('')}…` : text);

export const dueWords = (due: Day | null): string => (due ? backupText.task.until(formatEra(due)) : backupText.task.noDue);

/** The step that goes with asking, where this person may take or ask for it and nothing else is asked. */
export function askStep(state: HouseholdState, me: Me): 'now' | 'ask' | null {
  if (state.steps.some((step) => step.state === 'asked')) return null;
  return nextSteps(state, me).find(({ step }) => step.to === 'backup_support' && step.guards.includes('request'))?.may ?? null;
}

export function askPayloads(form: AskForm, state: HouseholdState, me: Me, recorded_at: Instant): Payload[] {
  const ask: Payload = { kind: 'backup.ask', question: form.question.trim(), tried: form.tried.trim(), urgency: form.urgency, recorded_at };
  const move: Move = { from: phaseOf(state), to: 'backup_support', reason: '' };
  return askStep(state, me) ? [ask, { kind: 'case.move', move, recorded_at }] : [ask];
}

export const othersOpen = (state: HouseholdState, request: Uuid): boolean => state.requests.some((one) => one.id !== request && isOpen(one));

const STEPS: Record<string, string> = { settled: 'field_support', returned: 'sheet_shared', [TO_CONFERENCE]: 'conference' };

/** Which step goes with the decision: none while another request is open, or where the phase knows no such way. */
export function endStep(state: HouseholdState, request: RequestEntry, outcome: string, me: Me): { to: string; may: 'now' | 'ask'; label: string } | null {
  if (othersOpen(state, request.id) || (outcome !== TO_CONFERENCE && phaseOf(state) !== 'backup_support')) return null;
  const next = nextSteps(state, me).find(({ step }) => step.to === STEPS[outcome]);
  return next ? { to: next.step.to, may: next.may, label: next.step.label } : null;
}

export interface Ending { state: HouseholdState; request: RequestEntry; form: EndForm; me: Me; held_on: Day; item: Uuid; recorded_at: Instant }

/** One decision, whole: the item on the agenda where it goes to a conference, the end, and the step that goes with it. */
export function endPayloads({ state, request, form, me, held_on, item: fresh, recorded_at }: Ending): Payload[] {
  const { outcome, meeting } = form;
  const text = form.text.trim();
  const toConference = outcome === TO_CONFERENCE;
  const there = state.items.find(({ about }) => about.meeting === meeting && !about.withdrawn)?.id;
  const about = { meeting, held_on, basis: '', question: form.question.trim(), invitees: [], withdrawn: false };
  const put: Payload[] = toConference && !there ? [{ kind: 'conference.item', item: fresh, about, recorded_at }] : [];
  const end: Payload = { kind: 'backup.end', target: request.id, outcome, text, ...(toConference ? { item: there ?? fresh } : {}), recorded_at };
  const step = endStep(state, request, outcome, me);
  const said = toConference ? { reason: text, meeting_on: held_on, meeting } : { reason: '', outcome: { kind: outcome, text } };
  return [...put, end, ...(step ? [{ kind: 'case.move', move: { from: phaseOf(state), to: step.to, ...said }, recorded_at } satisfies Payload] : [])];
}

/** Keyed by the control that must be filled. */
export function endErrors(form: EndForm): Record<string, string> {
  const e = backupText.end.errors;
  const conference = form.outcome === TO_CONFERENCE;
  const wrong: [string, boolean, string][] = [
    ['end-outcome-settled', !form.outcome, e.which!], ['end-text', !form.text.trim(), e.text!], ['end-meeting', conference && !form.meeting, e.meeting!], ['end-question', conference && !form.question.trim(), e.question!],
  ];
  return Object.fromEntries(wrong.filter(([, is]) => is).map(([id, , words]) => [id, words]));
}
