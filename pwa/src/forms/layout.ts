/** 個票 as they are laid out for the fiscal year, and how what is known comes into their boxes. Pure. */
import type { CaseForm, FormItem, FormTable } from '../casework/catalogue';
import layouts from '../casework/forms.data.json';

export type FormCode = 'application' | 'assessment' | 'plan' | 'course' | 'evaluation';
/** Why a box that may hold something stays shut. */
export type Withheld = 'consent' | 'secret' | 'place';
export interface Mark { label: string; mark: '◎' | '○' | '☑' | '☐' | '' }
/** What is told of one item. `third`: by somebody else than the person, printed because somebody chose so. */
export interface Told { text: string; marks?: readonly Mark[]; withheld?: Withheld; third?: boolean }
export type Row = Readonly<Record<string, Told>>;
export interface Values { boxes: Readonly<Record<string, Told>>; rows?: Readonly<Record<string, readonly Row[]>>; edition?: 'consented' | 'unconsented' }

export interface Box extends Told { code: string; label: string; size: 'half' | 'line' | 'box' }
/** `blank`: rows to rule below those that were written. */
export interface Grid { columns: FormTable['columns']; rows: readonly (readonly Told[])[]; blank: number; withheld?: Withheld }
export interface FilledSection { code: string; title: string; boxes: readonly Box[]; grid: Grid | null }
/** One sheet of paper, or as many as its words need. */
export interface FilledForm { key: string; code: FormCode; number: string; title: string; edition: Values['edition']; third: boolean; sections: readonly FilledSection[] }

export const FORMS = layouts.forms as readonly (CaseForm & { code: FormCode })[];
export const layoutOf = (code: FormCode): CaseForm & { code: FormCode } => FORMS.find((one) => one.code === code)!;

export const NOTHING: Told = { text: '' };
export const plain = (text: string | number | null | undefined): Told => ({ text: String(text ?? '') });

/** Every box the form has, whether or not anybody wrote something for it. `opens`: whether the person agreed to that kind of thing. */
export function filled(code: FormCode, values: Values, opens: (data: string) => boolean, key: string = code): FilledForm {
  const { number, title, sections } = layoutOf(code);
  const shown = sections.filter(({ only }) => !only || only === values.edition).map((section): FilledSection => ({
    code: section.code, title: section.title, boxes: (section.items ?? []).map((item) => boxOf(item, values, opens)), grid: section.table ? gridOf(section.table, values, opens) : null,
  }));
  return { key, code, number, title, edition: values.edition, third: shown.some(isThird), sections: shown };
}

// Shut whether or not anything was written: an open box would say that nothing was.
const shut = (data: string | undefined, opens: (data: string) => boolean): boolean => data !== undefined && !opens(data);

function boxOf({ code, label, size, data }: FormItem, { boxes }: Values, opens: (data: string) => boolean): Box {
  const told: Told = shut(data, opens) ? { text: '', withheld: 'consent' } : (boxes[code] ?? NOTHING);
  return { code, label, size: size ?? 'half', ...told };
}

function gridOf({ code, columns, blank, data }: FormTable, { rows }: Values, opens: (data: string) => boolean): Grid {
  if (shut(data, opens)) return { columns, rows: [], blank: 0, withheld: 'consent' };
  const written = (rows?.[code] ?? []).map((row) => columns.map((column) => row[column.code] ?? NOTHING));
  return { columns, rows: written, blank: Math.max(0, blank - written.length) };
}

const isThird = ({ boxes, grid }: FilledSection): boolean => [...boxes, ...(grid?.rows.flat() ?? [])].some(({ third }) => third);
