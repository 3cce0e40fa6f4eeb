/** The order somebody gave today's visits. It lies on this device only, and for today only: ids without names. */
import type { Summary, Uuid } from '../casework/records';
import { today } from '../text/when';
import { arranged } from './way';

interface Kept { staff: Uuid; day: string; order: Uuid[] }
const KEY = 'kasane.way';

/** Anything unreadable, of another day or of another person counts as none. */
export function readWay(raw: string | null, staff: Uuid, day: string): Uuid[] {
  try {
    const given = JSON.parse(raw ?? '{}') as Partial<Kept>;
    const { order } = given;
    return given.staff === staff && given.day === day && Array.isArray(order) ? order.filter((one) => typeof one === 'string') : [];
  } catch {
    return [];
  }
}

export class DayWay {
  #kept = $state.raw<Kept>({ staff: '', day: '', order: [] });

  constructor(staff: Uuid) {
    const day = today();
    this.#kept = { staff, day, order: readWay(globalThis.localStorage?.getItem(KEY) ?? null, staff, day) };
  }

  get isOwn(): boolean {
    return this.#order.length > 0;
  }

  of(due: readonly Summary[]): Summary[] {
    return arranged(due, this.#order);
  }

  keep(order: readonly Uuid[]): void {
    this.#kept = { ...this.#kept, day: today(), order: [...order] };
    globalThis.localStorage?.setItem(KEY, JSON.stringify(this.#kept));
  }

  forget(): void {
    this.#kept = { ...this.#kept, order: [] };
    globalThis.localStorage?.removeItem(KEY);
  }

  /** A page left open over midnight starts the new day without yesterday's order. */
  get #order(): Uuid[] {
    return this.#kept.day === today() ? this.#kept.order : [];
  }
}
