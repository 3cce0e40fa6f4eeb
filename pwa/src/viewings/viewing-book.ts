/** Which households were opened on this device: written down at once, also without a signal, and told to the office with the next round. Ids and times only. */
import type { Uuid } from '../casework/records';
import type { Store } from '../store/store';
import type { Transport } from '../sync/transport';

/** What somebody comes back to within this time they are still looking at. */
export const ONE_LOOK_MS = 30 * 60_000;
const AT_ONCE = 500;
/** Of an office that cannot be told, e.g. an older one, the oldest are let go. */
const MOST = 5_000;

export interface ViewingParts { store: Pick<Store, 'viewings' | 'addViewing' | 'dropViewings'>; transport: Transport; /** by the office's clock */ now(): number }

export class ViewingBook {
  readonly #last = new Map<Uuid, number>();

  constructor(private readonly parts: ViewingParts) {}

  /** Never in the way of whoever wants to read: what cannot be written is not waited for. */
  async note(bucket: Uuid): Promise<void> {
    const now = this.parts.now();
    if (now - (this.#last.get(bucket) ?? -Infinity) < ONE_LOOK_MS) return;
    this.#last.set(bucket, now);
    await this.parts.store.addViewing({ bucket, at: new Date(now).toISOString() }).catch(() => this.#last.delete(bucket));
  }

  /** What fails stays for the next round; what was told is told once, however often. */
  async send(): Promise<void> {
    const { store, transport } = this.parts;
    const rows = await store.viewings();
    for (let start = 0; start < rows.length; start += AT_ONCE) {
      const batch = rows.slice(start, start + AT_ONCE);
      const body = { viewings: batch.map(({ bucket, at }) => ({ bucket, at })) };
      if (!(await transport('/viewings/v1/viewings', { body }).then(() => true, () => false))) return store.dropViewings(ids(rows.slice(start, -MOST)));
      await store.dropViewings(ids(batch));
    }
  }
}

const ids = (rows: readonly { id?: number }[]): number[] => rows.flatMap(({ id }) => id ?? []);
