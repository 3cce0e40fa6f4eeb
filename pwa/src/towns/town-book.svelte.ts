/** Which town belongs to which center, as the bureau last named them: kept open on the device, for it says nothing of anybody, and read without a signal. */
import type { Uuid } from '../casework/records';
import type { Count } from '../rollout/rollout-book.svelte';
import type { Store } from '../store/store';
import type { Transport } from '../sync/transport';
import type { TownTable } from './acts';
import { centerFor, type Place, readable, type Town } from './table';

export interface Named { gen: Uuid; version: number; towns: Town[] }

export class TownBook {
  told = $state.raw<Named | null>(null);

  constructor(private readonly parts: { store: Store; transport: Transport }) {}

  async read(): Promise<void> {
    this.told = (await this.parts.store.meta('towns')) ?? null;
  }

  /** After a round. What fails leaves the table as it is, and the next round asks again. */
  async hear(heard: Count | undefined): Promise<void> {
    const { transport, store } = this.parts;
    if (!heard || (this.told?.gen === heard.gen && this.told.version === heard.count) || (!this.told && heard.count === 0)) return;
    const answer = await transport<TownTable>('/towns/v1/table').catch(() => null);
    if (!answer) return;
    const told = { gen: heard.gen, version: answer.version, towns: readable(answer.towns) };
    await store.setMeta('towns', told);
    this.told = told;
  }

  /** Whose it is; null where the table does not say. */
  readonly centerOf = (place: Place): string | null => centerFor(this.told?.towns ?? [], place);
}
