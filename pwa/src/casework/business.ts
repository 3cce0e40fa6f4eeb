/** ①–⑤: to which business of 重層事業 each record of a household belongs, by the catalogue's table, and whether a consent stood on its day. Twin of server/casework/business.py. */
import { dayOf } from './calendar';
import { BUSINESS_TABLE } from './catalogue.gen';
import { isDay, stateOn } from './fold-consents';
import { trackKinds } from './fold-plans';
import { compareText } from './order';
import { textOf } from './registers';
import type { BusinessRow } from './catalogue';
import type { Day, HouseholdState, Instant, Uuid } from './records';

export type RecordKind = 'visit' | 'street' | 'consultation' | 'note' | 'sheet' | 'request' | 'answer' | 'task' | 'role' | 'step' | 'item' | 'minutes' | 'outside' | 'consent' | 'plan' | 'evaluation' | 'wish' | 'match' | 'match_step' | 'match_follow';
/** `agreed`: 同意後 */
export interface BusinessRecord { id: Uuid; kind: RecordKind; day: Day; business: string; agreed: boolean }
interface Told { id: Uuid; kind: RecordKind; day: Day; method?: string; basis?: string }
interface Stood { since: Day; phase: string; tracks: readonly string[] }

/** where what a conference decided still runs */
const SUPPORTED: readonly string[] = ['in_support', 'closing_review'];

/** The first row that fits decides; the last fits everything. */
export function businessOf(record: { kind: string; method?: string; phase?: string; tracks: readonly string[] }): string {
  const has = (wanted: readonly string[] | undefined, value: string | undefined) => !wanted || (value !== undefined && wanted.includes(value));
  const fits = (row: BusinessRow) => has(row.kind, record.kind) && has(row.method, record.method) && has(row.phase, record.phase) && (!row.track || record.tracks.some((track) => row.track!.includes(track)));
  return BUSINESS_TABLE.find(fits)!.business;
}

/** Every record that stands, by day: withdrawn ones belong to no business. */
export function businessRecords(state: HouseholdState): BusinessRecord[] {
  const [course, { consents }] = [courseOf(state), state];
  const stands = new Map<Day, boolean>();
  const consented = (day: Day) => {
    if (!stands.has(day)) stands.set(day, consents.some((one) => stateOn(consents, one, day) === 'stands'));
    return stands.get(day)!;
  };
  return told(state).map((record): BusinessRecord => {
    const { phase, tracks } = course.findLast(({ since }) => since <= record.day) ?? course[0]!;
    const business = businessOf({ ...record, phase, tracks: SUPPORTED.includes(phase) ? tracks : [] });
    return { id: record.id, kind: record.kind, day: record.day, business, agreed: record.basis ? record.basis === 'consent' : consented(record.day) };
  }).sort((a, b) => compareText(a.day, b.day) || compareText(a.id, b.id));
}

/** From which day on the household stood where, and under which tracks (支援の種類); a day counts as a whole. */
function courseOf({ steps, fields }: HouseholdState): Stood[] {
  const stood = steps.filter(({ state }) => state === 'stands');
  const course: Stood[] = [{ since: '', phase: stood[0]?.move.from ?? (textOf(fields, 'phase') || 'intake'), tracks: [] }];
  for (const { move, decided } of stood) {
    const tracks = trackKinds(move);
    course.push({ since: dayOf(decided!.at), phase: move.to, tracks: tracks.length ? tracks : course.at(-1)!.tracks });
  }
  return course;
}

function told(state: HouseholdState): Told[] {
  return [
    ...state.visits.filter(({ retracted }) => !retracted).map(({ id, visit }): Told => ({ id, kind: 'visit', day: dayOf(visit.occurred_at), method: visit.method })),
    ...state.street.filter(({ retracted }) => !retracted).map(({ id, observation }): Told => ({ id, kind: 'street', day: dayOf(observation.occurred_at) })),
    ...state.consultations.filter(({ retracted }) => !retracted).map(({ id, consultation }): Told => ({ id, kind: 'consultation', day: dayOf(consultation.received_at) })),
    ...state.notes.map(({ id, recorded_at }): Told => ({ id, kind: 'note', day: dayOf(recorded_at) })),
    ...toldTogether(state), ...toldOfParticipation(state),
  ];
}

/** What several bodies settle with each other. */
function toldTogether(state: HouseholdState): Told[] {
  const answers = state.requests.flatMap(({ words, ends }) => [...words, ...ends]);
  return [
    ...state.sheets.map((one) => written('sheet', one)), ...state.requests.map((one) => written('request', one)), ...state.tasks.map((one) => written('task', one)), ...state.team.map((one) => written('role', one)),
    ...answers.map(({ op, at }) => written('answer', { id: op, at })),
    ...state.steps.filter((step) => step.state === 'stands').map(({ id, decided }): Told => ({ id, kind: 'step', day: dayOf(decided!.at) })),
    ...state.items.filter(({ about }) => !about.withdrawn).flatMap((entry): Told[] => {
      const about = { ...(entry.about.basis ? { basis: entry.about.basis } : {}), day: onDay(entry.about.held_on, entry.at) };
      return [{ ...written('item', entry), ...about }, ...entry.minutes.map((one) => ({ ...written('minutes', one), ...about }))];
    }),
    ...state.outside.map(({ id, outside, recorded_at }): Told => ({ id, kind: 'outside', day: onDay(outside.held_on, recorded_at) })),
    ...state.consents.map(({ id, consent }): Told => ({ id, kind: 'consent', day: consent.obtained_on })),
    ...state.collaborations.flatMap((entry): Told[] => [written('plan', entry), ...entry.evaluations.map(({ id, evaluation }): Told => ({ id, kind: 'evaluation', day: evaluation.on }))]),
  ];
}

function toldOfParticipation({ wishes, matches }: HouseholdState): Told[] {
  return [
    ...wishes.map(({ id, versions }): Told => ({ id, kind: 'wish', day: versions[0]!.about.said_on })),
    ...matches.flatMap(({ id, match, steps, follows }): Told[] => [
      { id, kind: 'match', day: match.on },
      ...steps.map(({ op, step }): Told => ({ id: op, kind: 'match_step', day: step.on })), ...follows.map(({ op, follow }): Told => ({ id: op, kind: 'match_follow', day: follow.on })),
    ]),
  ];
}

const written = (kind: RecordKind, { id, at }: { id: Uuid; at: Instant }): Told => ({ id, kind, day: dayOf(at) });

/** As it was written down, where that is a day at all. */
const onDay = (day: unknown, otherwise: Instant): Day => (isDay(day) ? day : dayOf(otherwise));
