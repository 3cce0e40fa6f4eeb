/** What lists know of a conference without opening a bucket: a center's meetings, and material that was given. Pure. */
import type { CenterState, MaterialState } from '../casework/conference-records';
import type { CommunityState } from '../casework/participation-records';
import { textOf } from '../casework/registers';
import type { Day, Instant, Registers, Summary, Uuid } from '../casework/records';
import type { SheetRow } from '../sheets/sheet-row';

export interface MaterialRow { packet: Uuid; item: Uuid; household: Uuid; title: string; author: string; at: Instant; basis: string; question: string; held_on: Day; invitees: { staff: Uuid | null; opened: Instant | null }[] }
export type CenterRow = Omit<CenterState, 'proposals' | 'opened_at' | 'timers' | 'alerts'>;
/** 地域の棚 of a center. */
export type ShelfRow = Omit<CommunityState, 'proposals' | 'timers' | 'alerts'>;
export type ListRow = Summary | SheetRow | MaterialRow | CenterRow | ShelfRow;

export const isMaterialRow = (row: ListRow): row is MaterialRow => 'packet' in row && 'item' in row;
export const isSheetRow = (row: ListRow): row is SheetRow => 'packet' in row && !('item' in row);
export const isCenterRow = (row: ListRow): row is CenterRow => 'meetings' in row;
export const isShelfRow = (row: ListRow): row is ShelfRow => 'resources' in row;
export const isHousehold = (row: ListRow): row is Summary => !('packet' in row) && !('meetings' in row) && !('resources' in row);

/** null for a packet in which nobody who may has given anything. */
export function materialRow({ packet, at, material, invitees }: MaterialState): MaterialRow | null {
  if (!material || !at) return null;
  const { item, household, title, author, basis, question, meeting } = material;
  return { packet, item, household, title, author, at, basis, question, held_on: meeting.held_on ?? '', invitees: invitees.map(({ staff, opened }) => ({ staff, opened: opened?.at ?? null })) };
}

export interface Meeting { id: Uuid; bucket: Uuid; kind: string; held_on: Day; begins_at: string; place: string; chair: string; status: string; approved: CenterState['meetings'][number]['approved']; fields: Registers }
/** `pledged_on`: the day of their 守秘の誓約, empty before it. */
export interface Member { id: Uuid; bucket: Uuid; staff: string; name: string; post: string; pledged_on: Day; fields: Registers }

/** Newest first. Two phones may each have begun the center's bucket without a signal: what lies in either counts. */
export function meetingsOf(rows: readonly CenterRow[], center: string): Meeting[] {
  const all = rows.filter((row) => row.center === center).flatMap(({ bucket, meetings }) => meetings.map(({ id, fields, approved }): Meeting => {
    const text = (name: string) => textOf(fields, name);
    return { id, bucket, kind: text('kind'), held_on: text('held_on'), begins_at: text('begins_at'), place: text('place'), chair: text('chair'), status: approved ? 'approved' : text('status') || 'scheduled', approved, fields };
  }));
  return all.sort((a, b) => b.held_on.localeCompare(a.held_on) || b.begins_at.localeCompare(a.begins_at) || a.id.localeCompare(b.id));
}

export function membersOf(rows: readonly CenterRow[], center: string): Member[] {
  return rows.filter((row) => row.center === center).flatMap(({ bucket, members }) => members.filter(({ fields }) => fields.ended?.value !== true).map(({ id, fields }): Member => ({
    id, bucket, staff: textOf(fields, 'staff'), name: textOf(fields, 'name'), post: textOf(fields, 'post'), pledged_on: textOf(fields, 'pledged_on'), fields,
  })));
}

/** Given to this person for a meeting that has not passed, or not opened yet; the soonest first. */
export function invitedTo(rows: readonly MaterialRow[], staff: Uuid, today: Day): { row: MaterialRow; opened: boolean }[] {
  return rows.flatMap((row) => {
    const mine = row.invitees.find((one) => one.staff === staff);
    const newer = rows.some((other) => other.item === row.item && other.at > row.at && other.invitees.some((one) => one.staff === staff));
    return mine && !newer && (row.held_on >= today || !mine.opened) ? [{ row, opened: mine.opened !== null }] : [];
  }).sort((a, b) => a.row.held_on.localeCompare(b.row.held_on) || a.row.title.localeCompare(b.row.title));
}

/** What this device was given for the meeting of that day on that basis: of each item the newest. Who was not called holds no packet of it, so has nothing of it here. */
export function papersOf(rows: readonly MaterialRow[], on: Day, basis: string): MaterialRow[] {
  const fit = rows.filter((row) => row.held_on === on && row.basis === basis && on !== '' && basis !== '');
  const newest = fit.filter((row) => !fit.some((other) => other.item === row.item && (other.at > row.at || (other.at === row.at && other.packet > row.packet))));
  return newest.sort((a, b) => a.title.localeCompare(b.title, 'ja') || a.item.localeCompare(b.item));
}

export const papersHref = (on: Day, basis: string): string => `/papers?on=${on}&basis=${encodeURIComponent(basis)}`;
