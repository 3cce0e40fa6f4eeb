/** 「もう登録されているかもしれません」: households on this device that look like the one being written. It warns, and never decides. Pure. */
import { linksOf, stays } from '../casework/gathered';
import { compareText } from '../casework/order';
import type { Summary, Uuid } from '../casework/records';
import { digitsOf, searchKey } from '../casework/search';
import type { AddressForm } from './household-form';
import { placeOf, type Place, telling, townOf } from './same-place';

interface TypedPerson { family_name: string; given_name: string; family_kana: string; given_kana: string; phone: string }
export interface Typed extends AddressForm { name: string; kana: string; phone: string; persons: readonly TypedPerson[] }

/** `person`: somebody of the same full name lives there; `name`: only the household's name is the same. */
export type Why = 'phone' | 'place' | 'person' | 'name';
export interface Candidate { row: Summary; why: Why[] }

const WEIGHT: Record<Why, number> = { phone: 8, place: 4, person: 2, name: 1 };
/** A family name alone says something only where few bear it. */
const FEW = 3;
const PHONE_LOCAL = 7;
const PHONE_SHORTEST = 6;

/** `towns`: what the households' towns read as, for as long as this one comparison lasts */
interface Asked { place: Place; phones: string[]; full: string[]; family: string[]; towns: Map<string, string> }

/** Likeliest first. `except`: the household itself, when its fields are put right; whatever was merged into it is no other one. */
export function candidatesFor(typed: Typed, all: readonly Summary[], except?: Uuid): Candidate[] {
  // 「同じ世帯かもしれません」 beside the other side's name would tell that there is one.
  const rows = all.filter((row) => !row.protected);
  if (all.length !== rows.length && except && all.some((row) => row.bucket === except && row.protected)) return [];
  const asked = asking(typed);
  const links = linksOf(rows);
  const own = except && stays(links, except);
  const found = rows.filter((row) => stays(links, row.bucket) !== own).map((row) => ({ row, why: whyOf(asked, row) })).filter(({ why }) => why.length);
  const scarce = found.filter(({ why }) => why.join() === 'name').length <= FEW;
  const byGoal = new Map<Uuid, Candidate>();
  for (const { row, why } of found) {
    if (why.join() === 'name' && !scarce && !isNear(asked.place, placeOfRow(row))) continue;
    const goal = rows.find((one) => one.bucket === stays(links, row.bucket)) ?? row;
    byGoal.set(goal.bucket, { row: goal, why: [...new Set([...(byGoal.get(goal.bucket)?.why ?? []), ...why])] });
  }
  return [...byGoal.values()].sort((a, b) => weightOf(b) - weightOf(a) || compareText(a.row.bucket, b.row.bucket));
}

const weightOf = ({ why }: Candidate): number => why.reduce((sum, one) => sum + WEIGHT[one], 0);

function asking(typed: Typed): Asked {
  const keys = (texts: string[]) => [...new Set(texts.map(nameKey).filter(Boolean))];
  const both = (family: string, given: string) => (family.trim() && given.trim() ? family + given : '');
  return {
    place: placeOf(typed), towns: new Map(),
    phones: [typed.phone, ...typed.persons.map((one) => one.phone)].map(phoneKey).filter((digits) => digits.length >= PHONE_SHORTEST),
    full: keys(typed.persons.flatMap((one) => [both(one.family_name, one.given_name), both(one.family_kana, one.given_kana)])),
    family: keys([typed.name, typed.kana, ...typed.persons.flatMap((one) => [one.family_name, one.family_kana])]),
  };
}

function whyOf(asked: Asked, row: Summary): Why[] {
  const why: Why[] = [];
  if (asked.phones.length && row.phone_digits && row.phone_digits.split(' ').some((one) => asked.phones.includes(localPart(one)))) why.push('phone');
  const named = isNamed(asked, row);
  if (samePlace(asked, row, named)) why.push('place');
  if (mayName(asked.full, row) && asked.full.some((one) => namesOf(row).has(one))) why.push('person');
  // A family of the same name elsewhere in town is another family.
  else if (named && !telling(asked.place, placeOfRow(row)).apart) why.push('name');
  return why;
}

function samePlace(asked: Asked, row: Summary, named: boolean): boolean {
  const { town, number, building, room } = asked.place;
  if (!town || !row.town || (!number && !building) || !inTown(asked, row)) return false;
  const place = placeOfRow(row);
  const { apart, same } = telling(asked.place, place);
  // In a house of many homes everybody else would be meant until the room is known.
  return same && !apart && (named || !place.room || room !== '');
}

function isNear(asked: Place, place: Place): boolean {
  return Boolean(asked.town && place.town) && !telling(asked, place).apart;
}

// What was read off a row goes with the row when the book is locked.
const places = new WeakMap<Summary, Place>();
const nameSets = new WeakMap<Summary, ReadonlySet<string>>();

/** Asked of every household, so it alone is read before the rest of an address; a ward has few towns. */
function inTown(asked: Asked, row: Summary): boolean {
  let town = asked.towns.get(row.town);
  if (town === undefined) asked.towns.set(row.town, (town = townOf(row.town).town));
  return town === asked.place.town;
}

function placeOfRow(row: Summary): Place {
  let place = places.get(row);
  if (!place) places.set(row, (place = placeOf({ ...row.place, ward: row.ward, town: row.town })));
  return place;
}

// づ and ず, を and お are heard alike.
const HEARD: Record<string, string> = { ぢ: 'じ', づ: 'ず', ゐ: 'い', ゑ: 'え', を: 'お' };
const FOLDED = /[じずいえお]/;
const heard = (key: string): string => key.replace(/[ぢづゐゑを]/g, (letter) => HEARD[letter]!);
const nameKey = (text: string): string => heard(searchKey(text));

function isNamed(asked: Asked, row: Summary): boolean {
  return mayName(asked.family, row) && asked.family.some((one) => namesOf(row).has(one));
}

/** Spares reading every name of two thousand households at one keystroke. */
function mayName(keys: readonly string[], row: Summary): boolean {
  if (!keys.length) return false;
  const text = keys.some((key) => FOLDED.test(key)) ? heard(row.search_key) : row.search_key;
  return keys.some((key) => text.includes(key));
}

/** Every name the household or somebody in it goes by, whole or the family's alone. */
function namesOf(row: Summary): ReadonlySet<string> {
  let names = nameSets.get(row);
  if (!names) {
    const families = [row.title, row.kana, ...row.clocks.flatMap((one) => [one.name, one.kana])].flatMap((text) => (text.includes(' ') ? nameKey(text.slice(0, text.indexOf(' '))) : []));
    nameSets.set(row, (names = new Set([...heard(row.search_key).split('\n'), ...families])));
  }
  return names;
}

const phoneKey = (text: string): string => localPart(digitsOf(text));

/** Kyoto's own numbers are written with and without 075; +81 stands for the first 0. */
function localPart(digits: string): string {
  const home = digits.startsWith('81') && digits.length > 10 ? `0${digits.slice(2)}` : digits;
  return home.startsWith('075') && home.length === PHONE_LOCAL + 3 ? home.slice(3) : home;
}
