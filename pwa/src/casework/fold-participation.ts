/** 参加支援: what a person would like, version by version, and each place they were brought to, step by step. A consent is asked for where somebody is told of the person, as of the records before the step. Twin of server/casework/participation.py. */
import { parseDay } from './calendar';
import { FOLLOW_RESULTS, MATCH_RESULTS, MATCH_STATES } from './catalogue.gen';
import { foldConsents, isDay, standing } from './fold-consents';
import { mayAuthor, roleIn } from './roles';
import type { ConsentEntry } from './agreed-records';
import type { Book, Kind, OpOf } from './fold';
import type { MatchEntry, MatchRow, MatchState, MatchStep, WishEntry, WishRow } from './participation-records';
import type { Day, OpenedOp, Proposal, Uuid } from './records';

type Why = Proposal['reason'] | null;
export const PURPOSE = 'participation';
export const MONTHS = [1, 3, 6] as const;
/** from here on whoever runs the place meets the person under their name */
const KNOWN_THERE = ['trial', 'joined'];
export const OVER = ['settled', 'stopped'];

const is = <K extends Kind>(op: OpenedOp, kind: K): op is OpOf<K> => op.payload.kind === kind;

/** Of a household, oldest first, each with its versions. */
export function foldWishes(book: Book): WishEntry[] {
  const wishes = new Map<Uuid, WishEntry>();
  for (const op of book.allowed('wish.set')) {
    const { wish, about, recorded_at: at } = op.payload;
    const known = wishes.get(wish);
    if (!isDay(about.said_on)) book.propose(op, 'no_day');
    // What one person said is not made another's.
    else if (known && known.about.person !== '' && known.about.person !== about.person) book.propose(op, 'wrong_target');
    else {
      const versions = [...(known?.versions ?? []), { op: op.id, by: op.staff, at, about }];
      wishes.set(wish, { id: wish, by: known?.by ?? op.staff, at: known?.at ?? at, about, versions });
    }
  }
  return [...wishes.values()];
}

/** Of a household, oldest first. */
export function foldMatches(book: Book, wishes: readonly WishEntry[]): MatchEntry[] {
  const known = new Set(wishes.map(({ id }) => id));
  const matches = new Map<Uuid, MatchEntry>();
  for (const op of book.ordered) {
    if (!is(op, 'match.add') && !is(op, 'match.step') && !is(op, 'match.follow')) continue;
    const why = mayAuthor(roleIn(book.roles, op.staff), op.payload.kind) ? take(book, matches, known, op) : 'role';
    if (why) book.propose(op, why);
  }
  return [...matches.values()];
}

function take(book: Book, matches: Map<Uuid, MatchEntry>, wishes: ReadonlySet<Uuid>, op: OpOf<'match.add'> | OpOf<'match.step'> | OpOf<'match.follow'>): Why {
  if (is(op, 'match.add')) {
    const { match, recorded_at: at } = op.payload;
    if (!wishes.has(match.wish)) return 'target_missing';
    if (!isDay(match.on)) return 'no_day';
    matches.set(op.id, { id: op.id, by: op.staff, at, match, state: 'suggested', steps: [], follows: [], joined_on: null });
    return null;
  }
  const entry = matches.get(op.payload.target);
  if (!entry) return book.byId.has(op.payload.target) ? 'wrong_target' : 'target_missing';
  return is(op, 'match.step') ? takeStep(book, entry, op) : takeFollow(entry, op);
}

/** Why it does not count. */
function takeStep(book: Book, entry: MatchEntry, op: OpOf<'match.step'>): Why {
  const { step, recorded_at: at } = op.payload;
  if (!nextOf(entry.state).includes(step.to)) return 'wrong_target';
  if (!isDay(step.on)) return 'no_day';
  const over = OVER.includes(step.to) ? whyNotOver(entry, step) : null;
  if (over) return over;
  if (needsConsent(step)) {
    const then = book.until(op.id);
    const person = foldWishes(then).find(({ id }) => id === entry.match.wish)?.about.person ?? '';
    if (!covers(foldConsents(then), person, entry.match.org, step)) return 'no_consent';
  }
  entry.steps.push({ op: op.id, by: op.staff, at, step });
  entry.state = step.to as MatchState;
  if (step.to === 'joined') entry.joined_on = step.on;
  return null;
}

/** 定着 only after the follow-ups or with a reason; a pause always with one. */
export function whyNotOver(entry: Pick<MatchEntry, 'follows'>, step: Pick<MatchStep, 'to' | 'reason' | 'result'>): 'no_reason' | 'no_follow_up' | null {
  const said = step.reason.trim() !== '';
  if (!MATCH_RESULTS.some(({ code }) => code === step.result) || (step.to === 'stopped' && !said)) return 'no_reason';
  return said || MONTHS.every((months) => isFollowed(entry, months)) ? null : 'no_follow_up';
}

function takeFollow(entry: MatchEntry, op: OpOf<'match.follow'>): Why {
  const { follow, recorded_at: at } = op.payload;
  if (entry.joined_on === null || !MONTHS.some((months) => months === follow.months) || !FOLLOW_RESULTS.some(({ code }) => code === follow.result)) return 'wrong_target';
  if (!isDay(follow.on)) return 'no_day';
  entry.follows.push({ op: op.id, by: op.staff, at, follow });
  return null;
}

export const nextOf = (state: MatchState): readonly string[] => MATCH_STATES.find(({ code }) => code === state)!.next;

export const needsConsent = (step: Pick<MatchStep, 'to' | 'tells'>): boolean => step.tells.length > 0 || KNOWN_THERE.includes(step.to);

/** Somebody's own yes, to this, for whoever runs the place, that covers everything told. */
export function covers(consents: readonly ConsentEntry[], person: string, org: string, step: Pick<MatchStep, 'on' | 'tells'>): boolean {
  if (!person || !org.trim()) return false;
  return standing(consents, step.on, PURPOSE).some(({ consent }) => (
    consent.person === person && consent.orgs.some((name) => name.trim() === org.trim()) && step.tells.every((told) => consent.data.includes(told))
  ));
}

export const isFollowed = ({ follows }: Pick<MatchEntry, 'follows'>, months: number): boolean => follows.some(({ follow }) => follow.months === months);

/** The same day of a later month, or its last one. */
export function monthsAfter(day: Day, months: number): Day {
  const [year = 0, month = 0, date = 0] = day.split('-').map(Number);
  const count = year * 12 + month - 1 + months;
  const pad = (value: number, width: number) => String(value).padStart(width, '0');
  for (const last of [date, 30, 29, 28]) {
    const found = parseDay(`${pad(Math.floor(count / 12), 4)}-${pad((count % 12) + 1, 2)}-${pad(Math.min(date, last), 2)}`);
    if (found) return found;
  }
  return day;
}

/** The next follow-up that nobody has made yet. */
export function dueOf(entry: MatchEntry): MatchRow['due'] {
  if (entry.state !== 'joined') return null;
  const months = MONTHS.find((one) => !isFollowed(entry, one));
  return months ? { months, on: monthsAfter(entry.joined_on!, months) } : null;
}

export const wishRow = ({ id, by, about, versions }: WishEntry): WishRow => ({ id, by, at: versions.at(-1)!.at, about });

/** As lists show it. */
export function matchRow(entry: MatchEntry): MatchRow {
  const { id, by, state, joined_on, match } = entry;
  return { id, by, state, joined_on, wish: match.wish, resource: match.resource, name: match.name, org: match.org, staff: match.staff ?? null, due: dueOf(entry) };
}
