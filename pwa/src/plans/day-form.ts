/** A whole day as people write it, 和暦 or 西暦; one that the calendar does not have is refused with the rule it breaks. Pure. */
import { formatEra, parseDate } from '../casework/calendar';
import type { Day } from '../casework/records';
import { whyNoDate } from '../households/birth';
import { consentText } from '../text/consents';

const t = consentText.add.errors;

/** null for anything less than a day. */
export function dayIn(text: string): Day | null {
  const found = text.trim() ? parseDate(text) : null;
  return found?.precision === 'day' ? found.day : null;
}

/** Why this is no day; undefined when it is one, or nothing is written. */
export function dayError(text: string): string | undefined {
  if (!text.trim()) return undefined;
  const found = parseDate(text);
  if (!found) return whyNoDate(text);
  return found.precision === 'day' ? undefined : t.whole;
}

/** 令和8年11月26日(木), for the eye. */
export const dayRead = (text: string): string | undefined => {
  const day = dayIn(text);
  return day ? consentText.add.read(formatEra(day)) : undefined;
};

/** Negative once it has passed. */
export const daysUntil = (day: Day, today: Day): number => Math.round((Date.parse(`${day}T00:00:00Z`) - Date.parse(`${today}T00:00:00Z`)) / 86_400_000);

/** As a form shows what is stored. */
export const dayShown = (day: Day): string => formatEra(day, false);
