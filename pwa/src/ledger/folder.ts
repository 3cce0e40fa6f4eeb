/** Folds households into what screens show: several at a time, shown in batches, kept sealed so that the next start is quick. */
import { fold } from '../casework/fold';
import type { HouseholdState, OpenedOp, Summary, Uuid } from '../casework/records';
import type { Roles } from '../casework/roles';
import { summarise } from '../casework/summary';
import type { Store } from '../store/store';
import { openLocal, sealLocal } from '../unlock/keys';
import type { Opener } from './opener';
import { summaryPlace, viewPlace } from './storage-places';

const LANES = 4;
const BATCH_MS = 250;
const KEPT_STATES = 12;
// Long enough for the screen that asked to be drawn first.
const WARM_AFTER_MS = 300;

export interface FolderParts {
  store: Store; storage: CryptoKey; opener: Opener; roles: Roles;
  centerOf(bucket: Uuid): string; show(rows: Summary[]): void; changed(bucket: Uuid): void;
  /** what saving needs of this household is in memory */
  warmed?(bucket: Uuid): Promise<void>;
}

interface Folded { state: HouseholdState; summary: Summary; stored: number }

export class Folder {
  #states = new Map<Uuid, HouseholdState>();
  #running = new Map<Uuid, Promise<Folded | null>>();
  #closed = false;

  constructor(private readonly parts: FolderParts) {}

  async household(bucket: Uuid): Promise<HouseholdState | null> {
    // Saving judges all records of the household: they are opened while the person still writes.
    setTimeout(() => void this.#warm(bucket), WARM_AFTER_MS);
    const known = this.#states.get(bucket) ?? (await this.#running.get(bucket))?.state;
    if (known) return known;
    const { store, storage } = this.parts;
    const sealed = await store.view(bucket);
    const state = sealed ? await openLocal<HouseholdState>(storage, viewPlace(bucket), sealed).catch(() => null) : null;
    // An older app folded it without its steps and its team.
    if (!state || !('steps' in state)) {
      await this.refold([bucket]);
      return this.#states.get(bucket) ?? null;
    }
    this.#keep(bucket, state);
    return state;
  }

  async refold(buckets: Iterable<Uuid>): Promise<void> {
    const queue = [...new Set(buckets)];
    for (const bucket of queue) this.#states.delete(bucket);
    let batch: Summary[] = [];
    let shown = performance.now();
    const show = () => {
      const rows = batch;
      batch = [];
      shown = performance.now();
      if (!this.#closed && rows.length > 0) this.#show(rows);
    };
    const lane = async () => {
      for (let bucket = queue.shift(); bucket !== undefined && !this.#closed; bucket = queue.shift()) {
        const folded = await this.#fold(bucket);
        if (!folded) continue;
        batch.push(folded.summary);
        if (queue.length === 0 || performance.now() - shown > BATCH_MS) show();
        await this.#cache(bucket, folded);
      }
    };
    await Promise.all(Array.from({ length: Math.min(LANES, queue.length) }, lane)).catch((error: unknown) => {
      if (!this.#closed) throw error;
    });
    show();
  }

  /** The household as it would be with one record more; nothing of it is kept. */
  async imagined(op: OpenedOp): Promise<HouseholdState> {
    const { opener, roles, centerOf } = this.parts;
    const { ops } = await opener.opened(op.bucket);
    return fold(op.bucket, centerOf(op.bucket), [...ops, op], { roles, now: Date.now() });
  }

  forget(bucket: Uuid): void {
    this.#states.delete(bucket);
  }

  close(): void {
    this.#closed = true;
    this.#states.clear();
    this.#running.clear();
  }

  #fold(bucket: Uuid): Promise<Folded | null> {
    const running = this.#foldNow(bucket).finally(() => {
      if (this.#running.get(bucket) === running) this.#running.delete(bucket);
    });
    this.#running.set(bucket, running);
    return running;
  }

  async #foldNow(bucket: Uuid): Promise<Folded | null> {
    const { opener, roles, centerOf } = this.parts;
    const { ops, stored } = await opener.opened(bucket);
    if (ops.length === 0 || this.#closed) return null;
    const state = fold(bucket, centerOf(bucket), ops, { roles, now: Date.now() });
    this.#keep(bucket, state);
    return { state, summary: summarise(state, Date.now()), stored };
  }

  #keep(bucket: Uuid, state: HouseholdState): void {
    if (this.#closed) return;
    this.#states.set(bucket, state);
    if (this.#states.size > KEPT_STATES) this.#states.delete(this.#states.keys().next().value!);
  }

  #show(rows: Summary[]): void {
    this.parts.show(rows);
    for (const { bucket } of rows) this.parts.changed(bucket);
  }

  async #cache(bucket: Uuid, { state, summary, stored }: Folded): Promise<void> {
    const { store, storage } = this.parts;
    const [view, row] = await Promise.all([sealLocal(storage, viewPlace(bucket), state), sealLocal(storage, summaryPlace(bucket), summary)]);
    await store.putFolded(bucket, view, row, stored);
  }

  async #warm(bucket: Uuid): Promise<void> {
    if (this.#closed) return;
    await this.parts.opener.known(bucket).then(() => this.parts.warmed?.(bucket)).catch(() => undefined);
  }
}
