/** What stands on a meeting's agenda, what an item calls for, and what its material freezes. Pure. */
import { formatEra } from '../casework/calendar';
import { BASES, CASE_PHASES, MEETING_BASES, MEETING_KINDS, MONITORING_REASONS, RISK_TIERS, TEAM_ROLES } from '../casework/catalogue.gen';
import { contactResultOf, labelOf } from '../casework/catalogue';
import type { About, Drawing, Invitee, ItemEntry, ItemRow, Material, MinutesEntry } from '../casework/conference-records';
import { hasPledged, SUPPORT_CONFERENCE, whyNotCalled } from '../casework/fold-conferences';
import { hasAccepted } from '../casework/fold-team';
import { textOf } from '../casework/registers';
import type { Addressed } from '../ledger/ledger';
import type { Day, HouseholdState, Instant, SheetState, StepEntry, Summary, Uuid } from '../casework/records';
import { triggersOf } from '../course/steps';
import { personName } from '../households/register';
import { momentsOf } from '../households/timeline';
import { fullMoment, momentOf } from '../text/when';
import { pageOf } from '../sheets/page';
import type { Meeting, Member } from './conference-row';

export const WORLDS = [...MEETING_BASES.map(({ code }) => code as string), ''];
/** An op carries no more effects than this (docs/wire.md). */
export const MOST_CALLED = 8;
const RECORDS = 10;

export interface OnAgenda { row: Summary; item: ItemRow }

/** From the households this device can open: the meeting itself says nothing of them. */
export function agendaOf(rows: readonly Summary[], meeting: Uuid): OnAgenda[] {
  const all = rows.flatMap((row) => row.items.filter((item) => item.meeting === meeting).map((item) => ({ row, item })));
  return all.sort((a, b) => a.row.kana.localeCompare(b.row.kana, 'ja') || a.item.id.localeCompare(b.item.id));
}

/** Put down for this meeting by a step, and nobody has written yet what there is to talk about. */
export function waitingFor(rows: readonly Summary[], { id }: Meeting): Summary[] {
  return rows.filter((row) => !row.merged_into && row.meeting?.id === id && !row.items.some((item) => item.meeting === id));
}

/** Items of the two worlds never stand together: one may be told without the person's yes, the other not. */
export const ofWorld = (agenda: readonly OnAgenda[], basis: string): OnAgenda[] => agenda.filter(({ item }) => item.basis === basis);

export const comingMeetings = (meetings: readonly Meeting[], today: Day): Meeting[] => meetings.filter(({ held_on, status }) => held_on >= today && status !== 'approved').reverse();

export const meetingName = ({ kind, held_on }: Pick<Meeting, 'kind' | 'held_on'>): string => `${labelOf(MEETING_KINDS, kind)}　${held_on ? formatEra(held_on) : ''}`;

export interface ItemForm { meeting: Uuid; basis: string; question: string; invitees: Uuid[]; withdrawn: boolean }

export const itemForm = (entry: ItemEntry | undefined, meeting: Uuid): ItemForm => ({
  meeting: entry?.about.meeting ?? meeting, basis: entry?.about.basis ?? '', question: entry?.about.question ?? '', invitees: entry?.about.invitees.map(({ id }) => id) ?? [], withdrawn: false,
});

export function aboutOf(form: ItemForm, meetings: readonly Meeting[], members: readonly Member[]): About {
  const { meeting, basis, question, withdrawn } = form;
  return { meeting, held_on: meetings.find(({ id }) => id === meeting)?.held_on ?? '', basis, question: question.trim(), withdrawn, invitees: inviteesOf(form.invitees, members) };
}

export function inviteesOf(ids: readonly Uuid[], members: readonly Member[]): Invitee[] {
  return members.filter(({ id }) => ids.includes(id)).map(({ id, staff, name, post, pledged_on }) => ({ id, name, office: post, ...(staff ? { staff } : {}), ...(pledged_on ? { pledged_on } : {}) }));
}

export const mayCall = (basis: string, member: Pick<Member, 'pledged_on'>): boolean => basis !== SUPPORT_CONFERENCE || hasPledged(member);

/** Why its material cannot be given yet. */
export function whyNotGiven({ about }: Pick<ItemEntry, 'about'>): string | null {
  if (!about.invitees.length) return 'nobody';
  if (about.invitees.filter(({ staff }) => staff).length > MOST_CALLED) return 'most';
  return whyNotCalled(about.basis, about.invitees);
}

/** Of what is known of a household, what its material may show; each by its name, none of them empty. */
export function sectionsOf(state: HouseholdState, summary: Summary, sheet: SheetState | null, nameOf: (staff: Uuid) => string, now: Date): Record<string, string> {
  const lines = (all: readonly string[]) => all.filter(Boolean).join('\n');
  const reason = textOf(state.fields, 'monitoring_reason');
  const records = momentsOf(state).flatMap((one) => {
    const what = one.kind === 'visit' ? [contactResultOf(one.entry.visit.result)?.label, one.entry.visit.facts] : one.kind === 'street' ? [one.entry.observation.facts] : one.kind === 'consultation' ? [one.entry.consultation.facts] : one.kind === 'note' ? [one.entry.text] : [];
    return what.some(Boolean) ? [`${momentOf(one.at, now)}　${what.filter(Boolean).join('。')}`] : [];
  }).slice(0, RECORDS);
  const sections: Record<string, string> = {
    phase: labelOf(CASE_PHASES, summary.phase), tier: labelOf(RISK_TIERS, summary.risk_tier), last: summary.last_direct_at ? fullMoment(summary.last_direct_at) : '',
    clocks: lines(state.persons.filter(({ clock }) => clock.counts).map((one) => `${personName(one)}：${one.clock.last_direct_at ? momentOf(one.clock.last_direct_at, now) : '－'}`)),
    watch: lines([reason && labelOf(MONITORING_REASONS, reason), ...triggersOf(state).map(({ label, action }) => `${label}：${action}`)]),
    roles: lines(state.team.filter(hasAccepted).map((one) => `${one.to ? nameOf(one.to) : one.agency}（${labelOf(TEAM_ROLES, one.role)}）：${one.task}`)),
    sheet: sheet?.sheet ? lines(pageOf(sheet.sheet, null).map(({ title, parts }) => `【${title}】${parts.map(({ text }) => text).join('')}`)) : '', records: lines(records),
  };
  return Object.fromEntries(Object.entries(sections).filter(([, text]) => text));
}

/** `drawing`: null where it does not go along. */
export interface Given { drawing: Drawing | null; state: HouseholdState; summary: Summary; entry: ItemEntry; meeting: Meeting | undefined; author: string; sections: Record<string, string>; as_of: Instant }

export function materialOf({ drawing, state, summary, entry, meeting, author, sections, as_of }: Given): Material {
  const { basis, question, held_on, invitees } = entry.about;
  const facts = { kind: meeting?.kind, held_on, begins_at: meeting?.begins_at, place: meeting?.place, chair: meeting?.chair };
  return {
    household: state.bucket, item: entry.id, title: summary.title, author, as_of, basis, question, sections, meeting: Object.fromEntries(Object.entries(facts).filter((one): one is [string, string] => Boolean(one[1]))),
    invitees: invitees.map(({ id, staff, name, office, pledged_on }) => ({ id, name, office, ...(staff ? { staff } : {}), ...(pledged_on ? { pledged_on } : {}) })),
    ...(drawing ? { drawing } : {}),
  };
}

/** What the conference decided of this item, or of its household where the step names none. */
export const decisionOf = (state: HouseholdState, item: Uuid): StepEntry | undefined => state.steps.findLast(({ move, state: how }) => move.from === 'conference' && (move.item === item || !move.item) && how !== 'withdrawn');

export const lastMinutes = ({ minutes }: ItemEntry): MinutesEntry | undefined => minutes.at(-1);

/** One word of the chair for a whole meeting: its minutes, and every decision that waits. Nobody approves what they wrote or asked for. */
export function approvalsOf(meeting: Meeting, homes: readonly { state: HouseholdState; item: Uuid }[], me: Uuid, recorded_at: Instant): { records: Addressed[]; minutes: number; steps: number } {
  const minutes = homes.flatMap(({ state, item }): Addressed[] => {
    const last = state.items.find(({ id }) => id === item)?.minutes.at(-1);
    return last && !last.approved && last.by !== me ? [{ bucket: state.bucket, payload: { kind: 'conference.approved', target: last.id, note: '', recorded_at } }] : [];
  });
  const steps = homes.flatMap(({ state, item }): Addressed[] => {
    const step = decisionOf(state, item);
    return step?.state === 'asked' && step.by !== me ? [{ bucket: state.bucket, payload: { kind: 'case.decide', target: step.id, agree: true, note: '', recorded_at } }] : [];
  });
  const closes: Addressed[] = meeting.status === 'minutes_draft' ? [{ bucket: meeting.bucket, payload: { kind: 'meeting.approved', meeting: meeting.id, note: '', recorded_at } }] : [];
  return { records: [...minutes, ...steps, ...closes], minutes: minutes.length, steps: steps.length };
}

export const basisName = (basis: string): string => labelOf(MEETING_BASES, basis) || labelOf(BASES, basis);
