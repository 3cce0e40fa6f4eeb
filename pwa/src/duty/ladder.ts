/** 知らせる順番 while it is written: a plan as people type it, and what must be put right before the office is asked. Pure. */
import type { Uuid } from '../casework/records';
import { ladderText } from '../text/ladder';
import type { Plan, Shift, Step, Written } from './rota';

export interface RungForm { targets: string[]; people: Uuid[]; wait: string }
export interface ShiftForm { days: string[]; begins: string; ends: string }
/** `version`: the one that was before the writer. */
export interface LadderForm { version: number; levels: RungForm[][]; shifts: ShiftForm[]; team: boolean }
export type Errors = Record<string, string>;

const e = ladderText.errors;
const DAY_MIN = 24 * 60;
/** Who may be nobody: the last step counts on none of them. */
const MAYBE_NOBODY = new Set(['duty', 'lead', 'watcher', 'community_coordinator']);
export const TARGETS = ['duty', 'coordinator', 'office', 'manager', 'center_head', 'lead', 'watcher', 'community_coordinator', 'night_room'];
export const DAY_KINDS = ['weekday', 'holiday', 'year_end'];
export const [SHORTEST, LONGEST, MOST_RUNGS, MOST_SHIFTS, MOST_PEOPLE] = [1, 240, 8, 12, 5];

/** Levels 3 and 4 wait for the next opening day; nothing else can be said of them. */
export const isUrgent = (level: number) => level <= 1;
/** Whoever holds an office of the ward is asked where they are on the household: at the first telling. */
export const offered = (n: number, rung: RungForm) => TARGETS.filter((code) => code !== 'community_coordinator' || n === 0 || rung.targets.includes(code));

const clock = (minute: number) => `${String(Math.floor((minute % DAY_MIN) / 60)).padStart(2, '0')}:${String(minute % 60).padStart(2, '0')}`;
const shiftForm = ({ days, begins, ends }: Shift): ShiftForm => ({ days: [...days], begins: clock(begins), ends: clock(ends) });
const rungForm = ({ targets, people, wait }: Step): RungForm => ({ targets: [...targets], people: [...people], wait: wait === null ? '' : String(wait) });

export function formOf({ version, plan }: Written): LadderForm {
  return { version, levels: plan.levels.map((rungs) => rungs.map(rungForm)), shifts: plan.shifts.map(shiftForm), team: plan.team };
}

/** Minutes as people type them, full width and with spaces; null is none. */
export function minutesOf(text: string): number | null {
  const plain = text.normalize('NFKC').trim();
  return /^\d{1,4}$/.test(plain) ? Number(plain) : null;
}

/** 17:15 to 8:30 is a night; the same hour twice is a whole day. */
function minutesOfShift({ begins, ends }: ShiftForm): { begins: number; ends: number } | null {
  const [from, to] = [begins, ends].map((text) => /^(\d\d):(\d\d)$/.exec(text)).map((hit) => (hit ? Number(hit[1]) * 60 + Number(hit[2]) : null));
  if (from === null || to === null || from === undefined || to === undefined) return null;
  return { begins: from, ends: to <= from ? to + DAY_MIN : to };
}

export function planOf({ levels, shifts, team }: LadderForm): Plan {
  return {
    levels: levels.map((rungs, level) => rungs.map(({ targets, people, wait }) => ({ targets: [...targets], people: [...people], wait: isUrgent(level) ? (minutesOf(wait) ?? 0) : null }))),
    shifts: shifts.map((one) => ({ days: DAY_KINDS.filter((kind) => one.days.includes(kind)), ...(minutesOfShift(one) ?? { begins: 0, ends: 0 }) })),
    team,
  };
}

/** Somebody is there whatever the night: a role of the center, the night room or a person by name. */
export const isSure = ({ targets, people }: RungForm) => people.length > 0 || targets.some((code) => !MAYBE_NOBODY.has(code));

/** The last step always names somebody: what would empty it is not done. */
export const keepsLast = (rungs: readonly RungForm[]) => rungs.length > 0 && isSure(rungs.at(-1)!);

/** What the office would refuse, beside its field, without asking it. */
export function ladderErrors({ levels, shifts }: LadderForm): Errors {
  const found: Errors = {};
  levels.forEach((rungs, level) => {
    const [first] = rungs;
    if (first && !first.targets.length && !first.people.length) found[`rung-${level}-0`] = e.first;
    else if (!keepsLast(rungs)) found[`rung-${level}-${rungs.length - 1}`] = e.last;
    rungs.forEach(({ wait }, n) => {
      const minutes = minutesOf(wait);
      if (isUrgent(level) && (minutes === null || minutes < SHORTEST || minutes > LONGEST)) found[`wait-${level}-${n}`] = e.wait;
    });
  });
  shifts.forEach((one, n) => {
    if (!one.days.length) found[`shift-days-${n}`] = e.days;
    else if (!minutesOfShift(one)) found[`shift-begins-${n}`] = e.hours;
  });
  return found;
}

/** The field that a refusal of the office names: `levels[0][1].wait`, `levels[2]`, `shifts[0]`. */
export function placeOf(field: string | undefined): string {
  const rung = /^levels\[(\d)\](?:\[(\d)\])?(\.wait)?$/.exec(field ?? '');
  if (rung) return `${rung[3] ? 'wait' : 'rung'}-${rung[1]}-${rung[2] ?? 0}`;
  const shift = /^shifts(?:\[(\d+)\])?$/.exec(field ?? '');
  return shift ? `shift-begins-${shift[1] ?? 0}` : '';
}

/** Up or down by one. */
export function moved(rungs: readonly RungForm[], n: number, by: -1 | 1): RungForm[] {
  const next = [...rungs];
  [next[n], next[n + by]] = [next[n + by]!, next[n]!];
  return next;
}

/** A new last step asks the manager: it is never empty, not even while it is written. */
export const added = (rungs: readonly RungForm[]): RungForm[] => [...rungs, { targets: ['manager'], people: [], wait: rungs.at(-1)?.wait ?? '' }];
export const blankShift = (): ShiftForm => ({ days: ['weekday'], begins: '17:15', ends: '08:30' });
export const toggled = <T>(list: readonly T[], one: T): T[] => (list.includes(one) ? list.filter((other) => other !== one) : [...list, one]);
