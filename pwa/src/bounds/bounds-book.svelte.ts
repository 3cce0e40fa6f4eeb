/** After how many days each center is told, as the office last said it: kept open on the device, for it says nothing of anybody, and read without a signal. */
import { type Bounds, boundsOf, daysOfTier, USUAL } from '../casework/bounds';
import type { OpenedOp, Summary, Uuid } from '../casework/records';
import type { Roles } from '../casework/roles';
import type { Count } from '../rollout/rollout-book.svelte';
import type { Store } from '../store/store';
import type { Transport } from '../sync/transport';
import { NOTHING, type Written } from './acts';

/** `count`: versions of all centers together, as a pull tells it. */
export interface ToldBounds { gen: Uuid; count: number; centers: readonly Written[] }
export interface BoundsParts { store: Pick<Store, 'meta' | 'setMeta'>; center: string; transport: Transport; opened(bucket: Uuid): Promise<readonly OpenedOp[]>; roles: Roles }

export class BoundsBook {
  told = $state.raw<ToldBounds | null>(null);
  readonly #byCenter: ReadonlyMap<string, Bounds> = $derived(new Map(this.told?.centers.map(({ center, numbers }) => [center, boundsOf(numbers)])));

  constructor(private readonly parts: BoundsParts) {}

  /** What this center has decided, as far as this device has heard. */
  get own(): Written {
    const { center } = this.parts;
    return this.told?.centers.find((one) => one.center === center) ?? { center, name: '', ...NOTHING };
  }

  async read(): Promise<void> {
    this.told = (await this.parts.store.meta('bounds')) ?? null;
  }

  /** After a round. What fails leaves the numbers as they are, and the next round asks again. */
  async hear(heard: Count | undefined): Promise<void> {
    const { center, transport } = this.parts;
    if (!heard || !center || (this.told?.gen === heard.gen && this.told.count === heard.count) || (!this.told && heard.count === 0)) return;
    const answer = await transport<{ centers: Written[] }>('/bounds/v1/centers').catch(() => null);
    if (Array.isArray(answer?.centers)) await this.#keep({ ...heard, centers: answer.centers });
  }

  /** Just decided here: it counts on this device at once, and the next round reads it from the office again. */
  async take(written: Written): Promise<void> {
    const others = this.told?.centers.filter(({ center }) => center !== written.center) ?? [];
    await this.#keep({ gen: this.told?.gen ?? '', count: -1, centers: [...others, written] });
  }

  readonly of = (center: string): Bounds => this.#byCenter.get(center) ?? USUAL;
  readonly daysOf = (tier: string | null, center = this.parts.center): number | null => daysOfTier(this.of(center), tier);

  /** The rows with the days of their own center: what is folded knows the catalogue's only. */
  limited(rows: Summary[]): Summary[] {
    if (!this.told) return rows;
    return rows.map((row) => {
      const days = this.daysOf(row.risk_tier, row.center);
      return row.limit_days === null || days === row.limit_days ? row : { ...row, limit_days: days };
    });
  }

  /** For trying numbers out: all that this device can read of a household. */
  readonly opened = (bucket: Uuid): Promise<readonly OpenedOp[]> => this.parts.opened(bucket);
  get roles(): Roles { return this.parts.roles; }

  async #keep(told: ToldBounds): Promise<void> {
    await this.parts.store.setMeta('bounds', told);
    this.told = told;
  }
}
