/** What is known of this device outside its databases, for the day one of them does not open or is gone: no name and no household, only how much was unsent and when the office was last heard. */
import type { Instant, Uuid } from '../casework/records';

export interface Mark { staff: Uuid; initial: string; label: string; unsent: number; heard_at: Instant | null; at: Instant }

const KEY = 'kasane-marks';

export function marks(): Mark[] {
  try {
    const found: unknown = JSON.parse(globalThis.localStorage?.getItem(KEY) ?? '[]');
    return Array.isArray(found) ? found.filter(isMark) : [];
  } catch {
    return [];
  }
}

export function markOf(staff: Uuid): Mark | null {
  return marks().find((one) => one.staff === staff) ?? null;
}

/** Never in the way of what it tells of: where nothing can be kept outside, less will be known. */
export function keepMark(staff: Uuid, change: Partial<Omit<Mark, 'staff' | 'at'>>, now = new Date()): void {
  const before = markOf(staff) ?? { initial: '', label: '', unsent: 0, heard_at: null };
  put([...marks().filter((one) => one.staff !== staff), { ...before, ...change, staff, at: now.toISOString() }]);
}

export function dropMark(staff: Uuid): void {
  put(marks().filter((one) => one.staff !== staff));
}

function put(all: Mark[]): void {
  try {
    globalThis.localStorage?.setItem(KEY, JSON.stringify(all));
  } catch {
    // full, or forbidden
  }
}

function isMark(value: unknown): value is Mark {
  const { staff, initial, label, unsent, heard_at, at } = (value ?? {}) as Partial<Mark>;
  return typeof staff === 'string' && typeof initial === 'string' && typeof label === 'string' && Number.isInteger(unsent) && isMoment(at) && (heard_at === null || isMoment(heard_at));
}

function isMoment(text: unknown): text is Instant {
  return typeof text === 'string' && !Number.isNaN(Date.parse(text));
}
