/** Reading one tie or one person around: whatever is damaged or of a newer app reads as not known. Pure. */
import { AROUND_KINDS, DOOR_WORDS, TIE_KINDS, TIE_QUALITIES, TIE_SOURCES } from '../casework/catalogue.gen';
import type { CodedRow } from '../casework/catalogue';
import { textOf } from '../casework/registers';
import type { Registers, ThirdParty } from '../casework/records';
import type { TieEntry } from '../casework/tie-records';
import { tieText } from '../text/ties';

export const HOME = 'household';
export const UNKNOWN = 'unknown';
/** The most careful first: where two people differ, the careful one holds until somebody chooses. */
const CAREFUL: readonly string[] = ['hard', 'unknown', 'call', 'meet'];

export interface Between {
  from: string; to: string; kind: string; quality: string; since: string; known: string; third: ThirdParty | null; door: string; /** two people wrote differently of the door */ doorDiffers: boolean; word: string; gone: string;
}

export function between({ fields }: TieEntry): Between {
  const doors = (fields.door?.heads ?? []).map(({ value }) => (typeof value === 'string' && value ? value : UNKNOWN));
  return {
    from: textOf(fields, 'from'), to: textOf(fields, 'to'), kind: textOf(fields, 'kind'), quality: textOf(fields, 'quality') || UNKNOWN, since: textOf(fields, 'since'), known: textOf(fields, 'known'),
    third: thirdIn(fields), door: CAREFUL.find((code) => doors.includes(code)) ?? doors[0] ?? UNKNOWN, doorDiffers: new Set(doors).size > 1, word: textOf(fields, 'word'), gone: textOf(fields, 'gone').trim(),
  };
}

export interface AroundPerson { id: string; name: string; who: string; agency: boolean; organization: string; note: string; gone: string }

export function aroundPerson({ id, fields }: TieEntry): AroundPerson {
  const who = textOf(fields, 'who');
  return { id, name: textOf(fields, 'name').trim(), who, agency: AROUND_KINDS.find(({ code }) => code === who)?.agency ?? false, organization: textOf(fields, 'organization'), note: textOf(fields, 'note'), gone: textOf(fields, 'gone').trim() };
}

function thirdIn(fields: Registers): ThirdParty | null {
  const value = fields.third_party?.value;
  if (typeof value !== 'object' || value === null) return null;
  const { source, text } = value as Record<string, unknown>;
  return typeof source === 'string' && typeof text === 'string' && (source || text) ? { source, text } : null;
}

/** A code no list here knows was written by a newer app: it is said so, never shown as letters. */
export const wordOf = (rows: readonly CodedRow[], code: string): string => (code ? (rows.find((one) => one.code === code)?.label ?? tieText.newer) : '');
export const kindWord = (code: string): string => wordOf(TIE_KINDS, code);
export const sourceWord = (code: string): string => wordOf(TIE_SOURCES, code);
export const whoWord = (code: string): string => wordOf(AROUND_KINDS, code);
export const doorWord = (code: string): string => wordOf(DOOR_WORDS, code);
export const qualityWord = (code: string): string => wordOf(TIE_QUALITIES, code);

export const isKin = (kind: string): boolean => TIE_KINDS.some((one) => one.code === kind && one.kin);
/** How many generations `to` is younger than `from`; null where it does not say. */
export const stepOf = (kind: string): number | null => TIE_KINDS.find(({ code }) => code === kind)?.step ?? null;
