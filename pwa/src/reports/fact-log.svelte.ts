/** The facts of every household on this device: read in small portions, kept fresh household by household. */
import { dayOf } from '../casework/calendar';
import { linksOf, stays } from '../casework/gathered';
import type { Summary, Uuid } from '../casework/records';
import type { Ledger } from '../ledger/ledger';
import { type Fact, factsOf } from './facts';

// Between portions the browser may paint and answer keys.
const PORTION_MS = 30;

export class FactLog {
  facts = $state.raw<Fact[]>([]);
  loaded = $state(0);
  readonly #parts = new Map<Uuid, Fact[]>();
  readonly #stops = new Map<Uuid, () => void>();
  readonly #wanted = new Set<Uuid>();
  #running = false;

  constructor(private readonly ledger: Ledger) {}

  /** Call with the list of households whenever it changed. */
  follow(summaries: readonly Summary[]): void {
    const here = new Set(summaries.map((one) => one.bucket));
    for (const bucket of [...this.#stops.keys()]) if (!here.has(bucket)) this.#forget(bucket);
    for (const { bucket } of summaries) {
      if (this.#stops.has(bucket)) continue;
      this.#stops.set(bucket, this.ledger.watch(bucket, () => this.#want(bucket)));
      this.#want(bucket);
    }
  }

  /** Nothing is read for a screen that nobody looks at. */
  stop(): void {
    for (const bucket of [...this.#stops.keys()]) this.#forget(bucket);
  }

  #want(bucket: Uuid): void {
    this.#wanted.add(bucket);
    if (this.#running) return;
    this.#running = true;
    void this.#read().finally(() => (this.#running = false));
  }

  async #read(): Promise<void> {
    let shown = performance.now();
    for (let [bucket] = this.#wanted; bucket; [bucket] = this.#wanted) {
      this.#wanted.delete(bucket);
      // A household that cannot be opened now is read again when it changes.
      const state = await this.ledger.household(bucket).catch(() => null);
      if (this.#stops.has(bucket)) this.#parts.set(bucket, state ? factsOf(state, bucket, dayOf(Date.now()), Date.now()) : []);
      if (performance.now() - shown < PORTION_MS) continue;
      this.#show();
      await new Promise((resolve) => setTimeout(resolve));
      shown = performance.now();
    }
    this.#show();
  }

  /** What lies in a merged household counts for the one that stays. */
  #show(): void {
    const links = linksOf(this.ledger.summaries);
    this.facts = [...this.#parts].flatMap(([bucket, facts]) => {
      const home = stays(links, bucket);
      return home === bucket ? facts : facts.map((fact) => ({ ...fact, home }));
    });
    this.loaded = this.#parts.size;
  }

  #forget(bucket: Uuid): void {
    this.#stops.get(bucket)?.();
    this.#stops.delete(bucket);
    this.#wanted.delete(bucket);
    this.#parts.delete(bucket);
  }
}
