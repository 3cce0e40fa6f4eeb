/** 事業の期間 while the bureau writes it: as it is typed, what must be put right, and what a center will see from which day. Pure. */
import { addDays } from '../casework/calendar';
import { ROLLOUT_PARTS } from '../casework/catalogue.gen';
import { isDay } from '../casework/fold-consents';
import type { Day } from '../casework/records';
import { runs, type Span, type Spans } from '../casework/rollout';
import { rolloutText } from '../text/rollout';
import type { Written } from './acts';

export type Mode = 'open' | 'spans' | 'rest';
export interface SpanForm { begins: string; ends: string }
export interface PartForm { mode: Mode; spans: SpanForm[] }
/** `version`: the one that was before the writer. */
export interface RolloutForm { version: number; why: string; parts: Record<string, PartForm> }
export type Errors = Record<string, string>;
/** A part's state today, and each later day on which it changes. */
export interface Course { part: string; label: string; runs: boolean; turns: { day: Day; runs: boolean }[] }
export interface Seen extends Course { before: Course; hides: Day | null; shows: Day | null }

const e = rolloutText.errors;
export const [FIRST, MOST_YEARS, MOST_SPANS] = ['2021-04-01', 10, 12];
const CODES = ROLLOUT_PARTS.map(({ code }) => code);

export const isOver = ({ ends }: SpanForm, today: Day): boolean => ends !== '' && ends < today;

function partForm(spans: readonly Span[] | undefined, today: Day): PartForm {
  const typed = (spans ?? []).map(({ begins, ends }) => ({ begins, ends: ends ?? '' }));
  return { mode: !spans ? 'open' : typed.every((span) => isOver(span, today)) ? 'rest' : 'spans', spans: typed };
}

export const formOf = ({ version, spans }: Pick<Written, 'version' | 'spans'>, today: Day): RolloutForm => ({ version, why: '', parts: Object.fromEntries(CODES.map((code) => [code, partForm(spans[code], today)])) });

/** What was never decided on stays so: the office keeps what is not named. */
export function spansOf({ parts }: RolloutForm, today: Day): Spans {
  return Object.fromEntries(CODES.flatMap((code) => {
    const { mode, spans } = parts[code]!;
    return mode === 'open' ? [] : [[code, (mode === 'rest' ? untilNow(spans, today) : spans).map(({ begins, ends }) => ({ begins, ends: ends || null }))]];
  }));
}

/** At rest from today on; what was run before stays true, so that no record of those days is out of place. */
function untilNow(spans: readonly SpanForm[], today: Day): SpanForm[] {
  return spans.filter(({ begins }) => isDay(begins) && begins < today).map((span) => (isOver(span, today) ? span : { ...span, ends: addDays(today, -1) }));
}

/** What the office would refuse, beside its field, without asking it. */
export function rolloutErrors({ why, parts }: RolloutForm, today: Day): Errors {
  const found: Errors = {};
  for (const code of CODES) {
    const { mode, spans } = parts[code]!;
    if (mode !== 'spans') continue;
    if (!spans.length) found[`rollout-${code}-add`] = e.none;
    spans.forEach((span, n) => {
      const wrong = wrongOf(span, today) ?? (spans.some((other, m) => m < n && overlap(other, span)) ? e.overlap : null);
      if (wrong) found[`rollout-${code}-${n}-${wrong === e.begins || wrong === e.overlap ? 'begins' : 'ends'}`] = wrong;
    });
  }
  if (!why) found['rollout-why'] = e.why;
  return found;
}

function wrongOf({ begins, ends }: SpanForm, today: Day): string | null {
  const last = `${Number(today.slice(0, 4)) + MOST_YEARS}${today.slice(4)}`;
  if (!isDay(begins) || begins < FIRST || begins > last) return e.begins;
  if (ends && (!isDay(ends) || ends > last)) return e.ends;
  return ends && ends < begins ? e.order : null;
}

const overlap = (a: SpanForm, b: SpanForm): boolean => (!a.ends || a.ends >= b.begins) && (!b.ends || b.ends >= a.begins);

/** Of each part what it does today, and the days on which that changes. */
export function coursesOf(spans: Spans, today: Day): Course[] {
  const days = [...new Set(Object.values(spans).flat().flatMap(({ begins, ends }) => [begins, ...(ends ? [addDays(ends, 1)] : [])]))].filter((day) => day > today).sort();
  return ROLLOUT_PARTS.map(({ code, label }) => {
    const now = runs(spans, code, today);
    let last = now;
    const turns = days.flatMap((day) => {
      const next = runs(spans, code, day);
      const turned = next !== last;
      last = next;
      return turned ? [{ day, runs: next }] : [];
    });
    return { part: code, label, runs: now, turns };
  });
}

const firstDay = ({ runs: now, turns }: Course, wanted: boolean, today: Day): Day | null => (now === wanted ? today : (turns.find((turn) => turn.runs === wanted)?.day ?? null));

/** What a center will no longer see, or see again, and from when: only where that is not so already. */
export function seenAfter(before: Spans, after: Spans, today: Day): Seen[] {
  const old = coursesOf(before, today);
  return coursesOf({ ...before, ...after }, today).map((course, n) => {
    const was = old[n]!;
    const same = was.runs === course.runs && JSON.stringify(was.turns) === JSON.stringify(course.turns);
    return { ...course, before: was, hides: same ? null : firstDay(course, false, today), shows: same || course.runs ? null : firstDay(course, true, today) };
  });
}

export const changes = (seen: readonly Seen[]): Seen[] => seen.filter((one) => one.runs !== one.before.runs || JSON.stringify(one.turns) !== JSON.stringify(one.before.turns));

/** Which field a refusal of the office is about: `participation.0`, as it numbers them. */
export function placeOf(field: string | undefined): string {
  const [part, n] = (field ?? '').split('.');
  return part && CODES.includes(part) ? `rollout-${part}-${n ?? 0}-begins` : '';
}
