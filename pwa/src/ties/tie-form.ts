/** The forms of a tie and of somebody around: what stands in them, what must be put right, and the records they become. Pure. */
import { formatEra, parseDate } from '../casework/calendar';
import type { HouseholdState, Instant, Payload, Uuid } from '../casework/records';
import type { TieEntry } from '../casework/tie-records';
import { changeOf, type Correction, correctionOf } from '../households/correction';
import { tieText } from '../text/ties';
import { aroundPerson, between, HOME } from './read';

export interface TieForm { from: string; to: string; /** of somebody who is not written down yet */ name: string; who: string; kind: string; quality: string; since: string; known: string; source: string; told: string; door: string; word: string; gone: string }
export interface AroundForm { name: string; who: string; organization: string; note: string; gone: string }
export const NEW = 'new';

const EMPTY: TieForm = { from: '', to: '', name: '', who: 'neighbour', kind: '', quality: 'unknown', since: '', known: '', source: '', told: '', door: 'unknown', word: '', gone: '' };
/** What two written ends and a kind are begun with: a line that the records drew by themselves. */
export type Begun = Partial<Pick<TieForm, 'from' | 'to' | 'kind'>>;

export function tieForm(entry: TieEntry): TieForm {
  const said = between(entry);
  return { ...EMPTY, from: said.from, to: said.to, kind: said.kind, quality: said.quality, since: said.since, known: said.known, source: said.third?.source ?? '', told: said.third?.text ?? '', door: said.door, word: said.word, gone: said.gone };
}

export const fieldsOfTie = ({ name, who, source, told, known, since, ...form }: TieForm): Record<string, unknown> => ({
  ...form, since: sinceOf(since) ?? since, known, third_party: known === 'third' && (source.trim() || told.trim()) ? { source: source.trim(), text: told.trim() } : null, word: form.word.trim(), gone: form.gone.trim(),
});

/** Over what stands; a new one over an empty form, so that everything chosen in it is written. */
export function tieCorrection(entry: TieEntry | undefined, begun: Begun): Correction<TieForm> {
  if (entry) return correctionOf(tieForm(entry), fieldsOfTie, entry.fields);
  const blank = correctionOf({ ...EMPTY, quality: '', door: '' }, fieldsOfTie, {});
  return { ...blank, input: { ...EMPTY, ...begun } };
}

const LENGTHS = { year: 4, month: 7, day: 10 } as const;

/** `1998`, `1998-04` or a day; null where it is no date. */
export function sinceOf(text: string): string | null {
  if (!text.trim()) return '';
  const found = parseDate(text.trim());
  return found && found.day.slice(0, LENGTHS[found.precision as keyof typeof LENGTHS] ?? 10);
}

/** 1998年（平成10年）, as much of it as is known. */
export function sinceWord(since: string): string {
  if (/^\d{4}$/.test(since)) return `${since}年`;
  if (/^\d{4}-\d{2}$/.test(since)) return `${since.slice(0, 4)}年${Number(since.slice(5))}月`;
  return /^\d{4}-\d{2}-\d{2}$/.test(since) ? formatEra(since, false) : since;
}

export function tieErrors(form: TieForm, entry: boolean): Record<string, string> {
  const t = tieText.tie.errors;
  const errors: Record<string, string> = {};
  if (!entry && !form.from) errors['tie-from'] = t.from;
  if (!entry && !form.to) errors['tie-to'] = t.to;
  if (!entry && form.from && form.from === form.to) errors['tie-to'] = t.ends;
  if (!entry && form.to === NEW && !form.name.trim() && !form.who) errors['tie-name'] = t.name;
  if (sinceOf(form.since) === null) errors['tie-since'] = t.since;
  return errors;
}

/** Of a new tie to somebody new, both; none when nothing changed. */
export function tieRecords(correction: Correction<TieForm>, entry: TieEntry | undefined, ids: { tie: Uuid; around: Uuid }, recorded_at: Instant): Payload[] {
  const { input } = correction;
  const isNew = !entry && input.to === NEW;
  const said = isNew ? { ...correction, input: { ...input, to: `around:${ids.around}` } } : correction;
  const change = changeOf('', said, fieldsOfTie, recorded_at);
  if (change?.kind !== 'fields.set') return [];
  const tie: Payload = { kind: 'tie.set', tie: entry?.id ?? ids.tie, set: change.set, base: change.base, recorded_at };
  return isNew ? [{ kind: 'around.set', around: ids.around, set: { name: input.name.trim(), who: input.who }, base: {}, recorded_at }, tie] : [tie];
}

export function aroundCorrection(entry: TieEntry | undefined): Correction<AroundForm> {
  const blank: AroundForm = { name: '', who: '', organization: '', note: '', gone: '' };
  if (!entry) return { ...correctionOf(blank, fieldsOfAround, {}), input: { ...blank, who: 'neighbour' } };
  const { name, who, organization, note, gone } = aroundPerson(entry);
  return correctionOf({ name, who, organization, note, gone }, fieldsOfAround, entry.fields);
}

export const fieldsOfAround = (form: AroundForm): Record<string, unknown> => ({ ...form, name: form.name.trim(), note: form.note.trim(), gone: form.gone.trim() });

export function aroundRecord(correction: Correction<AroundForm>, id: Uuid, recorded_at: Instant): Payload | null {
  const change = changeOf('', correction, fieldsOfAround, recorded_at);
  return change?.kind === 'fields.set' ? { kind: 'around.set', around: id, set: change.set, base: change.base, recorded_at } : null;
}

/** Which household's records they are, where several are read as one: that of the tie, else of whoever is named. */
export function homeOf(homes: readonly HouseholdState[], ends: readonly string[]): HouseholdState {
  const holds = (home: HouseholdState, end: string) => end === HOME || home.persons.some(({ id }) => end === `person:${id}`) || home.around.some(({ id }) => end === `around:${id}`);
  return homes.find((home) => ends.every((end) => end.startsWith('staff:') || end === NEW || holds(home, end))) ?? homes[0]!;
}
