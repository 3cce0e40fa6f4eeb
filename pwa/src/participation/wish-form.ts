/** A wish as a form and as it is kept, and its lines for reading. Pure. */
import type { MatchEntry, Wish, WishEntry } from '../casework/participation-records';
import { RESOURCE_KINDS, WISH_DISTANCES, WISH_OFTENS, WISH_PEOPLE, WISH_TIMES } from '../casework/catalogue.gen';
import { labelOf } from '../casework/catalogue';
import type { Day, HouseholdState, Uuid } from '../casework/records';
import { livingHere } from '../households/register';
import { daysUntil } from '../plans/day-form';
import { participationText } from '../text/participation';

export const UNKNOWN = 'unknown';

export function wishForm(state: HouseholdState, entry: WishEntry | undefined, today: Day): Wish {
  const here = livingHere(state);
  if (entry) return { ...structuredClone(entry.about), said_on: today, person: entry.about.person || UNKNOWN };
  return { person: here.length === 1 ? here[0]!.id : UNKNOWN, want: '', avoid: '', when: '', kinds: [], often: '', times: [], distance: '', people: '', said_on: today, ended: '' };
}

export function wishErrors(form: Wish, today: Day): Record<string, string> {
  const e = participationText.wish.errors;
  if (!form.want.trim()) return { 'wish-want': e.want };
  if (!form.said_on) return { 'wish-on': e.day };
  return form.said_on > today ? { 'wish-on': e.future } : {};
}

export const wishOf = (form: Wish): Wish => ({ ...form, person: form.person === UNKNOWN ? '' : form.person, want: form.want.trim(), avoid: form.avoid.trim(), when: form.when.trim() });

const labels = (rows: Parameters<typeof labelOf>[0], codes: readonly string[]) => codes.map((code) => labelOf(rows, code)).join('・');

/** What was said beside the wish itself; what nobody asked yet is left out. */
export function linesOf(wish: Wish): [string, string][] {
  const t = participationText.card;
  const when = [labelOf(WISH_OFTENS, wish.often), labels(WISH_TIMES, wish.times), wish.when].filter(Boolean).join('　');
  return ([[t.avoid, wish.avoid], [t.when, when], [t.distance, labelOf(WISH_DISTANCES, wish.distance)], [t.people, labelOf(WISH_PEOPLE, wish.people)], [t.kinds, labels(RESOURCE_KINDS, wish.kinds)]] as [string, string][]).filter(([, text]) => text);
}

export const matchesOf = ({ matches }: Pick<HouseholdState, 'matches'>, wish: Uuid): MatchEntry[] => matches.filter(({ match }) => match.wish === wish).reverse();

/** 「3日過ぎています」; empty while there is time. */
export function lateWord(on: Day, today: Day): string {
  const left = daysUntil(on, today);
  return left > 0 ? '' : left === 0 ? participationText.section.today : participationText.section.late(-left);
}
