/** The tables of a report, filled by its layout (reports.json): every figure with the facts behind it. Pure. */
import type { Measure, Report, Section, Where } from '../casework/catalogue';
import type { Fact } from './facts';
import { holds, type Period } from './period';

/** `value`: null where there is nothing to divide or to take a median of. */
export interface Cell { value: number | null; unit: 'count' | 'share' | 'days' | 'minutes'; facts: readonly Fact[] }
export interface Line { label: string; cells: Cell[]; total: boolean }
export interface Table { code: string; title: string; columns: string[]; lines: Line[] }
/** Every value of a dimension and its words, in order; those of people only where they occur. */
export type Words = (dimension: string, present: ReadonlySet<string>) => { code: string; label: string }[];
export interface Totals { line: string; column: string }

/** Whether a fact is one of those; the layout is read once, the facts are many. */
function fitting(where: Where | undefined): (fact: Fact) => boolean {
  const wanted = Object.entries(where ?? {});
  return ({ dims }) => {
    for (const [name, values] of wanted) if (!shares(dims[name], values)) return false;
    return true;
  };
}

function shares(own: readonly string[] | undefined, wanted: readonly string[]): boolean {
  if (own) for (const value of own) if (wanted.includes(value)) return true;
  return false;
}

export const those = (facts: readonly Fact[], where: Where | undefined): readonly Fact[] => (where ? facts.filter(fitting(where)) : facts);

/** Of the period, and what is so now. */
export const inPeriod = (facts: readonly Fact[], period: Period): Fact[] => facts.filter(({ day }) => day === '' || holds(period, day));

export const tablesOf = (report: Report, facts: readonly Fact[], words: Words, totals: Totals): Table[] => report.sections.map((section) => tableOf(section, facts, words, totals));

/** `at`: places in the facts of the section. */
interface Part { label: string; measure: Measure; at: readonly number[]; total: boolean }

function tableOf(section: Section, facts: readonly Fact[], words: Words, totals: Totals): Table {
  const all = those(facts, section.where);
  const every = all.map((_, n) => n);
  const rows = [...partsOf(section.rows, all, words), ...(section.total ? [whole(totals.line, every)] : [])];
  const heads = [...partsOf(section.columns, all, words), ...(section.total_column ? [whole(totals.column, every)] : [])];
  const columnsOf = placed(heads, all);
  const lines = rows.map((row): Line => {
    const inColumn = heads.map((): Fact[] => []);
    for (const place of row.at) for (const n of columnsOf[place]!) inColumn[n]!.push(all[place]!);
    return { label: row.label, total: row.total, cells: heads.map((head, n) => cellOf(row, head, inColumn[n]!, all)) };
  });
  return { code: section.code, title: section.title, columns: heads.map(({ label }) => label), lines };
}

const whole = (label: string, at: readonly number[]): Part => ({ label, measure: { label }, at, total: true });

function partsOf(layout: Section['rows'], facts: readonly Fact[], words: Words): Part[] {
  if (!('by' in layout)) return layout.map((measure) => ({ label: measure.label, measure, at: placesOf(facts, measure.where), total: false }));
  const found = new Map<string, number[]>();
  facts.forEach(({ dims }, place) => {
    for (const value of dims[layout.by] ?? []) {
      const known = found.get(value);
      if (!known) found.set(value, [place]);
      else if (known.at(-1) !== place) known.push(place);
    }
  });
  return words(layout.by, new Set(found.keys())).map(({ code, label }) => ({ label, measure: { label }, at: found.get(code) ?? [], total: false }));
}

function placesOf(facts: readonly Fact[], where: Where | undefined): number[] {
  const [fit, found] = [fitting(where), [] as number[]];
  facts.forEach((fact, place) => { if (fit(fact)) found.push(place); });
  return found;
}

/** In which columns each fact is, by its place: asked once, not for each line. */
function placed(heads: readonly Part[], all: readonly Fact[]): number[][] {
  const found = all.map((): number[] => []);
  heads.forEach(({ at }, n) => { for (const place of at) found[place]!.push(n); });
  return found;
}

/** What is in the row and in the column; each is counted as the column says, else as the row does. */
function cellOf(row: Part, head: Part, facts: readonly Fact[], all: readonly Fact[]): Cell {
  const { count, of } = head.measure.count ? head.measure : row.measure;
  if (count !== 'share') return counted(facts, count);
  const base = those(head.measure.count ? row.at.map((place) => all[place]!) : all, of);
  return { value: base.length ? facts.length / base.length : null, unit: 'share', facts };
}

function counted(facts: readonly Fact[], count: Measure['count']): Cell {
  if (count === 'days') return { value: median(facts.flatMap(({ days }) => days ?? [])), unit: 'days', facts };
  const waited = count && WAITED[count];
  if (waited) return { value: ranked(facts.flatMap(({ minutes }) => minutes?.[waited.of] ?? []), waited.share), unit: 'minutes', facts };
  const value = count === 'households' ? distinct(facts.map(({ home }) => home)) : count === 'meetings' ? distinct(facts.flatMap(({ dims }) => dims.meeting ?? []))
    : count === 'sum' ? facts.reduce((sum, { people }) => sum + (people ?? 0), 0) : facts.length;
  return { value, unit: 'count', facts };
}

/** How long until somebody did: the middle one, and the time within which 95 % lie. */
const WAITED: Partial<Record<NonNullable<Measure['count']>, { of: 'taken' | 'acted'; share: number }>> = {
  taken_half: { of: 'taken', share: 0.5 }, taken_most: { of: 'taken', share: 0.95 }, acted_half: { of: 'acted', share: 0.5 }, acted_most: { of: 'acted', share: 0.95 },
};

/** The smallest that is not exceeded by so many: a time that was really measured. */
const ranked = (values: number[], share: number): number | null => values.sort((a, b) => a - b)[Math.max(0, Math.ceil(values.length * share) - 1)] ?? null;

const distinct = (values: readonly string[]): number => new Set(values.filter(Boolean)).size;

function median(values: number[]): number | null {
  const sorted = values.sort((a, b) => a - b);
  const middle = Math.floor(sorted.length / 2);
  return sorted.length === 0 ? null : sorted.length % 2 ? sorted[middle]! : Math.round((sorted[middle - 1]! + sorted[middle]!) / 2);
}
