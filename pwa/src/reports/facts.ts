/** What reports count: each record of a household as one fact with its dimensions, and what follows from several of them. Pure; no name is in it. */
import { contactResultOf } from '../casework/catalogue';
import { type BusinessRecord, businessRecords, type RecordKind } from '../casework/business';
import { addDays, dayOf, momentMs } from '../casework/calendar';
import { hasAccepted } from '../casework/fold-team';
import { courseOf } from '../casework/outreach';
import { valueOf } from '../casework/registers';
import { judgementsOf } from '../casework/schemes';
import type { Day, HouseholdState, Instant, Uuid } from '../casework/records';
import { isHomeKnown } from '../outreach/home';
import { waitedOf } from './alert-facts';

export type FactKind = RecordKind | 'opened' | 'relation' | 'linked' | 'decided' | 'funnel' | 'half_year' | 'ended' | 'unseen' | 'unmet' | 'home' | 'activity' | 'committee' | 'issue' | 'resource' | 'alert';
export type Dims = Readonly<Record<string, readonly string[]>>;
/** `home`: the household for which it counts, `bucket`: in which it lies; `day`: '' for what is so now, whatever the period; `days`, `people`, `minutes`: where something is measured. */
export interface Fact { id: string; kind: FactKind; home: Uuid; bucket: Uuid; day: Day; by: readonly Uuid[]; dims: Dims; days?: number; people?: number; minutes?: { taken?: number; acted?: number } }

const NONE = ['none'];
const HALF_YEAR = 182;
const YEAR = 365;
const CONVERSATION = 3;
const MILESTONES = ['found', 'contact', 'consent', 'linked', 'closed'] as const;

const listOf = (value: unknown): string[] => (Array.isArray(value) ? value.filter((one): one is string => typeof one === 'string') : []);
const orNone = (values: readonly string[]): readonly string[] => (values.length ? values : NONE);
/** Whatever shape a value has, it becomes a word or none. */
const word = (value: unknown): readonly string[] => (typeof value === 'string' && value ? [value] : NONE);
const daysBetween = (from: Day, to: Day): number => Math.round((Date.parse(to) - Date.parse(from)) / 86_400_000);

/** Everything that can be counted of one household. */
export function factsOf(state: HouseholdState, home: Uuid, today: Day, now = momentMs(`${today}T23:59:59+09:00`)): Fact[] {
  const field = orNone(listOf(valueOf(state.fields, 'fields')));
  const known = detailsOf(state);
  const fact = (kind: FactKind, id: string, day: Day, by: readonly Uuid[], dims: Dims = {}, days?: number): Fact => ({ id, kind, home, bucket: state.bucket, day, by, dims: { kind: [kind], field, ...dims }, ...(days === undefined ? {} : { days }) });
  const records = businessRecords(state).map((one) => {
    const { by, dims } = known.get(one.id) ?? { by: [], dims: {} };
    return fact(one.kind, one.id, one.day, by, { ...dims, ...ofBusiness(one) });
  });
  return [...records, ...movesOf(state, fact), ...milestonesOf(state, fact, today), ...dwellingOf(state, fact), ...alertsOf(state, fact, now)];
}

const ofBusiness = ({ business, agreed }: BusinessRecord): Dims => ({ business: [business], agreed: [agreed ? 'after' : 'before'], counted: ['yes'] });

interface Detail { by: readonly Uuid[]; dims: Dims }

/** What is asked of a record beside its business, by its id. */
function detailsOf(state: HouseholdState): Map<Uuid, Detail> {
  const found = new Map<Uuid, Detail>();
  const note = (id: Uuid, by: readonly Uuid[], dims: Dims = {}) => found.set(id, { by, dims });
  for (const { id, by, visit } of state.visits) {
    const staff = listOf(visit.staff).length ? listOf(visit.staff) : [by];
    note(id, staff, { staff, method: word(visit.method), result: word(visit.result), accompany: [visit.method === 'accompany' || listOf(visit.accompanied).length ? 'yes' : 'no'] });
  }
  for (const { id, by, consultation } of state.consultations) note(id, [consultation.received_by || by], { channel: word(consultation.channel), concern: orNone(listOf(consultation.concerns)) });
  for (const { id, by, move } of state.steps) note(id, [by], { from: word(move.from), to: word(move.to), closure: word(move.closure?.reason) });
  for (const { id, by, about } of state.items) note(id, [by], { basis: word(about.basis), meeting: word(about.meeting) });
  for (const { ends } of state.requests) for (const end of ends) note(end.op, [end.by], { outcome: word(end.outcome) });
  state.collaborations.forEach(({ id, by, evaluations }, n) => {
    note(id, [by], { number: [n === 0 ? 'first' : 'again'] });
    for (const one of evaluations) note(one.id, [one.by], { next: word(one.evaluation.next) });
  });
  for (const { steps } of state.matches) for (const { op, by, step } of steps) note(op, [by], { to: word(step.to) });
  for (const { id, by } of [...state.street, ...state.notes, ...state.sheets, ...state.requests, ...state.tasks, ...state.team, ...state.outside, ...state.consents, ...state.wishes, ...state.matches]) if (!found.has(id)) note(id, [by]);
  return found;
}

type Made = (kind: FactKind, id: string, day: Day, by: readonly Uuid[], dims?: Dims, days?: number) => Fact;

/** That it began, that a plan was decided on, that somebody took something on, and how the relation went. */
function movesOf(state: HouseholdState, fact: Made): Fact[] {
  const stages = courseOf(state);
  return [
    ...(state.opened_at ? [fact('opened', `${state.bucket}:opened`, dayOf(state.opened_at), [])] : []),
    ...state.collaborations.flatMap(({ id, decided }) => (decided ? [fact('decided', `${id}:decided`, dayOf(decided.at), [decided.by])] : [])),
    ...state.team.flatMap((one) => (hasAccepted(one) && (one.role === 'external' || one.role === 'co') ? [fact('linked', `${one.id}:taken`, dayOf(one.answers.at(-1)!.at), [one.by])] : [])),
    ...stages.slice(1).map(({ id, by, at, stage }, n) => fact('relation', `${id}:relation`, dayOf(at), [by], { stage: [String(stage)], way: [stage > stages[n]!.stage ? 'up' : stage < stages[n]!.stage ? 'down' : 'same'] })),
  ];
}

/** Known for the state of its home, and how far the ordinance's 判定 has come there: now, whatever the period. */
function dwellingOf(state: HouseholdState, fact: Made): Fact[] {
  const judged = judgementsOf(state).at(-1);
  return isHomeKnown(state) ? [fact('home', `${state.bucket}:home`, '', judged ? [judged.by] : [], { judged: [judged?.state ?? 'unjudged'] })] : [];
}

/** Those that rang, by the day on which they did. */
function alertsOf(state: HouseholdState, fact: Made, now: number): Fact[] {
  return waitedOf(state, now).map(({ entry: { id, level, rules, raised_at, raised_by }, taken, acted, missed }) => ({
    ...fact('alert', `${id}:alert`, dayOf(raised_at), [raised_by], {
      rule: orNone(rules.map(({ rule }) => rule)), level: [String(level)], taken: [taken === null ? 'no' : 'yes'], acted: [acted === null ? 'no' : 'yes'], missed: [missed === null ? 'none' : missed ? 'yes' : 'no'],
    }),
    minutes: { ...(taken === null ? {} : { taken }), ...(acted === null ? {} : { acted }) },
  }));
}

/** 発見→接触→同意→つながり→終結, all on the day on which it was found; what came after half a year and after an end. */
function milestonesOf(state: HouseholdState, fact: Made, today: Day): Fact[] {
  const ends = state.steps.filter((step) => step.state === 'stands' && step.move.to === 'closed').map((step) => dayOf(step.decided!.at));
  const again = state.steps.filter((step) => step.state === 'stands' && step.move.from === 'closed').map((step) => dayOf(step.decided!.at));
  const ended = ends.map((day, n) => fact('ended', `${state.bucket}:ended:${n}`, day, [], { again: [again.some((one) => one >= day && one <= addDays(day, YEAR)) ? 'yes' : 'no'] }));
  if (!state.opened_at) return ended;
  const found = dayOf(state.opened_at);
  const reached = { found, contact: firstContact(state), consent: firstOf(state.consents.filter(({ consent }) => consent.answer === 'given').map(({ consent }) => consent.obtained_on)), linked: firstLink(state), closed: firstOf(ends) };
  const funnel = MILESTONES.flatMap((milestone) => {
    const day = reached[milestone];
    return day ? [fact('funnel', `${state.bucket}:${milestone}`, found, [], { milestone: [milestone] }, Math.max(0, daysBetween(found, day)))] : [];
  });
  const half = addDays(found, HALF_YEAR);
  const talked = courseOf(state).some(({ at, stage }) => stage >= CONVERSATION && dayOf(at) <= half);
  return [...ended, ...funnel, ...(half <= today ? [fact('half_year', `${state.bucket}:half`, found, [], { reached: [talked ? 'yes' : 'no'] })] : [])];
}

const firstOf = (days: readonly Day[]): Day | undefined => [...days].sort()[0];
const dayAt = (at: Instant): Day => dayOf(at);

function firstContact({ visits }: HouseholdState): Day | undefined {
  return firstOf(visits.filter(({ visit, retracted }) => !retracted && contactResultOf(visit.result)?.contact).map(({ visit }) => dayAt(visit.occurred_at)));
}

function firstLink({ team, matches }: HouseholdState): Day | undefined {
  const taken = team.flatMap((one) => (one.role === 'external' || one.role === 'co' ? one.answers.filter(({ accepted }) => accepted).map(({ at }) => dayAt(at)) : []));
  return firstOf([...taken, ...matches.flatMap(({ joined_on }) => joined_on ?? [])]);
}

/** Each fact with `first` where it is of the first day of its business in its household: 新規. */
export function withFirst(facts: readonly Fact[]): Fact[] {
  const first = new Map<string, Day>();
  const place = ({ home, dims }: Fact) => `${home} ${dims.business?.[0] ?? ''}`;
  for (const fact of facts) {
    if (!fact.dims.counted) continue;
    const known = first.get(place(fact));
    if (known === undefined || fact.day < known) first.set(place(fact), fact.day);
  }
  return facts.map((fact) => (fact.dims.counted && first.get(place(fact)) === fact.day ? { ...fact, dims: { ...fact.dims, first: ['yes'] } } : fact));
}
