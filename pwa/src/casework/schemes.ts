/** 住まいの様子 and ひきこもり支援 of a household, read from its visits and looks; 判定 as the center has written it down. Twin of server/casework/schemes.py. */
import { dayOf, momentMs, type Moment } from './calendar';
import { happenedAt, isPresent } from './clocks';
import { compareText } from './order';
import { recordsOf, textIn } from './outreach';
import { textOf } from './registers';
import type { Day, Extent, HouseholdState, Instant, StreetObservation, Uuid, Visit } from './records';

/** `rooms` from 1 to 9, by the observation's qualifier; extents in cm. */
export interface HomeSaid { id: Uuid; by: Uuid; at: Instant; rooms: Record<string, number>; extents: Extent[]; spread: string[]; word: string }
export interface Judgement { id: Uuid; state: string; on: Day; word: string; by: Uuid; at: Instant }
export type Met = 'person' | 'voice' | 'family' | 'nobody';
export interface Contact { id: Uuid; at: Instant; met: Met }
export interface Unmet { last_met_at: Instant | null; last_voice_at: Instant | null; last_family_at: Instant | null; family_since: Instant | null; family_contacts: number; months: number | null }

const CLUTTER = 'LIV05';
export const HOME = 'scheme:gomi_yashiki';
export const WITHDRAWN = 'scheme:hikikomori';
const SIDES = ['height', 'width', 'depth'] as const;

const isNumber = (value: unknown): value is number => typeof value === 'number' && Number.isFinite(value);
const isMap = (value: unknown): value is Record<string, unknown> => typeof value === 'object' && value !== null && !Array.isArray(value);

/** What was measured and seen of the home each time, the oldest first. */
export function homesOf(state: HouseholdState): HomeSaid[] {
  return recordsOf(state).flatMap(({ entry, record }) => {
    const said: Record<string, unknown> = 'home' in record && isMap(record.home) ? { ...record.home } : {};
    const home = {
      rooms: roomsIn(record), extents: extentsIn(said.extents), word: textIn(said.word),
      spread: Array.isArray(said.spread) ? said.spread.filter((one): one is string => typeof one === 'string') : [],
    };
    const empty = !Object.keys(home.rooms).length && !home.extents.length && !home.spread.length && !home.word;
    return empty ? [] : [{ id: entry.id, by: entry.by, at: record.occurred_at, ...home }];
  });
}

/** The number of each room; of two for one room the larger. */
function roomsIn(record: Visit | StreetObservation): Record<string, number> {
  const rooms: Record<string, number> = {};
  for (const { code, value, number, qualifier } of record.observations ?? []) {
    if (code !== CLUTTER || value === 'unchecked' || !isNumber(number)) continue;
    const room = textIn(qualifier);
    rooms[room] = Math.max(rooms[room] ?? number, number);
  }
  return rooms;
}

/** A measure without its three sides is none. */
function extentsIn(value: unknown): Extent[] {
  if (!Array.isArray(value)) return [];
  return value.flatMap((one: unknown) => {
    if (!isMap(one) || !SIDES.every((side) => isNumber(one[side]) && one[side] > 0)) return [];
    return [{ place: textIn(one.place), height: one.height as number, width: one.width as number, depth: one.depth as number }];
  });
}

/** 判定 as it was written down, the oldest first; the last one stands. */
export function judgementsOf(state: HouseholdState): Judgement[] {
  const found = Object.entries(state.entities[HOME] ?? {}).flatMap(([field, { value, heads }]) => {
    const head = heads.at(-1);
    if (!field.startsWith('said:') || !isMap(value) || !textIn(value.state) || !head) return [];
    return [{ id: field.slice('said:'.length), state: textIn(value.state), on: textIn(value.on), word: textIn(value.word), by: head.by, at: head.at }];
  });
  return found.sort((a, b) => compareText(a.on, b.on) || momentMs(a.at) - momentMs(b.at) || compareText(a.id, b.id));
}

/** Whom it is about: as somebody wrote down, or the only one who lives there. */
export function withdrawnPerson(state: HouseholdState): Uuid | null {
  const said = textOf(state.entities[WITHDRAWN] ?? {}, 'person');
  if (said) return said;
  const here = state.persons.filter((person) => isPresent(person.fields));
  return here.length === 1 ? here[0]!.id : null;
}

/** Who was met each time, the newest first: the person, their voice, the family, or nobody. */
export function contactsOf(state: HouseholdState, person: Uuid): Contact[] {
  return state.visits.filter((entry) => !entry.retracted).map((entry) => ({ id: entry.id, at: happenedAt(entry), met: whoWasMet(entry.visit, person) }));
}

function whoWasMet({ safety = [], result }: Visit, person: Uuid): Met {
  const own = safety.filter((one) => one.person === person).map((one) => one.level);
  if (own.includes('A_seen')) return 'person';
  if (own.includes('B_voice')) return 'voice';
  const others = safety.some((one) => one.person !== person && (one.level === 'A_seen' || one.level === 'B_voice'));
  return result === 'met_family_only' || own.includes('C_cohabitant') || others ? 'family' : 'nobody';
}

/** 本人に会えていない月数: whole months since they were last seen, or since the household is known here. */
export function unmet(state: HouseholdState, person: Uuid, now: Moment): Unmet {
  const contacts = contactsOf(state, person);
  const at = (met: Met) => contacts.filter((one) => one.met === met).map((one) => one.at);
  const last = newest(at('person'));
  const family = at('family');
  const since = last ?? state.opened_at;
  return {
    last_met_at: last, last_voice_at: newest(at('voice')), last_family_at: newest(family), family_contacts: family.length,
    family_since: family.reduce<Instant | null>((first, one) => (first === null || momentMs(one) < momentMs(first) ? one : first), null),
    months: since === null ? null : monthsBetween(dayOf(since), dayOf(now)),
  };
}

function newest(moments: readonly Instant[]): Instant | null {
  return moments.reduce<Instant | null>((last, one) => (last === null || momentMs(one) > momentMs(last) ? one : last), null);
}

/** From the 15th to the 14th of next month is none yet, to the 15th is one. Never less than none. */
export function monthsBetween(since: Day, until: Day): number {
  const [year, month, day] = since.split('-').map(Number) as [number, number, number];
  const [toYear, toMonth, toDay] = until.split('-').map(Number) as [number, number, number];
  return Math.max(0, (toYear - year) * 12 + toMonth - month - (toDay < day ? 1 : 0));
}
