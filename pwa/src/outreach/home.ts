/** 住まいの様子 in the writing and for display. Pure. */
import { labelOf, observationOf } from '../casework/catalogue';
import { HOME_SPREADS } from '../casework/catalogue.gen';
import { valueOf } from '../casework/registers';
import { type HomeSaid, homesOf, judgementsOf } from '../casework/schemes';
import type { Extent, HouseholdState, Instant, StreetObservation, Uuid } from '../casework/records';
import { placeLabel } from '../photos/photo-input';
import { outreachText } from '../text/outreach';
import { fromLocalInput, toLocalInput } from '../text/when';

export interface ExtentInput { place: string; height: string; width: string; depth: string }
export interface HomeInput { occurred_at: string; rooms: Record<string, string>; extents: ExtentInput[]; spread: string[]; word: string }
export interface FullestRoom { id: Uuid; at: Instant; number: number }

const CLUTTER = 'LIV05';
const t = outreachText.home;
export const ROOMS = observationOf(CLUTTER)?.qualifiers ?? [];
export const roomLabel = (room: string): string => ROOMS.find(({ code }) => code === room)?.label ?? t.other;

/** Somebody said so of the household, measured it, saw it spread, or the center has judged it. */
export function isHomeKnown(state: HouseholdState): boolean {
  const schemes: unknown = valueOf(state.fields, 'schemes');
  return (Array.isArray(schemes) && schemes.includes('gomi_yashiki')) || judgementsOf(state).length > 0 || homesOf(state).some(({ extents, spread }) => extents.length || spread.length);
}

export function blankHome(now: Date): HomeInput {
  return { occurred_at: toLocalInput(now), rooms: {}, extents: [], spread: [], word: '' };
}

export const blankExtent = (): ExtentInput => ({ place: 'entrance', height: '', width: '', depth: '' });

/** Full-width digits are digits too; null is no measure. */
export function measured({ place, height, width, depth }: ExtentInput): Extent | null {
  const [h, w, d] = [height, width, depth].map((text) => Number(text.normalize('NFKC').trim() || NaN));
  return [h, w, d].every((side) => Number.isFinite(side) && side! > 0) ? { place, height: h!, width: w!, depth: d! } : null;
}

export function homeObservation(input: HomeInput, now: Date): StreetObservation {
  const rooms = Object.entries(input.rooms).filter(([, number]) => number !== '');
  return {
    occurred_at: fromLocalInput(input.occurred_at) ?? now.toISOString(), presence_signs: [], facts: '',
    observations: rooms.map(([qualifier, number]) => ({ code: CLUTTER, value: 'yes' as const, number: Number(number), qualifier })),
    home: { extents: input.extents.flatMap((one) => measured(one) ?? []), spread: [...input.spread], word: input.word.trim() },
  };
}

export function isBlank(input: HomeInput): boolean {
  return Object.values(input.rooms).every((number) => number === '') && !input.extents.length && !input.spread.length && !input.word.trim();
}

/** The fullest room each time a room was looked at. */
export function fullestOf(homes: readonly HomeSaid[]): FullestRoom[] {
  return homes.flatMap(({ id, at, rooms }) => (Object.keys(rooms).length ? [{ id, at, number: Math.max(...Object.values(rooms)) }] : []));
}

/** One look in words, a line each. */
export function linesOf({ rooms, extents, spread, word }: HomeSaid): string[] {
  return [
    Object.entries(rooms).map(([room, number]) => t.room(roomLabel(room), number)).join('、'),
    ...extents.map(({ place, height, width, depth }) => t.extent(placeLabel(place), height, width, depth)),
    spread.map((code) => labelOf(HOME_SPREADS, code)).join('、'), word,
  ].filter(Boolean);
}
