/** The visits of every household on this device as one list: read in small portions, kept fresh household by household. */
import type { Summary, Uuid } from '../casework/records';
import type { Ledger } from '../ledger/ledger';
import { type LogFilter, type LogRow, NO_FILTER, rowsOf } from './rows';

// Between portions the browser may paint and answer keys.
const PORTION_MS = 30;

export class VisitLog {
  rows = $state.raw<LogRow[]>([]);
  loaded = $state(0);
  filter = $state<LogFilter>({ ...NO_FILTER });
  readonly #ledger: Ledger;
  readonly #parts = new Map<Uuid, LogRow[]>();
  readonly #stops = new Map<Uuid, () => void>();
  readonly #wanted = new Set<Uuid>();
  #running = false;

  constructor(ledger: Ledger) {
    this.#ledger = ledger;
  }

  /** Call with the list of households whenever it changed. */
  follow(summaries: readonly Summary[]): void {
    const here = new Set(summaries.map((one) => one.bucket));
    for (const bucket of this.#parts.keys()) if (!here.has(bucket)) this.#forget(bucket);
    // What waits for a check is what the person came for.
    for (const { bucket } of [...summaries].sort((a, b) => b.unreviewed - a.unreviewed)) {
      if (this.#stops.has(bucket)) continue;
      this.#stops.set(bucket, this.#ledger.watch(bucket, () => this.#want(bucket)));
      this.#want(bucket);
    }
  }

  #want(bucket: Uuid): void {
    this.#wanted.add(bucket);
    if (this.#running) return;
    this.#running = true;
    void this.#read().finally(() => (this.#running = false));
  }

  async #read(): Promise<void> {
    let shown = performance.now();
    for (let bucket = first(this.#wanted); bucket; bucket = first(this.#wanted)) {
      this.#wanted.delete(bucket);
      await this.#load(bucket);
      if (performance.now() - shown < PORTION_MS) continue;
      this.#show();
      await new Promise((resolve) => setTimeout(resolve));
      shown = performance.now();
    }
    this.#show();
  }

  async #load(bucket: Uuid): Promise<void> {
    // A household that cannot be opened now is read again when it changes.
    const state = await this.#ledger.household(bucket).catch(() => null);
    const summary = this.#ledger.summaries.find((one) => one.bucket === bucket);
    if (state && summary) this.#parts.set(bucket, rowsOf(state, summary));
    else this.#parts.set(bucket, []);
  }

  #show(): void {
    this.rows = [...this.#parts.values()].flat();
    this.loaded = this.#parts.size;
  }

  #forget(bucket: Uuid): void {
    this.#stops.get(bucket)?.();
    this.#stops.delete(bucket);
    this.#parts.delete(bucket);
    this.#show();
  }
}

function first(set: ReadonlySet<Uuid>): Uuid | undefined {
  return set.values().next().value;
}

const logs = new WeakMap<Ledger, VisitLog>();

/** One log for one unlocked book: moving from record to record neither reads again nor forgets the filter. */
export function visitLogOf(ledger: Ledger): VisitLog {
  let log = logs.get(ledger);
  if (!log) logs.set(ledger, (log = new VisitLog(ledger)));
  return log;
}
