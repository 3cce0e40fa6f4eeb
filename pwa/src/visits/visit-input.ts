/** What the visit form holds while it is written, and how that becomes a visit. Pure: no clock, no store. */
import { observationOf } from '../casework/catalogue';
import { OBSERVATIONS } from '../casework/catalogue.gen';
import type { AlertLevel, Change, HouseholdState, Observation, SafetyLevel, TriState, Uuid, Visit } from '../casework/records';
import type { PhotoInput } from '../photos/photo-input';
import { fromLocalInput, toLocalInput } from '../text/when';

export interface SignInput { value: TriState; persons: Uuid[]; change: Change | null; note: string; qualifiers: string[]; /** by qualifier, or under '' when the item has a single number */ numbers: Record<string, string> }

/** Every control's value as the control holds it; times are Japan wall time. */
export interface VisitInput {
  occurred_at: string; ended_at: string; method: string; result: string; staff: Uuid[]; accompanied: string;
  presence_signs: string[]; safety: Record<Uuid, SafetyLevel | null>; signs: Record<string, SignInput>;
  facts: string; quotes: string; assessment: string; third_party: { source: string; text: string }[];
  promises: string; next_on: string; next_note: string; letter: string; letter_text: string;
  relation_stage: string; relation_word: string; worry: string; worry_note: string; plan: Uuid | null; reason: string; photos: PhotoInput[];
}

const LETTER_OTHER = 'other';

export function blankSign(): SignInput {
  return { value: 'unchecked', persons: [], change: null, note: '', qualifiers: [], numbers: {} };
}

/** A fresh form: now, by me, a visit, everything unlooked. */
export function blankInput(me: Uuid, now: Date, plan: Uuid | null = null): VisitInput {
  return {
    occurred_at: toLocalInput(now), ended_at: '', method: 'visit', result: '', staff: [me], accompanied: '', presence_signs: [], safety: {},
    signs: Object.fromEntries(OBSERVATIONS.map((item) => [item.code, blankSign()])),
    facts: '', quotes: '', assessment: '', third_party: [], promises: '', next_on: '', next_note: '', letter: '', letter_text: '',
    relation_stage: '', relation_word: '', worry: '', worry_note: '', plan, reason: '', photos: [],
  };
}

/** The form opened on a kept visit, to write its next version. */
export function inputOf(visit: Visit): VisitInput {
  const input = blankInput(visit.staff[0] ?? '', new Date(visit.occurred_at), visit.plan ?? null);
  const other = visit.letter_left?.startsWith('other:') ?? false;
  return {
    ...input, ended_at: visit.ended_at ? toLocalInput(visit.ended_at) : '', method: visit.method, result: visit.result, staff: [...visit.staff],
    accompanied: visit.accompanied.join('、'), presence_signs: [...visit.presence_signs], safety: Object.fromEntries(visit.safety.map((one) => [one.person, one.level])),
    signs: { ...input.signs, ...signsOf(visit.observations) }, facts: visit.facts, quotes: visit.quotes, assessment: visit.assessment,
    third_party: visit.third_party.map((one) => ({ ...one })), promises: visit.promises, next_on: visit.next_on ?? '', next_note: visit.next_note ?? '',
    letter: other ? LETTER_OTHER : (visit.letter_left ?? ''), letter_text: other ? visit.letter_left!.slice('other:'.length) : '',
    relation_stage: visit.relation_stage === undefined ? '' : String(visit.relation_stage), relation_word: visit.relation_word ?? '', worry: visit.worry ? String(visit.worry.level) : '', worry_note: visit.worry?.note ?? '',
  };
}

/** A draft of an older app lacks what the catalogue has gained since; nothing it holds is dropped. */
export function resumed<T extends { signs: Record<string, SignInput> }>(fresh: T, draft: T): T {
  return { ...fresh, ...draft, signs: { ...fresh.signs, ...draft.signs } };
}

function signsOf(observations: Observation[]): Record<string, SignInput> {
  const signs: Record<string, SignInput> = {};
  for (const one of observations) {
    const sign = (signs[one.code] ??= { ...blankSign(), value: one.value });
    if (one.person && !sign.persons.includes(one.person)) sign.persons.push(one.person);
    if (one.qualifier && !sign.qualifiers.includes(one.qualifier)) sign.qualifiers.push(one.qualifier);
    if (one.number !== undefined) sign.numbers[observationOf(one.code)?.number?.measured ? (one.qualifier ?? '') : ''] = String(one.number);
    sign.change ??= one.change ?? null;
    sign.note ||= one.note ?? '';
  }
  return signs;
}

/** Only what was looked at goes in: an item that is absent is 未確認 for every reader. */
export function observationsOf(signs: Record<string, SignInput>): Observation[] {
  return Object.entries(signs).flatMap(([code, sign]) => (observationOf(code)?.number?.measured ? measured(code, sign) : looked(code, sign)));
}

function measured(code: string, sign: SignInput): Observation[] {
  return Object.entries(sign.numbers)
    .filter(([, text]) => text !== '')
    .map(([qualifier, text]) => ({ code, value: 'yes', number: Number(text), ...(qualifier && { qualifier }), ...(sign.note && { note: sign.note }) }));
}

function looked(code: string, sign: SignInput): Observation[] {
  if (sign.value === 'unchecked') return [];
  const yes = sign.value === 'yes';
  const persons = yes && sign.persons.length ? sign.persons : [undefined];
  const qualifiers = yes && sign.qualifiers.length ? sign.qualifiers : [undefined];
  const number = yes && sign.numbers[''] ? Number(sign.numbers['']) : undefined;
  return persons.flatMap((person) => qualifiers.map((qualifier) => ({
    code, value: sign.value, ...(person && { person }), ...(qualifier && { qualifier }), ...(number !== undefined && { number }),
    ...(yes && sign.change && { change: sign.change }), ...(sign.note.trim() && { note: sign.note.trim() }),
  })));
}

/** The visit as it would be kept now. Times that cannot be read fall back to `now`: only for judging a form in the writing. */
export function toVisit(input: VisitInput, now: Date): Visit {
  const safety = Object.entries(input.safety).flatMap(([person, level]) => (level ? [{ person, level }] : []));
  const ended = fromLocalInput(input.ended_at);
  const letter = input.letter === LETTER_OTHER ? `other:${input.letter_text.trim()}` : input.letter;
  return {
    occurred_at: fromLocalInput(input.occurred_at) ?? now.toISOString(), ...(ended && { ended_at: ended }),
    method: input.method, result: input.result, staff: [...input.staff], accompanied: input.accompanied.split(/[、,]/).map((one) => one.trim()).filter(Boolean),
    met_persons: safety.filter((one) => one.level === 'A_seen' || one.level === 'B_voice').map((one) => one.person),
    presence_signs: [...input.presence_signs], safety, observations: observationsOf(input.signs),
    facts: input.facts.trim(), quotes: input.quotes.trim(), assessment: input.assessment.trim(),
    third_party: input.third_party.filter((one) => one.text.trim()).map((one) => ({ source: one.source.trim(), text: one.text.trim() })),
    promises: input.promises.trim(), ...(input.next_on && { next_on: input.next_on }), ...(input.next_note.trim() && { next_note: input.next_note.trim() }),
    ...(letter && { letter_left: letter }), ...(input.relation_stage !== '' && { relation_stage: Number(input.relation_stage), ...(input.relation_word.trim() && { relation_word: input.relation_word.trim() }) }),
    ...(input.worry && { worry: { level: Number(input.worry) as AlertLevel, note: input.worry_note.trim() } }), ...(input.plan && { plan: input.plan }),
  };
}

/** Items of the catalogue nobody has looked at in this visit. */
export function uncheckedIn(signs: Record<string, SignInput>, codes: readonly string[]): number {
  return codes.filter((code) => isUnchecked(code, signs[code])).length;
}

function isUnchecked(code: string, sign: SignInput | undefined): boolean {
  if (!sign) return true;
  return observationOf(code)?.number?.measured ? Object.values(sign.numbers).every((text) => text === '') : sign.value === 'unchecked';
}

/** The planned visit this record most likely fulfils: mine, today, nearest to now. */
export function planFor(state: HouseholdState, me: Uuid, now: Date): Uuid | null {
  const open = state.plans.filter((entry) => entry.status === 'planned' && entry.plan.staff.includes(me) && Math.abs(Date.parse(entry.plan.window_from) - now.getTime()) < 12 * 3_600_000);
  const distance = (at: string) => Math.abs(Date.parse(at) - now.getTime());
  return open.sort((a, b) => distance(a.plan.window_from) - distance(b.plan.window_from))[0]?.id ?? null;
}
