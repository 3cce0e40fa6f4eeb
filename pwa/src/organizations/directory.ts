/** Finding where to lead a person: by kana, kanji, field, area and telephone; what is nearest stands first. Pure. */
import { AREA_LEVELS, FIELDS, type FieldCode, ORGANIZATION_KINDS } from '../casework/catalogue.gen';
import { labelOf } from '../casework/catalogue';
import { compareText } from '../casework/order';
import { digitsOf, search, searchKey } from '../casework/search';
import type { Me } from '../ledger/ledger';
import type { OrganizationRow } from '../store/organization-rows';
import { inKanaOrder } from '../text/kana-order';
import { isStale, mayEdit, placeName } from './organization';

/** `area`: '' everywhere, 'city' what serves the whole city, else a center's code. */
export interface DirectoryFilter { query: string; fields: FieldCode[]; area: string; stale: boolean }
export const NO_FILTER: DirectoryFilter = { query: '', fields: [], area: '', stale: false };

export type Nearness = 'own' | 'city' | 'elsewhere';
export interface Shelf { near: Nearness; rows: OrganizationRow[] }

const ORDER: readonly Nearness[] = ['own', 'city', 'elsewhere'];
const LEVELS = AREA_LEVELS.map(({ code }) => code as string);

type Reader = Pick<Me, 'role' | 'center'>;

export function nearness(row: Pick<OrganizationRow, 'center'>, me: Pick<Me, 'center'>): Nearness {
  if (row.center === null) return 'city';
  return row.center === me.center ? 'own' : 'elsewhere';
}

/** One shelf a distance, none of them empty; on each the nearest level first, then by place and kana. */
export function shelves(rows: readonly OrganizationRow[], filter: DirectoryFilter, me: Reader, now: Date): Shelf[] {
  const found = matching(rows, filter.query).filter((row) => fits(row, filter, me, now));
  return ORDER.map((near) => ({ near, rows: found.filter((row) => nearness(row, me) === near).sort(inOrder) })).filter((shelf) => shelf.rows.length > 0);
}

/** What this person may look through again because nobody has for so long; the oldest first. */
export function grownOld(rows: readonly OrganizationRow[], me: Reader, now: Date): OrganizationRow[] {
  return rows.filter((row) => mayEdit(me, row.center) && isStale(row, now)).sort((a, b) => compareText(a.checked_on, b.checked_on) || inKanaOrder(a.kana, b.kana));
}

export function isFiltered({ query, fields, area, stale }: DirectoryFilter): boolean {
  return query.trim() !== '' || fields.length > 0 || area !== '' || stale;
}

const keys = new WeakMap<OrganizationRow, string>();

function keyOf(row: OrganizationRow): string {
  const known = keys.get(row);
  if (known !== undefined) return known;
  const words = [
    row.name, row.kana, row.target, labelOf(ORGANIZATION_KINDS, row.kind), ...row.fields.map((code) => labelOf(FIELDS, code)), placeName(row.center), row.area_name, row.address, row.notes,
    ...row.tels.flatMap((tel) => [tel.label, digitsOf(tel.number)]),
  ];
  const key = searchKey(words.join('\n'));
  keys.set(row, key);
  return key;
}

function matching(rows: readonly OrganizationRow[], query: string): OrganizationRow[] {
  return search(rows.map((row) => ({ row, search_key: keyOf(row) })), query).map(({ row }) => row);
}

function fits(row: OrganizationRow, { fields, area, stale }: DirectoryFilter, me: Reader, now: Date): boolean {
  if (fields.length > 0 && !fields.some((code) => row.fields.includes(code))) return false;
  if (stale && !(mayEdit(me, row.center) && isStale(row, now))) return false;
  return area === '' || (area === 'city' ? row.center === null : row.center === area);
}

function inOrder(a: OrganizationRow, b: OrganizationRow): number {
  return compareText(a.center ?? '', b.center ?? '') || LEVELS.indexOf(a.area_level) - LEVELS.indexOf(b.area_level) || inKanaOrder(a.kana, b.kana) || compareText(a.id, b.id);
}
