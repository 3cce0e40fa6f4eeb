/** What a pull brings, shown as soon as it is whole: folds households while the rest travels, and tells how far a first sync has come. */
import type { Uuid } from '../casework/records';
import type { Applied } from '../store/exchange';
import type { Progress } from '../store/rows';
import type { SyncStatus } from './ledger';

export interface ArrivalParts {
  fold(buckets: Uuid[]): Promise<void>;
  /** households that stand on the list */
  listed(): { bucket: Uuid }[];
  tell(status: Pick<SyncStatus, 'first' | 'awaited'>): void;
}

type Told = Pick<Progress, 'behind' | 'today_left' | 'coming' | 'last_sync_at' | 'scope'>;

export class Arrival {
  #behind = new Set<Uuid>();
  #changed = new Set<Uuid>();
  #whole = new Set<Uuid>();
  #folding: Promise<void> | null = null;
  #told: Told | null = null;
  /** until all of a first sync is not only here but folded */
  #isFirst = false;
  #records: { done: number; total: number } | null = null;
  /** households that bear on today, all of whose records are here; known once the last of them has come */
  #todays: Uuid[] | null = null;

  constructor(private readonly parts: ArrivalParts) {}

  readonly isBehind = (bucket: Uuid): boolean => this.#behind.has(bucket);

  learn(told: Told): void {
    this.#told = told;
    this.#behind = new Set(told.behind);
    if (told.last_sync_at === null) this.#isFirst = true;
    this.#records = told.coming ?? (this.#records && { ...this.#records, done: this.#records.total });
    if (told.today_left === 0) this.#todays ??= this.#households().filter((bucket) => !this.#behind.has(bucket));
    this.count();
  }

  came({ touched, whole, progress }: Omit<Applied, 'gone'>): void {
    for (const bucket of touched) this.#changed.add(bucket);
    for (const bucket of whole) this.#whole.add(bucket);
    this.learn(progress);
    if (this.#whole.size > 0) this.#folding ??= this.#foldWhole().finally(() => (this.#folding = null));
  }

  /** The round is over, or broke off: whatever is stored is folded, and what is not whole waits. */
  async settle(also: Iterable<Uuid> = []): Promise<void> {
    await this.#folding;
    const buckets = new Set([...this.#changed, ...also]);
    this.#changed.clear();
    await this.parts.fold([...buckets]);
    if (this.#told && this.#told.last_sync_at !== null) [this.#isFirst, this.#todays, this.#records] = [false, null, null];
    this.count();
  }

  forget(bucket: Uuid): void {
    this.#changed.delete(bucket);
    this.#whole.delete(bucket);
  }

  /** Called whenever the list has grown. */
  count(): void {
    if (!this.#told) return;
    const listed = new Set(this.parts.listed().map(({ bucket }) => bucket));
    const all = this.#households();
    const awaited = all.filter((bucket) => !listed.has(bucket)).length;
    const today = this.#todays?.every((bucket) => listed.has(bucket)) ?? false;
    this.parts.tell({ awaited, first: this.#isFirst && all.length > 0 ? { done: all.length - awaited, total: all.length, records: this.#records, today } : null });
  }

  /** One under 支援措置 is one too. */
  #households(): Uuid[] {
    return (this.#told?.scope ?? []).filter(({ kind }) => kind === 'household' || kind === 'protected').map(({ id }) => id);
  }

  /** In the order in which they came: what bears on today is first. What comes meanwhile is folded after it. */
  async #foldWhole(): Promise<void> {
    while (this.#whole.size > 0) {
      const buckets = [...this.#whole];
      this.#whole.clear();
      for (const bucket of buckets) this.#changed.delete(bucket);
      // The round's end folds them once more, and says what is wrong.
      await this.parts.fold(buckets).catch(() => buckets.forEach((bucket) => this.#changed.add(bucket)));
    }
  }
}
