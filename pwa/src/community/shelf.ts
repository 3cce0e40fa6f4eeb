/** What stands on a center's shelf, as lists show it. Pure; whatever shape a value has, it becomes a line or nothing. */
import { FEWEST } from '../casework/fold-community';
import type { Shelved } from '../casework/participation-records';
import type { Day, Registers, Uuid } from '../casework/records';
import { textOf, valueOf } from '../casework/registers';
import type { ShelfRow } from '../conferences/conference-row';
import { communityText } from '../text/community';

interface OnShelf { id: Uuid; bucket: Uuid; fields: Registers; /** people wrote different things at the same time */ differs: boolean }
/** 資源. `gakku` empty: of the whole ward; `online`: reached from home. */
export interface Resource extends OnShelf {
  name: string; kind: string; organization: string; org: string; gakku: string; place: string; capacity: string; often: string; times: string[]; people: string;
  when: string; conditions: string; contact: string; checked_on: Day; closed: boolean;
}
/** 地域課題票. `count`: of wishes or households, 'few' below five, null where nobody counted. */
export interface Issue extends OnShelf { theme: string; gakku: string; count: number | 'few' | null; text: string; action: string; state: string; committee: string; raised_on: Day }
export interface Committee extends OnShelf { held_on: Day; begins_at: string; place: string; agenda: string; outcome: string }
export interface Activity extends OnShelf { on: Day; kind: string; gakku: string; people: number | null; text: string }

const each = (rows: readonly ShelfRow[], of: 'resources' | 'issues' | 'committees' | 'activities') => rows.flatMap((row) => row[of].map((one: Shelved) => ({ one, bucket: row.bucket })));
const textsOf = (value: unknown): string[] => (Array.isArray(value) ? value.filter((one) => typeof one === 'string') : []);
const numberOf = (value: unknown): number | null => (typeof value === 'number' && Number.isInteger(value) && value >= 0 ? value : null);

function onShelf({ one: { id, fields }, bucket }: { one: Shelved; bucket: Uuid }): OnShelf {
  return { id, bucket, fields, differs: Object.values(fields).some(({ heads }) => new Set(heads.map(({ value }) => JSON.stringify(value))).size > 1) };
}

/** By kind and name; those that are no more last. */
export function resourcesOf(rows: readonly ShelfRow[]): Resource[] {
  const found = each(rows, 'resources').map((at): Resource => {
    const text = (name: string) => textOf(at.one.fields, name);
    return {
      ...onShelf(at), name: text('name'), kind: text('kind'), organization: text('organization'), org: text('org'), gakku: text('gakku'), place: text('place'), capacity: text('capacity'), often: text('often'),
      times: textsOf(valueOf(at.one.fields, 'times')), people: text('people'), when: text('when'), conditions: text('conditions'), contact: text('contact'), checked_on: text('checked_on'), closed: valueOf(at.one.fields, 'closed') === true,
    };
  });
  return found.sort((a, b) => Number(a.closed) - Number(b.closed) || a.kind.localeCompare(b.kind) || a.name.localeCompare(b.name, 'ja') || a.id.localeCompare(b.id));
}

export function issuesOf(rows: readonly ShelfRow[]): Issue[] {
  const found = each(rows, 'issues').map((at): Issue => {
    const text = (name: string) => textOf(at.one.fields, name);
    const count = valueOf(at.one.fields, 'count');
    return { ...onShelf(at), theme: text('theme'), gakku: text('gakku'), count: count === 'few' ? 'few' : numberOf(count), text: text('text'), action: text('action'), state: text('state') || 'raised', committee: text('committee'), raised_on: text('raised_on') };
  });
  return found.sort((a, b) => Number(a.state === 'done') - Number(b.state === 'done') || b.raised_on.localeCompare(a.raised_on) || a.id.localeCompare(b.id));
}

/** The latest first. */
export function committeesOf(rows: readonly ShelfRow[]): Committee[] {
  const found = each(rows, 'committees').map((at): Committee => {
    const text = (name: string) => textOf(at.one.fields, name);
    return { ...onShelf(at), held_on: text('held_on'), begins_at: text('begins_at'), place: text('place'), agenda: text('agenda'), outcome: text('outcome') };
  });
  return found.sort((a, b) => b.held_on.localeCompare(a.held_on) || a.id.localeCompare(b.id));
}

export function activitiesOf(rows: readonly ShelfRow[]): Activity[] {
  const found = each(rows, 'activities').map((at): Activity => {
    const text = (name: string) => textOf(at.one.fields, name);
    return { ...onShelf(at), on: text('on'), kind: text('kind'), gakku: text('gakku'), people: numberOf(valueOf(at.one.fields, 'people')), text: text('text') };
  });
  return found.sort((a, b) => b.on.localeCompare(a.on) || a.id.localeCompare(b.id));
}

/** Fewer than five are never told as a number. */
export const countWords = (count: number | 'few' | null): string => (count === null ? '' : count === 'few' || (count > 0 && count < FEWEST) ? communityText.few : communityText.count(count));

const STALE_DAYS = 180;

/** Nobody has looked through it for half a year, or ever. */
export const isStale = (checked: Day, today: Day): boolean => !checked || (Date.parse(today) - Date.parse(checked)) / 86_400_000 > STALE_DAYS;
